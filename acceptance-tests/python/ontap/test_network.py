"""LIFs, routes and service policies."""

import pytest
from netapp_ontap.resources import IpInterface, IpServicePolicy, NetworkRoute, Node, Svm
from refusal import refusal


@pytest.fixture
def svm():
    Svm.from_dict({"name": "svm_2", "aggregates": [{"name": "aggr1"}]}).post(poll=True)
    return Svm.find(name="svm_2")


def lif(address="10.20.1.60", **changes):
    node = next(iter(Node.get_collection(fields="name")))
    body = {
        "name": "ip_nas_2",
        "ip": {"address": address, "netmask": "24"},
        "svm": {"name": "svm_2"},
        "location": {"home_node": {"name": node.name}, "home_port": {"name": "e0a"}},
        "service_policy": {"name": "default-data-files"},
    }
    body["location"]["home_port"]["node"] = {"name": node.name}
    return IpInterface.from_dict(body | changes)


def test_a_lif_is_created_renamed_disabled_and_deleted(svm):
    lif().post(hydrate=True)
    made = IpInterface.find(name="ip_nas_2", fields="*")
    assert (made.ip.address, made.ip.netmask, made.state) == ("10.20.1.60", "24", "up")
    assert (made.scope, made.svm.name, made.enabled) == ("svm", "svm_2", True)
    made.name = "ip_nas_two"
    made.patch()
    made.enabled = False
    made.patch()
    again = IpInterface.find(name="ip_nas_two", fields="enabled,state")
    assert (again.uuid, again.enabled, again.state) == (made.uuid, False, "down")
    again.delete()
    assert IpInterface.find(name="ip_nas_two") is None


def test_a_dotted_netmask_is_read_back_as_a_length(svm):
    lif(ip={"address": "10.20.1.60", "netmask": "255.255.255.0"}).post()
    assert IpInterface.find(name="ip_nas_2", fields="ip").ip.netmask == "24"


@pytest.mark.parametrize(
    "changes",
    [
        {"ip": {"address": "10.20.1.14", "netmask": "24"}},
        {"ip": {"address": "10.20.1.60", "netmask": "255.0.255.0"}},
        {"service_policy": {"name": "no-such-policy"}},
        {"svm": {"name": "no-such-svm"}},
        {"location": {"home_node": {"name": "no-such-node"}, "home_port": {"name": "e0a"}}},
    ],
    ids=["address taken", "netmask", "policy", "storage VM", "node"],
)
def test_an_invalid_lif_is_refused(svm, changes):
    status, code = refusal(lif(**changes).post)
    assert 400 <= status < 500 and code.isdigit()
    assert IpInterface.find(name="ip_nas_2") is None


def test_two_lifs_of_a_storage_vm_cannot_have_the_same_name(svm):
    lif().post()
    status, _ = refusal(lif("10.20.1.61").post)
    assert status in (400, 409)


def test_a_route_is_created_and_deleted(svm):
    lif().post()
    default = {"address": "0.0.0.0", "netmask": "0"}
    NetworkRoute.from_dict({"svm": {"name": "svm_2"}, "destination": default, "gateway": "10.20.1.1"}).post()
    [route] = NetworkRoute.get_collection(**{"svm.name": "svm_2"}, fields="*")
    assert (route.gateway, route.destination.address, route.destination.netmask) == ("10.20.1.1", "0.0.0.0", "0")
    again = NetworkRoute.from_dict({"svm": {"name": "svm_2"}, "destination": default, "gateway": "10.20.1.1"})
    assert refusal(again.post)[0] in (400, 409)
    route.delete()
    assert not list(NetworkRoute.get_collection(**{"svm.name": "svm_2"}))


def test_a_new_storage_vm_has_the_built_in_service_policies(svm):
    policies = IpServicePolicy.get_collection(**{"svm.name": "svm_2"}, fields="*")
    found = {policy.name: policy for policy in policies}
    assert {"default-data-files", "default-data-blocks", "default-management"} <= set(found)
    assert "data_nfs" in found["default-data-files"].services
