//! `cvo_service_policy_move` through the protocol, on simulated HA pairs.

mod carriers;
mod conflict;
mod contents;
mod destroy;
mod drift;
mod faults;
mod incomplete;
mod line_down;
mod list_faults;
mod lists;
mod lists_meanwhile;
mod read_back;
mod refused;
mod restricted;
mod state;
mod together;

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{System, text_of};
use cvo_simulator::world::cluster::Cluster;
use cvo_simulator::world::svm_object::{SvmObject, SvmObjectKind};
use cvo_simulator::world::version::OntapVersion;
use cvo_simulator::{Options, Preset};
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored, UNKNOWN};

const TYPE: &str = "cvo_service_policy_move";
const FILES: &str = "default-data-files";
const BLOCKS: &str = "default-data-blocks";
const ISCSI: &str = "default-data-iscsi";
const POLICIES: &str = "/api/network/ip/service-policies";
/// Path for adding one service to a policy; [`REMOVE`] is the one for removing it.
const ADD: &str = "/api/private/cli/network/interface/service-policy/add-service";
const REMOVE: &str = "/api/private/cli/network/interface/service-policy/remove-service";
const NETWORK: &str = "10.40.0.0/16";

/// The five services that move by default, as the REST API writes them.
const FIVE: [&str; 5] = [
    "data_fpolicy_client",
    "management_ad_client",
    "management_dns_client",
    "management_ldap_client",
    "management_nis_client",
];

/// Releases that have something to move.
const RELEASES: [OntapVersion; 5] = [
    OntapVersion::V9_11_1,
    OntapVersion::V9_12_1,
    OntapVersion::V9_13_1,
    OntapVersion::V9_15_1,
    OntapVersion::V9_16_1,
];

fn config() -> Json {
    json!({"svm_name": "svm_cvo"})
}

fn with(changes: Json) -> Json {
    let mut config = config();
    config.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    config
}

async fn pair_of(preset: Preset, ontap_version: OntapVersion) -> System {
    System::with(Options { preset, ontap_version, ..Options::default() }, json!({})).await
}

/// Returns a pair in several zones, whose storage VM has LIFs for files and one for iSCSI per node.
async fn pair() -> System {
    pair_of(Preset::HaMultiAz, OntapVersion::V9_15_1).await
}

/// Returns the services of each policy of a storage VM.
fn policies_of(system: &System, svm: &str) -> BTreeMap<String, BTreeSet<String>> {
    let world = system.simulator.world();
    let world = world.lock();
    let svm = world.cluster.svm_named(svm).map(|svm| svm.uuid);
    let ours = world.cluster.policies.iter().filter(|policy| policy.svm == svm);
    ours.map(|policy| (policy.name.clone(), policy.services().map(str::to_owned).collect())).collect()
}

fn policies(system: &System) -> BTreeMap<String, BTreeSet<String>> {
    policies_of(system, "svm_cvo")
}

/// Returns the policies with the five services moved, and nothing else changed.
fn moved(before: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    let mut after = before.clone();
    for service in FIVE {
        after.get_mut(FILES).unwrap().remove(service);
        for target in [BLOCKS, ISCSI] {
            after.get_mut(target).unwrap().insert(service.to_owned());
        }
    }
    after
}

/// Changes the simulated world directly; the index is that of a policy of `svm_cvo`.
fn tamper(system: &System, policy: &str, change: impl FnOnce(&mut Cluster, usize)) {
    tamper_with(system, "svm_cvo", policy, change);
}

/// Changes the simulated world directly; the index is that of a policy of the storage VM.
fn tamper_with(system: &System, svm: &str, policy: &str, change: impl FnOnce(&mut Cluster, usize)) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let svm = world.cluster.svm_named(svm).map(|svm| svm.uuid);
    let at = world.cluster.policies.iter().position(|found| found.svm == svm && found.name == policy);
    change(&mut world.cluster, at.unwrap());
}

fn add(system: &System, policy: &str, service: &str) {
    tamper(system, policy, |cluster, at| {
        cluster.add_service(cluster.policies[at].uuid, service, &[]).unwrap();
    });
}

fn remove(system: &System, policy: &str, service: &str) {
    tamper(system, policy, |cluster, at| {
        cluster.remove_service(cluster.policies[at].uuid, service).unwrap();
    });
}

