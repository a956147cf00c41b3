//! Changes of the policies by others.

use cvo_simulator::Preset;
use cvo_simulator::world::version::OntapVersion;
use serde_json::json;

use super::{
    BLOCKS, FILES, FIVE, ISCSI, POLICIES, REMOVE, TYPE, add, apply, config, lose_svm, moved, moved_of, names,
    pair, pair_of, policies, remove, settled, tamper, with,
};
use crate::support::text_of;

#[tokio::test]
async fn exactly_the_services_that_drifted_show_and_the_next_apply_moves_them() {
    let system = pair().await;
    let before = policies(&system);
    let mut made = system.create(TYPE, config()).await;
    let (dns, nis) = ("management_dns_client", "management_nis_client");
    for (what, lacking) in
        [("one is back", vec![dns]), ("one is missing", vec![nis]), ("both", vec![dns, nis])]
    {
        if lacking.contains(&dns) {
            add(&system, FILES, dns);
        }
        if lacking.contains(&nis) {
            remove(&system, ISCSI, nis);
        }
        let read = system.provider.read(&made).await;
        assert!(read.diagnostics.is_empty(), "{what}: {}", text_of(&read.diagnostics));
        let still =
            FIVE.into_iter().filter(|service| !lacking.contains(service)).map(str::to_owned).collect();
        assert_eq!(moved_of(&read.json()), still, "{what}");
        let plan = system.provider.plan(TYPE, Some(&read.stored), config()).await;
        assert!(!plan.is_empty() && plan.diagnostics.is_empty() && plan.replace.is_empty(), "{what}");
        assert_eq!(moved_of(&plan.planned()), names(FIVE), "{what}");
        let repaired = system.provider.apply(&plan).await;
        assert!(repaired.diagnostics.is_empty(), "{what}: {}", text_of(&repaired.diagnostics));
        assert_eq!(policies(&system), moved(&before), "{what}");
        made = settled(&system, &repaired.stored, config()).await;
    }
}

#[tokio::test]
async fn an_upgrade_that_puts_the_services_back_is_drift_of_exactly_these() {
    let system = pair_of(Preset::HaMultiAz, OntapVersion::V9_11_1).await;
    let made = system.create(TYPE, config()).await;
    system.simulator.world().lock().cluster.upgrade(OntapVersion::V9_16_1);
    system.run_again().await;
    let upgraded = policies(&system);
    let read = system.provider.read(&made).await.stored;
    assert_eq!(moved_of(&read.json()), names([]), "the built-in source has all five again");
    let repaired = apply(&system, Some(&read), config()).await;
    assert!(repaired.diagnostics.is_empty(), "{}", text_of(&repaired.diagnostics));
    assert_eq!(policies(&system), moved(&upgraded));
    settled(&system, &repaired.stored, config()).await;
}

#[tokio::test]
async fn a_write_that_another_program_undoes_is_done_once_more() {
    let system = pair().await;
    let before = policies(&system);
    let ignored = json!({"kind": "body", "status": 200, "content_type": "application/json", "text": "{}"});
    system.fault(json!({"method": "POST", "path": REMOVE, "nth": 3, "effect": ignored})).await;
    let made = system.create(TYPE, config()).await;
    assert_eq!(policies(&system), moved(&before));
    settled(&system, &made, config()).await;
}

#[tokio::test]
async fn a_write_that_is_undone_again_and_again_is_reported() {
    let system = pair().await;
    let ignored = json!({"kind": "body", "status": 200, "content_type": "application/json", "text": "{}"});
    system.fault(json!({"method": "POST", "path": REMOVE, "count": 0, "effect": ignored})).await;
    let halted = apply(&system, None, config()).await;
    let why = text_of(&halted.diagnostics);
    assert!(why.contains("Something else changes") && why.contains("default-data-files has all"), "{why}");
    assert!(why.starts_with("[] Not moved, or only by half,") && !halted.diagnostics.has_errors(), "{why}");
    assert_eq!(halted.json()["complete"], false);
    let read = system.provider.read(&halted.stored).await.stored;
    let failed = apply(&system, Some(&read), config()).await;
    assert!(text_of(&failed.diagnostics).contains("Something else changes"), "an error of the update");
    assert!(failed.diagnostics.has_errors() && moved_of(&failed.json()).is_empty(), "{}", failed.json());
    system.no_faults().await;
    let again = apply(&system, Some(&failed.stored), config()).await;
    assert!(again.diagnostics.is_empty(), "{}", text_of(&again.diagnostics));
    settled(&system, &again.stored, config()).await;
}

#[tokio::test]
async fn a_target_that_is_gone_is_drift_that_the_apply_explains() {
    let system = pair().await;
    let made = system.create(TYPE, config()).await;
    tamper(&system, BLOCKS, |cluster, at| drop(cluster.policies.remove(at)));
    let read = system.provider.read(&made).await.stored;
    assert_eq!(moved_of(&read.json()), names([]));
    let failed = apply(&system, Some(&read), config()).await;
    let why = text_of(&failed.diagnostics);
    assert!(
        why.contains("[to_policies]") && why.contains("\"default-data-blocks\"") && why.contains(ISCSI),
        "{why}"
    );
    let without = with(json!({"to_policies": [ISCSI]}));
    let changed = apply(&system, Some(&failed.stored), without.clone()).await;
    assert!(!changed.diagnostics.has_errors(), "{}", text_of(&changed.diagnostics));
    settled(&system, &changed.stored, without).await;
}

#[tokio::test]
async fn a_move_is_gone_only_if_its_storage_vm_is_gone() {
    let system = pair().await;
    let made = system.create(TYPE, config()).await;
    let none = json!({"kind": "body", "status": 200, "content_type": "application/json", "text": "{\"records\": \
         [], \"num_records\": 0}"});
    system.fault(json!({"path": POLICIES, "count": 0, "effect": none})).await;
    let hidden = system.provider.read(&made).await;
    assert!(hidden.diagnostics.has_errors() && hidden.stored.exists(), "{}", text_of(&hidden.diagnostics));
    system.no_faults().await;
    lose_svm(&system);
    let read = system.provider.read(&made).await;
    assert!(read.diagnostics.is_empty() && !read.stored.exists(), "{}", text_of(&read.diagnostics));
}
