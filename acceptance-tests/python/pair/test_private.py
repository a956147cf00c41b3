"""A pair in one zone: private addresses, which move between the network interfaces."""

import json
from urllib.error import HTTPError

import pytest
from inventory import addresses
from lifs import lif, new, places
from pairs import NODES, SINGLE_AZ

E0A = dict(zip(NODES, SINGLE_AZ))
# Addresses of LIFs that do not leave their node.
FIXED = {
    "cvo-node1": {"10.30.1.11", "10.30.1.13", "10.30.1.15"},
    "cvo-node2": {"10.30.1.21", "10.30.1.22", "10.30.1.23"},
}


@pytest.fixture
def preset():
    return "ha-single-az"


def held(ec2):
    """Returns the addresses of e0a of each node."""
    return {node: set(addresses(ec2, interface)) for node, interface in E0A.items()}


def by_node():
    """Returns the addresses of the LIFs on each node, without those for the traffic between the nodes."""
    found = places(**{"ipspace.name": "Default"})
    return {node: {address for address, place in found.items() if place == node} for node in NODES}


def serve(ec2, node, address):
    """Creates a NAS LIF whose home is a node, with its address on the node's interface."""
    ec2.assign_private_ip_addresses(NetworkInterfaceId=E0A[node], PrivateIpAddresses=[address])
    new(f"nas_{node}", address, node).post()


@pytest.mark.parametrize("failed", NODES)
def test_addresses_move_with_their_lifs_and_return(svm, simulator, ec2, failed):
    [survivor] = set(NODES) - {failed}
    for at, node in enumerate(NODES):
        serve(ec2, node, f"10.30.1.{60 + at}")
    before = held(ec2)
    assert by_node() == before
    simulator.takeover(failed)
    assert held(ec2) == {failed: FIXED[failed], survivor: before[survivor] | before[failed] - FIXED[failed]}
    assert by_node() == held(ec2)
    simulator.giveback(failed)
    assert by_node() == held(ec2) == before


def test_the_primary_address_of_an_interface_does_not_move(simulator, ec2):
    def primaries():
        found = ec2.describe_network_interfaces(NetworkInterfaceIds=SINGLE_AZ)["NetworkInterfaces"]
        return [one["PrivateIpAddress"] for one in found]

    assert primaries() == ["10.30.1.11", "10.30.1.21"]
    simulator.takeover("cvo-node1")
    assert primaries() == ["10.30.1.11", "10.30.1.21"]
    assert (lif("cvo-node1_mgmt1").ip.address, lif("cvo-node1_mgmt1").state) == ("10.30.1.11", "down")


def test_the_interface_of_an_address_is_found_on_either_node(simulator, ec2):
    def holder():
        wanted = [{"Name": "addresses.private-ip-address", "Values": [lif("ip_nas_1").ip.address]}]
        [found] = ec2.describe_network_interfaces(Filters=wanted)["NetworkInterfaces"]
        return found["NetworkInterfaceId"]

    assert holder() == SINGLE_AZ[0]
    simulator.takeover("cvo-node1")
    assert holder() == SINGLE_AZ[1]


def test_an_address_without_a_lif_does_not_move(simulator, ec2):
    ec2.assign_private_ip_addresses(NetworkInterfaceId=SINGLE_AZ[0], PrivateIpAddresses=["10.30.1.60"])
    assert "10.30.1.60" not in places()
    simulator.takeover("cvo-node1")
    assert "10.30.1.60" in held(ec2)["cvo-node1"]


def test_a_takeover_beyond_the_address_limit_moves_nothing(simulator, ec2):
    # m5.2xlarge: 15 addresses per interface. Three are in use, and two more would move there.
    full = [f"10.30.1.{host}" for host in range(100, 111)]
    ec2.assign_private_ip_addresses(NetworkInterfaceId=SINGLE_AZ[1], PrivateIpAddresses=full)
    before = held(ec2)
    with pytest.raises(HTTPError) as caught:
        simulator.takeover("cvo-node1")
    assert caught.value.code == 409
    answer = json.load(caught.value)
    assert "PrivateIpAddressLimitExceeded" in answer["error"] and answer["nodes"][0]["state"] == "taken_over"
    assert held(ec2) == before
    assert (lif("ip_nas_1").location.node.name, lif("ip_nas_1").state) == ("cvo-node1", "down")
    simulator.giveback("cvo-node1")
    assert (lif("ip_nas_1").location.node.name, lif("ip_nas_1").state) == ("cvo-node1", "up")


def test_a_mediator_without_permission_moves_nothing(simulator, ec2):
    simulator.mediator(permitted=False)
    before = held(ec2)
    with pytest.raises(HTTPError) as caught:
        simulator.takeover("cvo-node1")
    assert caught.value.code == 409 and "UnauthorizedOperation" in json.load(caught.value)["error"]
    assert held(ec2) == before and lif("ip_nas_1").state == "down"
