use serde_json::{Value, json};
use uuid::Uuid;

use super::{code, request, svm_uuid, world_of, world_with_svm_2};
use crate::world::World;
use crate::world::version::OntapVersion;

fn policy(world: &World, name: &str) -> Uuid {
    let svm = svm_uuid(&world.cluster, "svm_2");
    world.cluster.policies.iter().find(|policy| policy.svm == Some(svm) && policy.name == name).unwrap().uuid
}

fn modify(world: &mut World, name: &str, body: Value) -> Result<(), u64> {
    let uuid = policy(world, name);
    code(world.cluster.modify_policy(uuid, &request(body)))
}

#[test]
fn a_patch_replaces_the_services_of_a_built_in_policy() {
    let mut world = world_with_svm_2();
    modify(&mut world, "default-data-files", json!({"services": ["data-core", "data_nfs"]})).unwrap();
    let policy = world.cluster.policy(policy(&world, "default-data-files")).unwrap();
    assert_eq!(policy.services().collect::<Vec<_>>(), ["data_core", "data_nfs"]);
}

#[test]
fn each_fault_of_a_patch_has_its_own_code() {
    let mut world = world_with_svm_2();
    for (name, body, expected) in [
        ("default-data-files", json!({"name": "x"}), 53_281_930),
        ("default-data-files", json!({"services": ["data_none"]}), 53_281_932),
        ("default-data-files", json!({"services": ["intercluster_core"]}), 53_281_932),
        ("default-data-files", json!({"services": ["data_nfs", "data_iscsi"]}), 53_281_929),
        ("default-data-iscsi", json!({"services": ["data_iscsi", "data_nvme_tcp"]}), 53_281_958),
    ] {
        assert_eq!(modify(&mut world, name, body.clone()), Err(expected), "{body}");
    }
}

#[test]
fn custom_policies_can_be_created_and_deleted() {
    let mut world = world_with_svm_2();
    let body = json!({"name": "mine", "svm": {"name": "svm_2"}, "services": ["data_core"]});
    let uuid = world.cluster.create_policy(&request(body.clone())).unwrap();
    assert_eq!(code(world.cluster.create_policy(&request(body))), Err(53_281_946));
    let taken = json!({"name": "default-mine", "svm": {"name": "svm_2"}});
    assert_eq!(code(world.cluster.create_policy(&request(taken))), Err(53_281_931));
    world.cluster.delete_policy(uuid).unwrap();
    let built_in = policy(&world, "default-management");
    assert_eq!(code(world.cluster.delete_policy(built_in)), Err(53_281_927));
}

#[test]
fn a_policy_in_use_cannot_be_deleted() {
    let mut world = world_with_svm_2();
    let body = json!({"name": "mine", "svm": {"name": "svm_2"}, "services": ["data_core"]});
    let uuid = world.cluster.create_policy(&request(body)).unwrap();
    let lif = json!({"name": "l", "svm": {"name": "svm_2"}, "ip": {"address": "10.20.1.40", "netmask": "24"},
                     "location": {"home_node": {"name": "cvo-node"}}, "service_policy": {"name": "mine"}});
    world.cluster.create_interface(&request(lif)).unwrap();
    assert_eq!(code(world.cluster.delete_policy(uuid)), Err(53_281_928));
}

#[test]
fn releases_differ_in_their_built_in_policies() {
    let files = |version| {
        let world = world_of(version);
        let policies = world.cluster.policies.iter().filter(|policy| policy.name == "default-data-files");
        policies.map(|policy| policy.services().count()).collect::<Vec<_>>()
    };
    assert_eq!(files(OntapVersion::V9_10_1), [5]);
    assert_eq!(files(OntapVersion::V9_11_1), [10]);
    assert_eq!(files(OntapVersion::V9_15_1), [10]);
}

#[test]
fn a_policy_change_restricts_the_failover_of_its_lifs() {
    let mut world = world_of(OntapVersion::V9_12_1);
    let svm = svm_uuid(&world.cluster, "svm_cvo");
    let policy = |world: &World, name: &str| {
        let mut policies = world.cluster.policies.iter().filter(|policy| policy.svm == Some(svm));
        policies.find(|policy| policy.name == name).unwrap().uuid
    };
    let uuid = policy(&world, "default-management");
    let failover = |world: &World| {
        world.cluster.interfaces.iter().find(|lif| lif.policy == uuid).unwrap().failover.clone()
    };
    assert_eq!(failover(&world), "broadcast_domain_only");
    world.cluster.add_service(uuid, "data-iscsi", &[]).unwrap();
    assert_eq!(failover(&world), "home_port_only");
}

#[test]
fn client_services_do_not_exist_before_9_11_1() {
    for (version, expected) in [(OntapVersion::V9_10_1, Err(53_281_932)), (OntapVersion::V9_11_1, Ok(()))] {
        let mut world = world_of(version);
        let named =
            |policy: &&crate::world::service_policy::ServicePolicy| policy.name == "default-data-iscsi";
        let uuid = world.cluster.policies.iter().find(named).unwrap().uuid;
        assert_eq!(
            code(world.cluster.add_service(uuid, "management-dns-client", &[])),
            expected,
            "{version}"
        );
    }
}

#[test]
fn an_upgrade_adds_the_services_of_the_release_and_removes_none() {
    let mut world = world_of(OntapVersion::V9_10_1);
    world.cluster.upgrade(OntapVersion::V9_11_1);
    let policies = || world.cluster.policies.iter().filter(|policy| policy.svm.is_some());
    let services = |name: &str| policies().find(|policy| policy.name == name).unwrap().services().count();
    assert_eq!(services("default-data-files"), 10);
    // Seven from 9.10.1 and the four client services.
    assert_eq!(services("default-management"), 11);
    assert_eq!(services("default-data-iscsi"), 2);
}
