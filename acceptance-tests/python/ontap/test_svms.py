"""Storage VMs, and the jobs that create, change and delete them."""

import pytest
from netapp_ontap.resources import Aggregate, Svm, Volume
from refusal import refusal


@pytest.fixture
def svm():
    """A new storage VM on both aggregates."""
    made = Svm.from_dict({"name": "svm_2", "aggregates": [{"name": "aggr1"}, {"name": "aggr2"}]})
    made.post(poll=True)
    return Svm.find(name="svm_2")


def test_a_storage_vm_is_created_with_its_root_volume(svm):
    svm.get(fields="*")
    assert (svm.state, svm.subtype, svm.ipspace.name) == ("running", "default", "Default")
    assert {aggregate.name for aggregate in svm.aggregates} == {"aggr1", "aggr2"}
    volumes = list(Volume.get_collection(**{"svm.name": "svm_2"}, fields="*"))
    assert [volume.state for volume in volumes] == ["online"]


def test_a_storage_vm_is_renamed_in_place(svm):
    before = svm.uuid
    svm.name = "svm_two"
    svm.patch(poll=True)
    assert Svm.find(name="svm_2") is None
    assert Svm.find(name="svm_two").uuid == before


def test_its_properties_are_changed(svm):
    svm.comment = "backups"
    svm.patch(poll=True)
    svm.get(fields="comment,language,snapshot_policy")
    assert svm.comment == "backups"


def test_it_is_deleted_with_its_root_volume(svm):
    svm.delete(poll=True)
    assert Svm.find(name="svm_2") is None
    assert not list(Volume.get_collection(**{"svm.name": "svm_2"}))


def test_two_storage_vms_cannot_have_the_same_name(svm):
    again = Svm.from_dict({"name": "svm_2", "aggregates": [{"name": "aggr1"}]})
    status, code = refusal(again.post, poll=True)
    assert status in (400, 409) and code.isdigit()
    assert len(list(Svm.get_collection(name="svm_2"))) == 1


def test_an_unknown_aggregate_is_refused():
    lost = Svm.from_dict({"name": "svm_3", "aggregates": [{"name": "aggr9"}]})
    try:
        status, _ = refusal(lost.post, poll=True)
        assert status in (400, 404)
    finally:
        assert Svm.find(name="svm_3") is None


def test_creating_a_storage_vm_does_not_change_the_default_one(svm):
    default = Svm.find(name="svm_cvo")
    default.get(fields="*")
    assert default.uuid != svm.uuid and default.state == "running"
    assert len(list(Aggregate.get_collection())) == 2
