"""Requirements of every suite: the simulator program, and an environment without this machine's settings."""

import os
import sys

# Clients would use a proxy even for a loopback address, and trust these CAs instead of the simulator's.
FOREIGN = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")

for name in [name for name in os.environ if name.upper() in FOREIGN or name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

if "CVO_SIMULATOR" not in os.environ:
    sys.exit("CVO_SIMULATOR must name the cvo-simulator program; `cargo xtask test` sets it.")
