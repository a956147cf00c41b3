"""The objects of a fresh system, read in every way that the client supports."""

import pytest
from connection import connect
from netapp_ontap.resources import (
    Aggregate,
    BroadcastDomain,
    Cluster,
    IpInterface,
    Ipspace,
    IpServicePolicy,
    NetworkRoute,
    Node,
    Port,
    Svm,
    Volume,
)
from refusal import refusal

COLLECTIONS = [
    Aggregate,
    BroadcastDomain,
    IpInterface,
    Ipspace,
    IpServicePolicy,
    NetworkRoute,
    Node,
    Port,
    Svm,
    Volume,
]
everything = pytest.mark.parametrize("resource", COLLECTIONS, ids=lambda resource: resource.__name__)


def test_the_cluster_shows_its_name_and_version(simulator):
    cluster = Cluster()
    cluster.get()
    assert cluster.name == "cvocluster"
    assert cluster.version.generation == 9
    assert cluster.version.full.startswith("NetApp Release 9.")
    assert len(cluster.uuid) == 36


@everything
@pytest.mark.parametrize("fields", [None, "*", "**"])
def test_every_collection_and_each_of_its_members_can_be_read(resource, fields):
    options = {"fields": fields} if fields else {}
    found = list(resource.get_collection(**options))
    assert found
    for item in found:
        item.get(**options)
        assert item.uuid


@everything
def test_members_have_names_and_can_be_found_by_them(resource):
    if resource is NetworkRoute:
        assert list(resource.get_collection(**{"destination.address": "0.0.0.0"}))
        return
    first = next(iter(resource.get_collection(fields="name")))
    assert first.uuid in [found.uuid for found in resource.get_collection(name=first.name)]
    assert list(resource.get_collection(name="no-such-name")) == []


@everything
def test_a_long_collection_is_paged(resource):
    whole = [item.uuid for item in resource.get_collection()]
    assert [item.uuid for item in resource.get_collection(max_records=1)] == whole


@everything
def test_an_absent_object_is_refused(resource):
    nowhere = resource(uuid="00000000-0000-0000-0000-000000000000")
    assert refusal(nowhere.get)[0] == 404


def test_the_node_shows_its_ids_and_state():
    [node] = Node.get_collection(fields="*")
    assert node.serial_number and node.system_id
    assert node.state == "up"


def test_an_aggregate_belongs_to_a_node_and_has_space():
    aggregates = list(Aggregate.get_collection(fields="name,state,home_node,space"))
    assert [aggregate.name for aggregate in aggregates] == ["aggr1", "aggr2"]
    assert all(aggregate.state == "online" for aggregate in aggregates)
    assert all(aggregate.space.block_storage.available > 0 for aggregate in aggregates)


def test_wildcards_alternatives_and_ranges_select():
    def names(**query):
        return {found.name for found in IpInterface.get_collection(**query)}

    assert names(name="ip_*") == {"ip_nas_1", "ip_iscsi_1", "ip_svm_mgmt_1"}
    assert names(name="ip_nas_1|intercluster_1") == {"ip_nas_1", "intercluster_1"}
    assert names(scope="svm") == names(name="ip_*")
    assert names(**{"svm.name": "svm_cvo", "ip.address": "10.20.1.14"}) == {"ip_nas_1"}


def test_an_unknown_field_is_refused():
    assert refusal(list, Svm.get_collection(fields="shoe_size"))[0] == 400


def test_a_wrong_password_is_refused(simulator, ontap):
    with connect(simulator, password="wrong"):
        assert refusal(Cluster().get)[0] == 401
