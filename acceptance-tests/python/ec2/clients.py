"""boto3 clients that take nothing from this machine."""

import boto3
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
