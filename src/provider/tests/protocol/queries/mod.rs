//! The list resources on simulated systems.

mod filters;
mod reads;

use cvo_simulator::Preset;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Asked, Listing, Stored};

use crate::support::{Estate, System, text_of};

/// The resources that can be listed.
const KINDS: [&str; 5] =
    ["cvo_storage_vm", "cvo_secondary_ip", "cvo_lif", "cvo_route", "cvo_service_policy_move"];

const WHOLE: Asked = Asked { include_resource: true, limit: 100 };

/// Returns a system with a storage VM, everything that belongs to it, and an address that nothing uses; and the
/// objects.
async fn made(preset: Preset) -> (System, Vec<Stored>) {
    let system = System::of(preset).await;
    let estate = Estate::of(&system, preset).await;
    let mut objects = vec![
        ("cvo_storage_vm", Estate::storage_vm("svm_2")),
        ("cvo_secondary_ip", estate.secondary(0, 60)),
        ("cvo_lif", estate.iscsi(0, "svm_2", 60)),
        ("cvo_secondary_ip", estate.secondary(0, 99)),
    ];
    if preset != Preset::SingleNode {
        objects.push(("cvo_secondary_ip", estate.secondary(1, 61)));
        objects.push(("cvo_lif", estate.iscsi(1, "svm_2", 61)));
    }
    if !estate.floats() {
        objects.push(("cvo_secondary_ip", estate.secondary(0, 62)));
    }
    objects.push(("cvo_lif", estate.roaming("svm_2", "default-data-files", 62)));
    objects.push(("cvo_route", estate.route("svm_2")));
    if preset != Preset::SingleNode {
        objects.push(("cvo_service_policy_move", json!({"svm_name": "svm_2"})));
    }
    let mut made = Vec::new();
    for (type_name, config) in objects {
        made.push(system.create(type_name, config).await);
    }
    system.run_again().await;
    (system, made)
}

/// Lists, which must produce no diagnostic.
async fn list(system: &System, type_name: &str, config: Json, asked: Asked) -> Listing {
    let listing = system.provider.list(type_name, config, asked).await;
    assert!(listing.diagnostics.is_empty(), "{type_name}: {}", text_of(&listing.diagnostics));
    listing
}

/// Returns the names of what is listed.
async fn names(system: &System, type_name: &str, config: Json) -> Vec<String> {
    let listing = list(system, type_name, config, Asked::default()).await;
    listing.names().into_iter().map(str::to_owned).collect()
}

/// Returns the identities of these objects of a type, in an order of their own.
fn identities<'a>(objects: impl Iterator<Item = &'a Stored>, type_name: &str) -> Vec<String> {
    let of_type = objects.filter(|stored| stored.type_name == type_name);
    let mut identities: Vec<_> = of_type.map(|stored| stored.identity().to_string()).collect();
    identities.sort();
    identities
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_is_listed_on_every_kind_of_system_and_during_a_takeover() {
    for preset in Preset::ALL.iter().copied() {
        let (system, made) = made(preset).await;
        for type_name in KINDS {
            let listing = list(&system, type_name, json!({}), WHOLE).await;
            let found = identities(listing.found.iter().map(|found| &found.stored), type_name);
            assert_eq!(found, identities(made.iter(), type_name), "{preset:?} {:?}", listing.names());
        }
        if preset == Preset::SingleNode {
            continue;
        }
        let healthy = names(&system, "cvo_lif", json!({})).await;
        system.takeover("cvo-node1").await;
        system.run_again().await;
        assert_eq!(names(&system, "cvo_lif", json!({})).await, healthy);
        let during = system.provider.list("cvo_secondary_ip", json!({}), WHOLE).await;
        assert!(text_of(&during.diagnostics).contains("A failover is in progress"), "{preset:?}");
        let unused = |stored: &&Stored| stored.json()["private_ip"].as_str().unwrap().ends_with(".99");
        let used = made.iter().filter(|stored| stored.type_name == "cvo_secondary_ip" && !unused(stored));
        let found = identities(during.found.iter().map(|found| &found.stored), "cvo_secondary_ip");
        assert_eq!(found, identities(used, "cvo_secondary_ip"), "{preset:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_listed_is_imported_by_its_identity_and_its_generated_configuration_plans_no_change() {
    for preset in Preset::ALL.iter().copied() {
        let (system, _) = made(preset).await;
        for type_name in KINDS {
            let listing = list(&system, type_name, json!({}), WHOLE).await;
            for found in &listing.found {
                let name = &found.display_name;
                let imported = system.provider.import_by_identity(type_name, found.stored.identity()).await;
                assert!(imported.diagnostics.is_empty(), "{name}: {}", text_of(&imported.diagnostics));
                assert_eq!(found.stored.json(), imported.stored.json(), "{name}");
                let read = system.provider.read(&imported.stored).await.stored;
                let config = system.provider.generate(&read).await.unwrap();
                let plan = system.provider.plan(type_name, Some(&read), config).await;
                assert!(plan.is_empty() && plan.diagnostics.is_empty(), "{name}: {}", plan.planned());
            }
        }
    }
}

#[tokio::test]
async fn without_being_asked_a_query_returns_identities_alone_and_no_more_than_its_limit() {
    let (system, _) = made(Preset::HaSingleAz).await;
    let listing = list(&system, "cvo_lif", json!({}), Asked::default()).await;
    assert!(listing.found.len() == 3 && listing.found.iter().all(|found| !found.stored.exists()));
    let two = list(&system, "cvo_lif", json!({}), Asked { include_resource: true, limit: 2 }).await;
    assert_eq!(two.names(), listing.names()[..2]);
}
