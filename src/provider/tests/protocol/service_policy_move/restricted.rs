//! Networks that may use a service: a move never allows more of them.

use std::collections::BTreeMap;

use cvo_simulator::Preset;
use cvo_simulator::world::version::OntapVersion;
use serde_json::json;

use super::{
    BLOCKS, FILES, ISCSI, NETWORK, RELEASES, TYPE, apply, config, moved, pair, pair_of, policies, remove,
    restrict, settled, with,
};
use crate::support::{System, text_of};

/// Returns the restricted services, as `policy/service`, with their networks.
fn restrictions(system: &System) -> BTreeMap<String, String> {
    let world = system.simulator.world();
    let world = world.lock();
    let svm = world.cluster.svm_named("svm_cvo").map(|svm| svm.uuid);
    let ours = world.cluster.policies.iter().filter(|policy| policy.svm == svm);
    let entries = ours.flat_map(|policy| policy.entries.iter().map(move |entry| (&policy.name, entry)));
    entries
        .filter(|(_, entry)| !entry.is_open())
        .map(|(policy, entry)| (format!("{policy}/{}", entry.service), entry.allowed_addresses.join(" ")))
        .collect()
}

fn all<const N: usize>(places: [&str; N]) -> BTreeMap<String, String> {
    places.map(|place| (place.to_owned(), NETWORK.to_owned())).into()
}

#[tokio::test]
async fn a_restricted_neighbor_stays_restricted() {
    for version in RELEASES {
        let system = pair_of(Preset::HaSingleAz, version).await;
        restrict(&system, FILES, "data-nfs");
        let before = policies(&system);
        let made = system.create(TYPE, config()).await;
        assert_eq!(policies(&system), moved(&before), "{version}");
        assert_eq!(restrictions(&system), all(["default-data-files/data_nfs"]), "{version}");
        settled(&system, &made, config()).await;
    }
}

#[tokio::test]
async fn a_moved_service_takes_its_restriction_along_and_back() {
    let system = pair().await;
    restrict(&system, FILES, "management-dns-client");
    let before = policies(&system);
    let config = with(json!({"restore_on_destroy": true}));
    let made = system.create(TYPE, config.clone()).await;
    assert_eq!(policies(&system), moved(&before));
    let expected =
        all(["default-data-blocks/management_dns_client", "default-data-iscsi/management_dns_client"]);
    assert_eq!(restrictions(&system), expected);
    let made = settled(&system, &made, config).await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&made).await).await;
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert_eq!(policies(&system), before);
    assert_eq!(restrictions(&system), all(["default-data-files/management_dns_client"]));
}

#[tokio::test]
async fn a_restricted_neighbor_in_a_target_stays_restricted() {
    let system = pair().await;
    restrict(&system, ISCSI, "data-iscsi");
    system.create(TYPE, config()).await;
    assert_eq!(restrictions(&system), all(["default-data-iscsi/data_iscsi"]));
}

#[tokio::test]
async fn a_service_missing_in_one_target_gets_the_restriction_of_the_other() {
    let system = pair().await;
    restrict(&system, FILES, "management-dns-client");
    let made = system.create(TYPE, config()).await;
    remove(&system, BLOCKS, "management-dns-client");
    let read = system.provider.read(&made).await.stored;
    let repaired = system.update(&read, config()).await;
    let expected =
        all(["default-data-blocks/management_dns_client", "default-data-iscsi/management_dns_client"]);
    assert_eq!(restrictions(&system), expected);
    settled(&system, &repaired, config()).await;
}

#[tokio::test]
async fn without_an_answer_about_restrictions_nothing_is_changed() {
    let system = pair_of(Preset::HaMultiAz, OntapVersion::V9_16_1).await;
    let before = policies(&system);
    let refused =
        json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized for that command"});
    let silent = json!({"kind": "body", "status": 200, "content_type": "application/json", "text": "{\"records\": \
         [], \"num_records\": 0}"});
    for (effect, why) in [(refused, "must not become more"), (silent, "It is not known who may use")] {
        system.fault(json!({"path": "/api/private/cli/*", "count": 0, "effect": effect})).await;
        let made = apply(&system, None, config()).await;
        assert!(made.diagnostics.has_errors() && !made.stored.exists());
        assert!(text_of(&made.diagnostics).contains(why), "{}", text_of(&made.diagnostics));
        assert_eq!(policies(&system), before);
        system.no_faults().await;
    }
}
