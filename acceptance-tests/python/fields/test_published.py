"""Every field that NetApp's client knows in its release is accepted there, in `fields=` and as a filter."""

import json
import ssl
import urllib.parse
import urllib.request
from base64 import b64encode

import netapp_ontap
import published_fields
import pytest
from simulator import Simulator

RELEASE = ".".join(netapp_ontap.__version__.split(".")[:3])
# What clients send and no answer shows: credentials, and how to choose a place.
WRITE_ONLY = {
    "ad_domain.password",
    "ad_domain.user",
    "bind_password",
    "cifs.ad_domain.password",
    "cifs.ad_domain.user",
    "fail_if_subnet_conflicts",
    "location.broadcast_domain.name",
    "location.broadcast_domain.uuid",
}


@pytest.fixture(scope="module")
def simulator():
    simulator = Simulator("--ontap-version", RELEASE)
    yield simulator
    simulator.stop()


def get(simulator, path, query):
    credentials = b64encode(f"{simulator.username}:{simulator.password}".encode()).decode()
    url = f"{simulator.ontap}{path}?{urllib.parse.urlencode(query)}"
    request = urllib.request.Request(url, headers={"Authorization": f"Basic {credentials}"})
    context = ssl.create_default_context(cafile=simulator.ca_file)
    try:
        with urllib.request.urlopen(request, timeout=30, context=context) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as refusal:
        pytest.fail(f"{path}: {refusal.read().decode()}")


@pytest.mark.parametrize("path", sorted(published_fields.PATHS))
def test_every_field_of_the_client_is_accepted(simulator, path):
    fields = [field for field in published_fields.of(path) if field not in WRITE_ONLY]
    assert len(fields) > 1
    get(simulator, path, {"fields": ",".join(fields)})
    if path != "/api/cluster":
        get(simulator, path, dict.fromkeys(fields, "x"))
