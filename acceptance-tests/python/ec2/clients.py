"""boto3 clients that take nothing from this machine."""

from contextlib import contextmanager

import boto3
import service_model
from botocore.config import Config


def client(endpoint, access_key, secret_key, attempts=1):
    """A client of EC2 that, unless told otherwise, tries once."""
    return boto3.client(
        "ec2",
        region_name="eu-central-1",
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
    """A client on the simulator. Every answer must be what Amazon's service model says."""
    tested = client(simulator.ec2, simulator.access_key, simulator.secret_key)
    complaints = service_model.listen(tested)
    yield tested
    assert not complaints, "\n".join(dict.fromkeys(complaints))
