"""Other objects of a storage VM, some of which prevent its deletion."""

import pytest
from netapp_ontap.error import NetAppRestError
from netapp_ontap.resources import (
    CifsService,
    CifsShare,
    Dns,
    FcpService,
    Fpolicy,
    IscsiService,
    LdapService,
    LicensePackage,
    Lun,
    NfsService,
    NisService,
    NvmeNamespace,
    NvmeService,
    S3Service,
    SnapmirrorRelationship,
    Svm,
    SvmPeer,
    Volume,
)

COLLECTIONS = [
    CifsService,
    CifsShare,
    Dns,
    FcpService,
    Fpolicy,
    IscsiService,
    LdapService,
    LicensePackage,
    Lun,
    NfsService,
    NisService,
    NvmeNamespace,
    NvmeService,
    S3Service,
    SnapmirrorRelationship,
    SvmPeer,
]


@pytest.fixture
def svm():
    Svm.from_dict({"name": "svm_2", "aggregates": [{"name": "aggr1"}]}).post(poll=True)
    volume = {"name": "vol1", "svm": {"name": "svm_2"}, "aggregates": [{"name": "aggr1"}], "size": 1 << 30}
    Volume.from_dict(volume).post(poll=True)
    return Svm.find(name="svm_2")


@pytest.mark.parametrize("resource", COLLECTIONS, ids=lambda resource: resource.__name__)
def test_every_collection_can_be_listed(resource):
    list(resource.get_collection(fields="*"))


@pytest.mark.parametrize(
    ("resource", "body"),
    [
        (NfsService, {"enabled": True}),
        (IscsiService, {"enabled": True}),
        (FcpService, {"enabled": True}),
        (NvmeService, {"enabled": True}),
        (S3Service, {"name": "s3.example.com", "enabled": True}),
        (Dns, {"domains": ["files.example.com"], "servers": ["10.20.2.53"]}),
        (LdapService, {"servers": ["10.20.2.54"], "base_dn": "dc=example,dc=com", "schema": "rfc_2307"}),
        (NisService, {"domain": "files.example.com", "servers": ["10.20.2.55"]}),
        (Fpolicy, {"policies": [{"name": "watch", "events": [{"name": "any"}], "engine": {"name": "native"}}]}),
        (Lun, {"name": "/vol/vol1/lun1", "os_type": "linux", "space": {"size": 1 << 24}}),
        (NvmeNamespace, {"name": "/vol/vol1/ns1", "os_type": "linux", "space": {"size": 1 << 24}}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_an_object_of_a_storage_vm_is_created_found_and_deleted(svm, resource, body):
    resource.from_dict({"svm": {"name": "svm_2"}} | body).post(poll=True)
    [made] = resource.get_collection(**{"svm.name": "svm_2"}, fields="*")
    assert made.svm.name == "svm_2"
    made.delete(poll=True)
    assert not list(resource.get_collection(**{"svm.name": "svm_2"}))


def test_a_storage_vm_with_a_lun_is_not_deleted(svm):
    body = {"svm": {"name": "svm_2"}, "name": "/vol/vol1/lun1", "os_type": "linux", "space": {"size": 1 << 24}}
    Lun.from_dict(body).post(poll=True)
    with pytest.raises(NetAppRestError):
        svm.delete(poll=True)
    assert Svm.find(name="svm_2") is not None
