"""Both kinds of HA pair through NetApp's client: healthy, during a takeover of either node, and after giveback."""

from urllib.error import HTTPError

import pytest
from connection import connect
from lifs import lif
from netapp_ontap.error import NetAppRestError
from netapp_ontap.resources import Aggregate, Cluster, IpInterface, Node
from refusal import refusal
from requests import ConnectionError
from simulator import Simulator

HEALTHY = ("up", "not_attempted", "nothing_to_giveback")
NODES = ["cvo-node1", "cvo-node2"]
either_node = pytest.mark.parametrize("failed", NODES)


@pytest.fixture(params=["ha-single-az", "ha-multi-az"])
def simulator(request):
    running = Simulator("--preset", request.param, "--ontap-version", "9.12.1")
    yield running
    running.stop()


def partner_of(node):
    return NODES[1 - NODES.index(node)]


def roles(name):
    node = Node.find(name=name, fields="*")
    return node.state, node.ha.takeover.state, node.ha.giveback.state


def lifs():
    return {found.name: found for found in IpInterface.get_collection(fields="*")}


def place(found):
    """Returns the node of a LIF, whether it is home, and its state."""
    return found.location.node.name, found.location.is_home, found.state


def relocate(name, **location):
    """Changes only these members of a LIF's `location`."""
    changed = IpInterface(uuid=lif(name).uuid)
    changed.location = location
    changed.patch()


def test_each_node_names_the_other_as_its_partner():
    for name in NODES:
        node = Node.find(name=name, fields="*")
        assert (node.ha.enabled, [partner.name for partner in node.ha.partners]) == (True, [partner_of(name)])
        assert len(node.management_interfaces) == 1


@either_node
def test_a_takeover_and_a_giveback_show_in_both_nodes(simulator, failed):
    survivor = partner_of(failed)
    assert (roles(failed), roles(survivor)) == (HEALTHY, HEALTHY)
    simulator.takeover(failed)
    assert roles(failed) == ("taken_over", "not_possible", "nothing_to_giveback")
    assert roles(survivor) == ("up", "in_takeover", "not_attempted")
    simulator.pass_time(60_000)
    assert roles(failed)[0] == "waiting_for_giveback"
    simulator.giveback(failed)
    assert (roles(failed), roles(survivor)) == (HEALTHY, HEALTHY)


@either_node
def test_a_failed_node_does_not_answer_at_its_own_address(simulator, failed):
    def ask(node):
        with connect(simulator, simulator.nodes[node]):
            Cluster().get()

    simulator.takeover(failed)
    with pytest.raises(NetAppRestError) as caught:
        ask(failed)
    assert type(caught.value.cause) is ConnectionError
    ask(partner_of(failed))
    simulator.giveback(failed)
    ask(failed)


@either_node
def test_the_aggregates_of_a_failed_node_are_with_its_partner(simulator, failed):
    def owners():
        found = Aggregate.get_collection(fields="node,home_node,state")
        return {aggregate.home_node.name: (aggregate.node.name, aggregate.state) for aggregate in found}

    healthy = {name: (name, "online") for name in NODES}
    assert owners() == healthy
    simulator.takeover(failed)
    assert owners() == {name: (partner_of(failed), "online") for name in NODES}
    simulator.giveback(failed)
    assert owners() == healthy


@either_node
def test_lifs_that_can_migrate_move_to_the_partner_and_back(simulator, failed):
    before = {name: place(found) for name, found in lifs().items()}
    simulator.takeover(failed)
    for name, found in lifs().items():
        if found.location.home_node.name != failed:
            assert place(found) == before[name]
        elif found.location.failover in ("home_port_only", "home_node_only"):
            assert place(found) == (failed, True, "down"), name
        else:
            assert place(found) == (partner_of(failed), False, "up"), name
    simulator.giveback(failed)
    assert {name: place(found) for name, found in lifs().items()} == before


def test_a_lif_without_auto_revert_returns_home_on_request(simulator):
    relocate("ip_nas_1", auto_revert=False)
    simulator.takeover("cvo-node1")
    simulator.giveback("cvo-node1")
    assert place(lif("ip_nas_1")) == ("cvo-node2", False, "up")
    relocate("ip_nas_1", is_home=True)
    assert place(lif("ip_nas_1")) == ("cvo-node1", True, "up")


def test_a_lif_migrates_on_request_unless_its_policy_forbids_it():
    relocate("ip_nas_1", node={"name": "cvo-node2"})
    assert place(lif("ip_nas_1")) == ("cvo-node2", False, "up")
    assert refusal(relocate, "ip_iscsi_1", node={"name": "cvo-node2"}) == (400, "1967125")
    assert place(lif("ip_iscsi_1")) == ("cvo-node1", True, "up")


@pytest.mark.parametrize(
    ("orders", "status"),
    [
        ([("giveback", "cvo-node1")], 409),
        ([("takeover", "cvo-node9")], 404),
        ([("takeover", "cvo-node1"), ("takeover", "cvo-node1")], 409),
        ([("takeover", "cvo-node1"), ("takeover", "cvo-node2")], 409),
    ],
    ids=["nothing to give back", "unknown node", "failed already", "the last node"],
)
def test_impossible_orders_are_refused_and_change_nothing(simulator, orders, status):
    for order, node in orders[:-1]:
        getattr(simulator, order)(node)
    before = [roles(name) for name in NODES]
    order, node = orders[-1]
    with pytest.raises(HTTPError) as caught:
        getattr(simulator, order)(node)
    assert caught.value.code == status
    assert [roles(name) for name in NODES] == before