/// Restricts a service to one network.
fn restrict(system: &System, policy: &str, service: &str) {
    tamper(system, policy, |cluster, at| {
        cluster.restrict_service(cluster.policies[at].uuid, service, &[NETWORK.to_owned()]).unwrap();
    });
}

/// Configures something that `svm_cvo` uses.
fn configure(system: &System, kind: SvmObjectKind, fields: Json) {
    tamper(system, FILES, |cluster, _| {
        let svm = cluster.svm_named("svm_cvo").unwrap().uuid;
        let uuid = cluster.uuids.make();
        cluster.svm_objects.push(SvmObject::new(kind, uuid, svm, fields.as_object().unwrap().clone()));
    });
}

fn fpolicy() -> Json {
    json!({"policies": [{"name": "audit", "enabled": true, "engine": {"name": "audit"}}]})
}

/// Removes `svm_cvo`.
fn lose_svm(system: &System) {
    tamper(system, FILES, |cluster, at| {
        let svm = cluster.policies[at].svm;
        cluster.svms.retain(|found| Some(found.uuid) != svm);
        cluster.policies.retain(|policy| policy.svm != svm);
    });
}

async fn apply(system: &System, stored: Option<&Stored>, config: Json) -> Answered {
    let plan = system.provider.plan(TYPE, stored, config).await;
    assert!(!plan.diagnostics.has_errors(), "plan: {}", text_of(&plan.diagnostics));
    system.provider.apply(&plan).await
}

/// Refreshes, asserts that the plan is empty, and returns what Terraform would store.
async fn settled(system: &System, stored: &Stored, config: Json) -> Stored {
    let read = system.provider.read(stored).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    let plan = system.provider.plan(TYPE, Some(&read.stored), config).await;
    assert!(
        plan.is_empty() && plan.diagnostics.is_empty(),
        "{} {}",
        plan.planned(),
        text_of(&plan.diagnostics)
    );
    read.stored
}

/// Returns `moved` of a state, with underscores.
fn moved_of(stored: &Json) -> BTreeSet<String> {
    let moved = stored["moved"].as_array().unwrap().iter();
    moved.map(|name| name.as_str().unwrap().replace('-', "_")).collect()
}

fn names<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_default_move_is_made_and_then_unchanged_on_every_release_and_pair() {
    let one = async |(preset, version)| {
        let system = pair_of(preset, version).await;
        let before = policies(&system);
        let made = system.create(TYPE, config()).await;
        assert_eq!(policies(&system), moved(&before), "{preset:?} {version}");
        let state = made.json();
        let dashed: Vec<_> = FIVE.iter().map(|service| service.replace('_', "-")).collect();
        let svm_id = state["svm_id"].as_str().unwrap();
        let expected = json!({
            "id": format!("{svm_id}/{FILES}"), "svm_id": svm_id, "svm_name": "svm_cvo",
            "services": dashed, "moved": dashed, "from_policy": FILES, "to_policies": [BLOCKS, ISCSI],
            "on_missing_carrier": null, "restore_on_destroy": false, "allow_during_takeover": false,
            "complete": true, "timeouts": null,
        });
        assert_eq!(state, expected, "{preset:?} {version}");
        assert_eq!(settled(&system, &made, config()).await, made);
    };
    let presets = [Preset::HaSingleAz, Preset::HaMultiAz];
    join_all(presets.into_iter().flat_map(|preset| RELEASES.map(|release| (preset, release))).map(one)).await;
}

#[tokio::test]
async fn dashes_and_underscores_mean_the_same_and_keep_their_spelling() {
    let system = pair().await;
    let mixed = with(json!({"services": ["management_dns_client", "management-ad-client"]}));
    let made = system.create(TYPE, mixed.clone()).await;
    assert_eq!(made.json()["services"], json!(["management-ad-client", "management_dns_client"]));
    assert_eq!(made.json()["moved"], made.json()["services"]);
    settled(&system, &made, mixed).await;
    let respelled = with(json!({"services": ["management-dns-client", "management_ad_client"]}));
    settled(&system, &made, respelled).await;
}

#[tokio::test]
async fn values_known_only_after_apply_are_planned_without_a_message() {
    let system = pair().await;
    for (unknown, moved) in [
        (json!({"svm_name": UNKNOWN}), false),
        (json!({"services": UNKNOWN}), true),
        (json!({"services": ["management-dns-client", UNKNOWN]}), true),
        (json!({"from_policy": UNKNOWN}), false),
        (json!({"to_policies": [UNKNOWN]}), false),
    ] {
        let plan = system.provider.plan(TYPE, None, with(unknown.clone())).await;
        assert!(plan.diagnostics.is_empty(), "{unknown}: {}", text_of(&plan.diagnostics));
        assert_eq!(plan.planned()["moved"] == UNKNOWN, moved, "{unknown}: {}", plan.planned());
    }
}

