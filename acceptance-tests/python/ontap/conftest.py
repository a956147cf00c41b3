"""NetApp's own client on a fresh simulator; its schemas judge every answer."""

import netapp_ontap
import pytest
import schemas
from connection import connect
from simulator import Simulator


def _versions():
    """The oldest release that is supported, and the newest that is simulated and that the client knows."""
    client = tuple(int(part) for part in netapp_ontap.__version__.split(".")[:2])
    newest = min(client, (9, 15))
    return ["9.10.1", f"{newest[0]}.{newest[1]}.1"]


@pytest.fixture(params=_versions())
def simulator(request):
    running = Simulator("--ontap-version", request.param)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def ontap(simulator):
    """The client's connection, for every call of a test. Afterwards no answer may break a schema."""
    with connect(simulator) as connection:
        yield connection
    log = [entry for entry in simulator.requests(bodies=True) if entry["side"] == "ontap"]
    assert log, "the test asked something"
    found = [complaint for entry in log if not entry["faulty"] for complaint in schemas.complaints(entry)]
    assert not found, "\n".join(dict.fromkeys(found))
