"""The client's connection to a simulator."""

from contextlib import contextmanager
from urllib.parse import urlsplit

import schemas
from netapp_ontap import HostConnection


def connect(simulator, url=None, **changes):
    """Connects the client, with frequent polling because simulated jobs are short. `url` may be a node's."""
    options = {
        "username": simulator.username,
        "password": simulator.password,
        "verify": simulator.ca_file,
        "poll_interval": 0.05,
        "poll_timeout": 20,
    } | changes
    place = urlsplit(url or simulator.ontap)
    return HostConnection(place.hostname, port=place.port, **options)


@contextmanager
def judged(simulator):
    """Provides a connection for all calls of a test. Afterwards, no answer may violate NetApp's schemas."""
    with connect(simulator) as connection:
        yield connection
    log = [entry for entry in simulator.requests(bodies=True) if entry["side"] == "ontap"]
    assert log, "the test made no requests"
    found = [complaint for entry in log if not entry["faulty"] for complaint in schemas.complaints(entry)]
    assert not found, "\n".join(dict.fromkeys(found))
