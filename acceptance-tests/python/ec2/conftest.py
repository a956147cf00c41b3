"""boto3 clients for the simulator and for moto."""

import os
import socket
import subprocess
import sys
import time

import pytest
from botocore.exceptions import ClientError
from clients import client, judged
from simulator import Simulator


@pytest.fixture
def simulator():
    """A fresh single-node system."""
    running = Simulator()
    yield running
    running.stop()


@pytest.fixture
def ec2(simulator):
    """boto3 on the simulator, checked against Amazon's service model."""
    with judged(simulator) as tested:
        yield tested


@pytest.fixture(scope="session")
def moto():
    """boto3 on moto, an independent EC2 simulator."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env=dict(os.environ, AWS_EC2_METADATA_DISABLED="true"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(server, port)
        yield client(f"http://127.0.0.1:{port}", "AKIAEXAMPLE", "secret", attempts=3)
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(server, port):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"moto ended with {server.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("moto did not start")


@pytest.fixture
def refused():
    """Makes a call that EC2 must refuse, and returns the status, code and text of the refusal."""

    def call(function, **arguments):
        with pytest.raises(ClientError) as caught:
            function(**arguments)
        answer = caught.value.response
        assert answer["ResponseMetadata"]["RequestId"]
        error = answer["Error"]
        return answer["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]

    return call
