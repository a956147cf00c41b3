"""Built-in service policies of each release, the effects of a PATCH, and the services restored by an upgrade."""

import pytest
from netapp_ontap.resources import Cluster, IpServicePolicy
from refusal import refusal
from releases import NEWEST, known, number
from simulator import Simulator

CLIENTS = {f"management_{kind}_client" for kind in ("ad", "dns", "ldap", "nis")}
FILES = {"data_core", "data_nfs", "data_cifs", "data_flexcache", "data_fpolicy_client"}
MANAGEMENT = {"data_core", "management_https", "management_http", "management_ssh"}


@pytest.fixture(params=known("9.10.1", "9.11.1", "9.13.1", "9.16.1"))
def release(request):
    return request.param


@pytest.fixture
def simulator(release):
    running = Simulator("--ontap-version", release)
    yield running
    running.stop()


def policy(name, fields="services"):
    return IpServicePolicy.find(**{"svm.name": "svm_cvo"}, name=name, fields=fields)


def services(name):
    return set(policy(name).services)


def set_services(name, wanted):
    changed = IpServicePolicy(uuid=policy(name).uuid)
    changed.services = sorted(wanted)
    return changed.patch


def test_the_built_in_policies_match_the_release(release):
    found = IpServicePolicy.get_collection(**{"svm.name": "svm_cvo"}, fields="services")
    found = {policy.name: set(policy.services) for policy in found}
    old = release == "9.10.1"
    assert found == {
        "default-data-files": FILES if old else FILES | CLIENTS | {"data_dns_server"},
        "default-data-blocks": {"data_core", "data_iscsi"},
        "default-data-iscsi": {"data_core", "data_iscsi"},
        "default-data-nvme-tcp": {"data_core", "data_nvme_tcp"},
        "default-management": MANAGEMENT | {"data_dns_server", "backup_ndmp_control", "management_snmp_server"}
        if old
        else MANAGEMENT | CLIENTS,
    }


def test_the_policies_of_the_cluster_have_no_storage_vm(release):
    found = {policy.name: policy for policy in IpServicePolicy.get_collection(scope="cluster", fields="*")}
    assert {"default-intercluster", "default-management", "default-route-announce"} <= set(found)
    assert all(getattr(policy, "svm", None) is None for policy in found.values())
    management = set(found["default-management"].services)
    assert (CLIENTS <= management) == (number(release) >= (9, 11))
    assert ("management_log_forwarding" in management) == (number(release) >= (9, 12))


def test_built_in_policies_are_marked_since_9_12(release):
    if number(release) < (9, 12):
        assert refusal(policy, "default-data-files", "is_built_in") == (400, "262249")
    else:
        assert policy("default-data-files", "is_built_in").is_built_in is True


def test_a_patch_replaces_the_whole_list_and_accepts_dashes(release):
    set_services("default-data-files", {"data-core", "data-nfs"})()
    assert services("default-data-files") == {"data_core", "data_nfs"}
    set_services("default-data-files", set())()
    assert services("default-data-files") == set()


def test_client_services_can_move_to_a_block_policy_in_use_since_9_11(release):
    moved = CLIENTS | {"data_fpolicy_client"}
    if number(release) < (9, 11):
        refused = set_services("default-data-iscsi", {"data_core", "data_iscsi"} | moved)
        assert refusal(refused) == (400, "53281932")
        assert services("default-data-iscsi") == {"data_core", "data_iscsi"}
        return
    set_services("default-data-iscsi", {"data_core", "data_iscsi"} | moved)()
    set_services("default-data-files", services("default-data-files") - moved)()
    assert services("default-data-iscsi") == {"data_core", "data_iscsi"} | moved
    assert not moved & services("default-data-files")


def test_the_block_service_of_a_policy_in_use_is_fixed_since_9_13(release):
    change = set_services("default-data-iscsi", {"data_core"})
    if number(release) < (9, 13):
        change()
        assert services("default-data-iscsi") == {"data_core"}
    else:
        assert refusal(change) == (400, "53281893")
        assert services("default-data-iscsi") == {"data_core", "data_iscsi"}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"data_core", "data_magic"}, "53281932"),
        ({"data_core", "data_nfs", "data_iscsi"}, "53281929"),
        ({"data_core", "data_iscsi", "data_nvme_tcp"}, "53281958"),
    ],
    ids=["unknown service", "block and file", "two kinds of block"],
)
def test_an_invalid_list_is_refused_as_a_whole(release, wanted, code):
    before = services("default-data-blocks")
    assert refusal(set_services("default-data-blocks", wanted)) == (400, code)
    assert services("default-data-blocks") == before


def test_a_built_in_policy_can_be_neither_renamed_nor_deleted(release):
    files = policy("default-data-files")
    renamed = IpServicePolicy(uuid=files.uuid)
    renamed.name = "files"
    assert refusal(renamed.patch) == (400, "53281930")
    assert refusal(files.delete) == (409, "53281927")


def test_a_custom_policy_is_created_changed_and_deleted(release):
    body = {"name": "files-only", "svm": {"name": "svm_cvo"}, "services": ["data-core", "data-nfs"]}
    IpServicePolicy.from_dict(body).post(hydrate=True)
    assert services("files-only") == {"data_core", "data_nfs"}
    set_services("files-only", {"data_core", "data_cifs"})()
    made = policy("files-only")
    assert set(made.services) == {"data_core", "data_cifs"}
    made.delete()
    assert policy("files-only") is None


def test_an_upgrade_restores_the_services_of_the_release_and_keeps_others(simulator, release):
    moved = {"data_fpolicy_client"}
    set_services("default-data-files", FILES - moved)()
    set_services("default-data-iscsi", {"data_core", "data_iscsi"} | moved)()
    simulator.upgrade(NEWEST)
    cluster = Cluster()
    cluster.get()
    assert (cluster.version.generation, cluster.version.major) == number(NEWEST)
    assert services("default-data-files") == FILES | CLIENTS | {"data_dns_server"}
    assert services("default-data-iscsi") == {"data_core", "data_iscsi"} | moved
    assert policy("default-data-files", "is_built_in").is_built_in is True
