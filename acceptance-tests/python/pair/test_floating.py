"""A pair in several zones: floating addresses, whose routes follow their LIFs."""

import time

import pytest
from lifs import lif, new, places
from netapp_ontap.resources import IpInterface
from pairs import MULTI_AZ, NODES, ROUTE_TABLES, everywhere, targets
from refusal import refusal

ADDRESS = "192.168.40.77"
E0A = dict(zip(NODES, MULTI_AZ))


@pytest.fixture
def preset():
    return "ha-multi-az"


def floating():
    return {address: node for address, node in places().items() if address.startswith("192.168.")}


def interfaces(ec2):
    found = ec2.describe_network_interfaces(NetworkInterfaceIds=MULTI_AZ)["NetworkInterfaces"]
    return [[held["PrivateIpAddress"] for held in one["PrivateIpAddresses"]] for one in found]


def await_targets(ec2, address, expected):
    end = time.monotonic() + 10
    while targets(ec2).get(address, {}) != expected:
        assert time.monotonic() < end, targets(ec2).get(address)
        time.sleep(0.05)


@pytest.mark.parametrize("failed", NODES)
def test_every_table_routes_to_the_node_of_the_lif(simulator, ec2, failed):
    def led():
        return {address: everywhere(E0A[node]) for address, node in floating().items()}

    private, before = interfaces(ec2), targets(ec2)
    assert before == led() and len(before) == 4
    simulator.takeover(failed)
    assert set(floating().values()) == set(NODES) - {failed}
    assert targets(ec2) == led()
    assert interfaces(ec2) == private, "private addresses do not move in several zones"
    simulator.giveback(failed)
    assert targets(ec2) == led() == before


def test_a_takeover_does_not_change_other_routes(simulator, ec2):
    def others():
        tables = ec2.describe_route_tables()["RouteTables"]
        shown = [(table["RouteTableId"], route) for table in tables for route in table["Routes"]]
        return [entry for entry in shown if not entry[1]["DestinationCidrBlock"].endswith("/32")]

    foreign = {"RouteTableId": ROUTE_TABLES[0], "DestinationCidrBlock": "172.31.9.0/24"}
    ec2.create_route(**foreign, NetworkInterfaceId=MULTI_AZ[0])
    before = others()
    simulator.takeover("cvo-node1")
    assert set(floating().values()) == {"cvo-node2"}
    assert others() == before


def test_routes_are_created_and_deleted_with_a_floating_lif(svm, ec2):
    new("nas", ADDRESS, "cvo-node2").post()
    await_targets(ec2, ADDRESS, everywhere(MULTI_AZ[1]))
    lif("nas").delete()
    await_targets(ec2, ADDRESS, {})


def test_without_a_private_lif_on_the_partner_a_floating_address_stays_behind(svm, simulator, ec2):
    new("nas", ADDRESS, "cvo-node1").post()
    await_targets(ec2, ADDRESS, everywhere(MULTI_AZ[0]))
    simulator.takeover("cvo-node1")
    assert (lif("nas").location.node.name, lif("nas").state) == ("cvo-node1", "down")
    assert targets(ec2)[ADDRESS] == everywhere(MULTI_AZ[0])
    simulator.giveback("cvo-node1")
    new("iscsi", "10.40.2.77", "cvo-node2", "default-data-iscsi").post()
    simulator.takeover("cvo-node1")
    assert (lif("nas").location.node.name, lif("nas").state) == ("cvo-node2", "up")
    assert targets(ec2)[ADDRESS] == everywhere(MULTI_AZ[1])


def test_a_lif_is_refused_if_the_mediator_may_not_create_its_route(svm, simulator, ec2):
    simulator.mediator(permitted=False)
    before = targets(ec2)
    assert refusal(new("nas", ADDRESS, "cvo-node1").post) == (500, "53281468")
    assert lif("nas") is None and targets(ec2) == before
    new("iscsi", "10.40.1.77", "cvo-node1", "default-data-iscsi").post()
    simulator.mediator(permitted=True)
    new("nas", ADDRESS, "cvo-node1").post()
    await_targets(ec2, ADDRESS, everywhere(MULTI_AZ[0]))


def test_a_lif_change_is_refused_if_the_mediator_may_not_change_its_route(simulator, ec2):
    simulator.mediator(permitted=False)
    before = targets(ec2)
    for change in [{"ip": {"address": ADDRESS, "netmask": "24"}}, {"location": {"node": {"name": "cvo-node2"}}}]:
        nas = IpInterface(uuid=lif("ip_nas_1").uuid)
        for name, value in change.items():
            setattr(nas, name, value)
        assert refusal(nas.patch) == (500, "53281468"), change
        nas = lif("ip_nas_1")
        assert (nas.ip.address, nas.location.node.name) == ("192.168.40.12", "cvo-node1")
    assert targets(ec2) == before


def test_routes_can_follow_with_a_delay(svm, simulator, ec2):
    simulator.mediator(route_delay_ms=3_600_000)
    new("nas", ADDRESS, "cvo-node1").post()
    assert ADDRESS not in targets(ec2)
    simulator.pass_time(3_600_000)
    assert targets(ec2)[ADDRESS] == everywhere(MULTI_AZ[0])
