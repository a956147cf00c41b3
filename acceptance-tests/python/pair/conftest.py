"""NetApp's client and boto3 on one pair: LIFs in one must match addresses and routes in the other."""

import clients
import pytest
from connection import judged
from netapp_ontap.resources import Svm
from simulator import Simulator


@pytest.fixture
def simulator(preset):
    """A fresh pair, with the preset that each module defines."""
    running = Simulator("--preset", preset, "--ontap-version", "9.16.1")
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def ontap(simulator):
    """NetApp's client, for all calls of a test."""
    with judged(simulator) as connection:
        yield connection


@pytest.fixture
def ec2(simulator):
    """boto3."""
    with clients.judged(simulator) as tested:
        yield tested


@pytest.fixture
def svm():
    """A second storage VM."""
    Svm.from_dict({"name": "svm_2", "aggregates": [{"name": "aggr1"}]}).post(poll=True)
    return Svm.find(name="svm_2")