#[tokio::test]
async fn services_that_are_not_named_are_left_alone() {
    let system = pair().await;
    add(&system, FILES, "management-https");
    add(&system, ISCSI, "management-ssh");
    let before = policies(&system);
    let made = system.create(TYPE, config()).await;
    assert_eq!(policies(&system), moved(&before));
    remove(&system, FILES, "management-https");
    settled(&system, &made, config()).await;
}

#[tokio::test]
async fn a_change_moves_the_named_services_and_leaves_the_rest() {
    let system = pair().await;
    let first = with(json!({"services": ["management-dns-client"], "to_policies": [ISCSI]}));
    let made = system.create(TYPE, first).await;
    let (dns, nis) = ("management_dns_client", "management_nis_client");
    let second =
        with(json!({"services": ["management-dns-client", "management-nis-client"], "to_policies": [ISCSI]}));
    let changed = system.update(&made, second.clone()).await;
    let now = policies(&system);
    assert!(!now[FILES].contains(dns) && !now[FILES].contains(nis));
    assert!(now[ISCSI].is_superset(&names([dns, nis])) && !now[BLOCKS].contains(dns));
    let third = with(json!({"services": ["management-nis-client"], "to_policies": [BLOCKS]}));
    let plan = system.provider.plan(TYPE, Some(&changed), third.clone()).await;
    let warned = text_of(&plan.diagnostics);
    assert!(warned.contains("management-dns-client will stay moved"), "{warned}");
    assert!(warned.contains("default-data-iscsi will keep"), "{warned}");
    let changed = apply(&system, Some(&changed), third.clone()).await;
    let now = policies(&system);
    assert!(
        now[ISCSI].is_superset(&names([dns, nis])) && now[BLOCKS].contains(nis) && !now[FILES].contains(dns)
    );
    settled(&system, &changed.stored, third).await;
}

#[tokio::test]
async fn targets_are_both_policies_for_iscsi_unless_others_were_named_once() {
    let (system, other) = (pair().await, pair().await);
    let made = apply(&system, None, config()).await;
    assert_eq!(made.json()["to_policies"], json!([BLOCKS, ISCSI]));
    let named = apply(&other, None, with(json!({"to_policies": ["default-data-nvme-tcp"]}))).await;
    assert_eq!(named.json()["moved"], named.json()["services"]);
    settled(&other, &named.stored, config()).await;
}

