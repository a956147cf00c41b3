"""Volumes: the root volume of a storage VM, and data volumes that prevent its deletion."""

import pytest
from netapp_ontap.error import NetAppRestError
from netapp_ontap.resources import CLI, Svm, Volume
from refusal import refusal

MEBIBYTE = 1 << 20


@pytest.fixture
def svm():
    Svm.from_dict({"name": "svm_2", "aggregates": [{"name": "aggr1"}]}).post(poll=True)
    return Svm.find(name="svm_2")


def root_volume():
    fields = "name,uuid,is_svm_root,aggregates,nas.security_style,nas.path,style,type"
    return Volume.find(**{"svm.name": "svm_2", "is_svm_root": "true"}, fields=fields)


def test_a_storage_vm_has_a_root_volume(svm):
    root = root_volume()
    assert root.name.startswith("svm_2") and root.is_svm_root is True
    assert root.nas.path == "/"
    assert [aggregate.name for aggregate in root.aggregates] == ["aggr1"]


def test_the_root_volume_is_renamed(svm):
    root = root_volume()
    volume = Volume(uuid=root.uuid)
    volume.name = "root_svm_2"
    volume.patch(poll=True)
    assert root_volume().name == "root_svm_2"


def test_a_data_volume_prevents_the_deletion_of_its_storage_vm(svm):
    body = {"name": "vol1", "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr1"}], "size": 200 * MEBIBYTE}
    Volume.from_dict(body).post(poll=True)
    volume = Volume.find(name="vol1", fields="*")
    assert (volume.size, volume.state) == (200 * MEBIBYTE, "online")
    # The request is accepted, but its job fails.
    with pytest.raises(NetAppRestError, match="volume"):
        svm.delete(poll=True)
    assert Svm.find(name="svm_2") is not None
    volume.delete(poll=True)
    assert Volume.find(name="vol1") is None


def test_the_private_cli_shows_storage_vms(svm):
    shown = CLI().execute("vserver show", vserver="svm_2", fields="rootvolume,aggregate")
    [record] = shown.http_response.json()["records"]
    assert (record["vserver"], record["rootvolume"]) == ("svm_2", root_volume().name)


def test_a_volume_on_an_unknown_aggregate_is_refused(svm):
    body = {"name": "vol1", "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr9"}], "size": 200 * MEBIBYTE}
    assert refusal(Volume.from_dict(body).post, poll=True)[0] in (400, 404)
