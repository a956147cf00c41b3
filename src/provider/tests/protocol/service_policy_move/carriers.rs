//! Which LIFs carry the services after a move.

use cvo_simulator::Preset;
use cvo_simulator::world::svm_object::SvmObjectKind;
use cvo_simulator::world::version::OntapVersion;
use serde_json::{Value as Json, json};

use super::{
    FIVE, TYPE, apply, config, configure, fpolicy, moved, pair_of, policies, policies_of, settled, tamper,
    with,
};
use crate::support::{System, text_of};

/// Returns a pair in one zone whose storage VM has no LIF for iSCSI.
async fn without_iscsi() -> System {
    let system = pair_of(Preset::HaSingleAz, OntapVersion::V9_15_1).await;
    disable(&system, &["ip_iscsi_1", "ip_iscsi_2"]);
    system
}

fn disable(system: &System, lifs: &[&str]) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let ours = world.cluster.interfaces.iter_mut().filter(|lif| lifs.contains(&lif.name.as_str()));
    ours.for_each(|lif| lif.enabled = false);
}

/// Returns the messages of a create, and whether it was done.
async fn outcome(system: &System, config: Json) -> (String, bool) {
    let before = policies(system);
    let plan = system.provider.plan(TYPE, None, config).await;
    assert!(plan.diagnostics.is_empty(), "the plan does not check: {}", text_of(&plan.diagnostics));
    let made = system.provider.apply(&plan).await;
    let after = policies(system);
    let is_done = after == moved(&before);
    assert!(is_done || after == before, "all or nothing");
    assert_eq!(made.diagnostics.has_errors(), !is_done, "{}", text_of(&made.diagnostics));
    assert_eq!(made.stored.exists(), is_done, "a refusal leaves nothing behind");
    (text_of(&made.diagnostics), is_done)
}

#[tokio::test]
async fn a_move_of_unused_services_without_carriers_is_done_with_a_warning() {
    let system = without_iscsi().await;
    let (message, is_done) = outcome(&system, config()).await;
    assert!(
        is_done && message.contains("has no LIF for data-fpolicy-client, management-ad-client"),
        "{message}"
    );
    let way_out = "an enabled LIF with service policy default-data-blocks or default-data-iscsi on each node";
    assert!(message.contains(way_out), "{message}");
}

#[tokio::test]
async fn a_used_service_is_not_left_without_carriers() {
    let cases = [
        (
            SvmObjectKind::Dns,
            json!({"domains": ["example.com"], "servers": ["10.30.0.2"]}),
            "management-dns-client",
            "DNS",
        ),
        (SvmObjectKind::Ldap, json!({"servers": ["10.30.0.3"]}), "management-ldap-client", "LDAP"),
        (
            SvmObjectKind::Nis,
            json!({"domain": "example", "servers": ["10.30.0.4"]}),
            "management-nis-client",
            "NIS",
        ),
        (
            SvmObjectKind::CifsService,
            json!({"name": "FILES", "enabled": true}),
            "management-ad-client",
            "Active Directory",
        ),
        (SvmObjectKind::Fpolicy, fpolicy(), "data-fpolicy-client", "FPolicy"),
    ];
    for (kind, fields, service, used_for) in cases {
        let system = without_iscsi().await;
        configure(&system, kind, fields);
        let (message, is_done) = outcome(&system, config()).await;
        assert!(!is_done, "{kind:?}: {message}");
        assert!(message.starts_with("[services] Storage VM svm_cvo would have no LIF for"), "{message}");
        for part in [service, used_for, "Nothing was changed", "depends_on", "on_missing_carrier"] {
            assert!(message.contains(part), "{kind:?}: {part} is not in {message}");
        }
        let others: Vec<_> =
            FIVE.iter().map(|other| other.replace('_', "-")).filter(|other| other != service).collect();
        assert!(
            others.iter().all(|other| !message.contains(other.as_str())),
            "only the used service is named: {message}"
        );
    }
}

#[tokio::test]
async fn a_decision_in_the_configuration_saves_the_check_of_use() {
    for (value, expected) in [("warn", true), ("error", false)] {
        for is_used in [true, false] {
            let system = without_iscsi().await;
            if is_used {
                configure(
                    &system,
                    SvmObjectKind::Dns,
                    json!({"domains": ["example.com"], "servers": ["10.30.0.2"]}),
                );
            }
            system.requests().await;
            let (message, is_done) = outcome(&system, with(json!({"on_missing_carrier": value}))).await;
            assert_eq!(is_done, expected, "{value} {is_used}: {message}");
            assert!(message.contains("no LIF for"), "{message}");
            let requests = system.requests().await;
            let is_about_use = |request: &&String| request.contains("/api/protocols/fpolicy");
            assert_eq!(requests.iter().filter(is_about_use).count(), 0, "{requests:?}");
        }
    }
}

#[tokio::test]
async fn a_missing_carrier_costs_at_most_two_calls_more() {
    let calls = async |system: &System| {
        let plan = system.provider.plan(TYPE, None, config()).await;
        system.requests().await;
        system.provider.apply(&plan).await;
        system.requests().await.len()
    };
    let carried = calls(&pair_of(Preset::HaSingleAz, OntapVersion::V9_15_1).await).await;
    assert_eq!(calls(&without_iscsi().await).await, carried + 2);
}

#[tokio::test]
async fn the_management_lif_carries_four_of_the_five() {
    let system = without_iscsi().await;
    tamper(&system, "default-management", |cluster, at| {
        let management = cluster.policies[at].uuid;
        let mut lif = cluster.interfaces.iter().find(|lif| lif.name == "ip_nas_1").unwrap().clone();
        (lif.name, lif.uuid, lif.policy) = ("ip_svm_mgmt_1".to_owned(), cluster.uuids.make(), management);
        lif.address = "10.30.1.60".parse().unwrap();
        cluster.interfaces.push(lif);
    });
    configure(&system, SvmObjectKind::Dns, json!({"domains": ["example.com"], "servers": ["10.30.0.2"]}));
    let (message, is_done) = outcome(&system, config()).await;
    assert!(is_done && message.contains("has no LIF for data-fpolicy-client:"), "{message}");
}

#[tokio::test]
async fn a_node_that_loses_its_only_carrier_is_named() {
    let system = pair_of(Preset::HaMultiAz, OntapVersion::V9_15_1).await;
    disable(&system, &["ip_iscsi_2"]);
    configure(&system, SvmObjectKind::Fpolicy, fpolicy());
    let (message, is_done) = outcome(&system, config()).await;
    assert!(!is_done && message.contains("data-fpolicy-client (no LIF of node cvo-node2)"), "{message}");
}

#[tokio::test]
async fn a_storage_vm_without_lifs_is_only_warned_about() {
    let system = pair_of(Preset::HaSingleAz, OntapVersion::V9_15_1).await;
    let svm = json!({"name": "svm_2", "root_volume_name": "root_svm_2", "aggregates": ["aggr1"]});
    system.create("cvo_storage_vm", svm).await;
    let before = policies_of(&system, "svm_2");
    let config = json!({"svm_name": "svm_2"});
    let made = apply(&system, None, config.clone()).await;
    assert!(!made.diagnostics.has_errors() && text_of(&made.diagnostics).contains("no LIF at all"));
    assert_eq!(policies_of(&system, "svm_2"), moved(&before));
    settled(&system, &made.stored, config).await;
}