#[tokio::test]
async fn an_untouched_move_costs_no_call_in_the_plan_and_one_in_the_refresh() {
    let system = pair().await;
    let made = system.create(TYPE, config()).await;
    system.run_again().await;
    system.requests().await;
    let read = system.provider.read(&made).await;
    assert_eq!(
        system.requests().await,
        ["ontap GET /api/cluster".to_owned(), format!("ontap GET {POLICIES}")],
        "the cluster is read once in a run"
    );
    assert!(system.provider.plan(TYPE, Some(&read.stored), config()).await.is_empty());
    assert_eq!(system.requests().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_move_takes_one_call_per_service_and_policy_and_reads_the_rest_once() {
    let system = pair().await;
    let plan = system.provider.plan(TYPE, None, config()).await;
    system.requests().await;
    let made = system.provider.apply(&plan).await;
    assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
    let requests = system.requests().await;
    let count = |part: &str| requests.iter().filter(|request| request.contains(part)).count();
    assert_eq!(count(&format!("GET {POLICIES}")), 2, "before and after: {requests:?}");
    assert_eq!((count(ADD), count(REMOVE)), (10, 5), "{requests:?}");
    assert_eq!(count("GET /api/network/ip/interfaces"), 1, "{requests:?}");
    assert_eq!(count("GET /api/private/cli/network/interface/service-policy"), 1, "{requests:?}");
    assert_eq!((count("PATCH"), count("ec2 ")), (0, 0), "no list is replaced: {requests:?}");
    let first = |part: &str| requests.iter().position(|request| request.contains(part)).unwrap();
    assert!(first("interfaces") < first(ADD), "the LIFs are read first: {requests:?}");
    let last_addition = requests.iter().rposition(|request| request.contains(ADD)).unwrap();
    assert!(last_addition < first(REMOVE), "additions come before removals: {requests:?}");
}

#[tokio::test]
async fn an_attribute_that_only_terraform_knows_changes_without_a_call() {
    let system = pair().await;
    let made = system.create(TYPE, config()).await;
    let more =
        with(json!({"restore_on_destroy": true, "on_missing_carrier": "warn", "timeouts": {"create": "3m"}}));
    let plan = system.provider.plan(TYPE, Some(&made), more.clone()).await;
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    system.requests().await;
    let changed = system.provider.apply(&plan).await;
    assert_eq!(system.requests().await, Vec::<String>::new());
    settled(&system, &changed.stored, more).await;
}

#[tokio::test]
async fn renaming_the_storage_vm_does_not_change_the_move() {
    let system = pair().await;
    let made = system.create(TYPE, config()).await;
    let renamed = with(json!({"svm_name": "svm_files"}));
    assert!(system.provider.plan(TYPE, Some(&made), renamed.clone()).await.is_empty(), "not renamed yet");
    tamper(&system, FILES, |cluster, _| {
        let ours = cluster.svms.iter_mut().filter(|svm| svm.name == "svm_cvo");
        ours.for_each(|svm| svm.name = "svm_files".to_owned());
    });
    let read = settled(&system, &made, renamed.clone()).await;
    assert_eq!(read.json()["svm_name"], "svm_files");
    let fewer = with(json!({"svm_name": "svm_files", "services": ["management-dns-client"]}));
    let changed = apply(&system, Some(&read), fewer).await;
    assert!(!changed.diagnostics.has_errors(), "{}", text_of(&changed.diagnostics));
}

#[tokio::test]
async fn a_move_is_imported_by_storage_vm_and_source() {
    let system = pair().await;
    let made = system.create(TYPE, config()).await;
    let imported = system.provider.import(TYPE, "svm_cvo/default-data-files").await;
    assert!(imported.diagnostics.is_empty(), "{}", text_of(&imported.diagnostics));
    assert_eq!(settled(&system, &imported.stored, config()).await.json(), made.json());
    add(&system, FILES, "management-dns-client");
    let imported = system.provider.import(TYPE, "svm_cvo/default-data-files").await;
    let plan = system.provider.plan(TYPE, Some(&imported.stored), config()).await;
    assert!(!plan.is_empty() && plan.replace.is_empty(), "a service that is back is an update");
}

#[tokio::test]
async fn a_move_that_never_took_place_is_not_imported() {
    let system = pair().await;
    let refused = system.provider.import(TYPE, "svm_cvo/default-data-files").await;
    let said = text_of(&refused.diagnostics);
    assert!(refused.diagnostics.has_errors() && !refused.stored.exists(), "{said}");
    for part in [
        "No services were moved out of default-data-files of storage VM svm_cvo",
        "default-data-iscsi",
        "makes the move",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[tokio::test]
async fn two_moves_on_one_storage_vm_wait_for_each_other() {
    let system = pair().await;
    let before = policies(&system);
    let files = with(json!({"services": ["data-fpolicy-client"]}));
    let management =
        with(json!({"services": ["management-dns-client"], "from_policy": "default-management"}));
    let made = join_all([files.clone(), management.clone()].map(|config| apply(&system, None, config))).await;
    for (made, config) in made.iter().zip([files, management]) {
        assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
        settled(&system, &made.stored, config).await;
    }
    let expected = &before[ISCSI] | &names(["data_fpolicy_client", "management_dns_client"]);
    assert_eq!(policies(&system)[ISCSI], expected);
}

#[tokio::test]
async fn a_takeover_changes_nothing_in_plan_and_state() {
    for preset in [Preset::HaSingleAz, Preset::HaMultiAz] {
        let system = pair_of(preset, OntapVersion::V9_16_1).await;
        let made = system.create(TYPE, config()).await;
        for node in ["cvo-node1", "cvo-node2"] {
            let world = system.simulator.world();
            world.lock().take_over(node).unwrap();
            assert_eq!(settled(&system, &made, config()).await, made, "{preset:?} {node}");
            world.lock().give_back(node).unwrap();
            assert_eq!(settled(&system, &made, config()).await, made, "{preset:?} {node}");
        }
    }
}
