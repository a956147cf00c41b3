"""NetApp's own client on a fresh simulator; every answer is validated against its schemas."""

import pytest
from connection import judged
from releases import NEWEST, OLDEST
from simulator import Simulator


@pytest.fixture(params=[OLDEST, NEWEST])
def simulator(request):
    """A single node that runs the oldest release, or the newest that the client supports."""
    running = Simulator("--ontap-version", request.param)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def ontap(simulator):
    """The client's connection, for every call of a test."""
    with judged(simulator) as connection:
        yield connection
