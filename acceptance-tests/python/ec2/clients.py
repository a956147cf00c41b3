"""boto3 clients that are independent of this machine's configuration."""

from contextlib import contextmanager

import boto3
import service_model
from botocore.config import Config


def client(endpoint, access_key, secret_key, attempts=1, region="eu-central-1"):
    """Returns an EC2 client that makes a single attempt by default."""
    return boto3.client(
        "ec2",
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=Config(
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": attempts},
        ),
    )


@contextmanager
def judged(simulator):
    """Provides a client of the simulator. Every answer must conform to Amazon's service model."""
    tested = client(simulator.ec2, simulator.access_key, simulator.secret_key)
    complaints = service_model.listen(tested)
    yield tested
    assert not complaints, "\n".join(dict.fromkeys(complaints))
