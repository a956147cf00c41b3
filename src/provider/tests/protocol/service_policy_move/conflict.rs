//! LIFs that prevent the change of their policy.

use serde_json::{Value as Json, json};

use super::{ADD, FILES, REMOVE, TYPE, apply, config, moved, moved_of, names, pair, policies, settled, with};
use crate::support::text_of;

/// Returns a fault by which ONTAP refuses one write of this kind.
fn in_use(path: &str, nth: u64) -> Json {
    let message = "Modifying the service policy is not allowed while it is referenced by a LIF.";
    let effect = json!({"kind": "error", "status": 400, "code": "53281893", "message": message});
    json!({"method": "POST", "path": path, "nth": nth, "effect": effect})
}

#[tokio::test]
async fn nothing_is_removed_if_a_target_cannot_be_changed() {
    let system = pair().await;
    let before = policies(&system);
    // Both targets refuse it from their third service on.
    let mut refusals = in_use(ADD, 5);
    refusals["count"] = json!(0);
    system.fault(refusals).await;
    let halted = apply(&system, None, config()).await;
    let why = text_of(&halted.diagnostics);
    assert!(why.starts_with("[] Not moved, or only by half,") && !halted.diagnostics.has_errors(), "{why}");
    for part in [
        "53281893",
        "ip_iscsi_1, ip_iscsi_2",
        "Nothing was removed",
        "service_policy of cvo_lif",
        "default-data-blocks has data-fpolicy-client, management-ad-client;",
        "default-data-iscsi has data-fpolicy-client, management-ad-client;",
    ] {
        assert!(why.contains(part), "{part} is not in {why}");
    }
    assert_eq!(policies(&system)[FILES], before[FILES]);
    assert_eq!(halted.json()["complete"], false, "the targets have two services");
    system.no_faults().await;
    let read = system.provider.read(&halted.stored).await.stored;
    let again = apply(&system, Some(&read), config()).await;
    assert!(again.diagnostics.is_empty(), "{}", text_of(&again.diagnostics));
    assert_eq!(policies(&system), moved(&before));
    settled(&system, &again.stored, config()).await;
}

/// The targets get their first services at the same time.
#[tokio::test]
async fn first_writes_that_are_both_refused_leave_nothing_to_track() {
    for refused in [1, 2] {
        let system = pair().await;
        let before = policies(&system);
        let mut refusals = in_use(ADD, 1);
        refusals["count"] = json!(refused);
        system.fault(refusals).await;
        let made = apply(&system, None, config()).await;
        let why = text_of(&made.diagnostics);
        let is_kept = refused == 1;
        assert_eq!((made.stored.exists(), made.diagnostics.has_errors()), (is_kept, !is_kept), "{why}");
        assert_eq!(policies(&system) == before, !is_kept, "the other target got its service");
        assert_eq!(why.lines().count() == 1, is_kept, "one warning, or an error for each target: {why}");
        if is_kept {
            assert!(why.starts_with("[] Not moved, or only by half,"), "{why}");
            let again = apply(&system, Some(&made.stored), config()).await;
            assert!(again.diagnostics.is_empty(), "{}", text_of(&again.diagnostics));
            assert_eq!(policies(&system), moved(&before));
        }
    }
}

#[tokio::test]
async fn a_source_that_cannot_be_changed_keeps_the_services() {
    let system = pair().await;
    let before = policies(&system);
    system.fault(in_use(REMOVE, 1)).await;
    let halted = apply(&system, None, config()).await;
    let why = text_of(&halted.diagnostics);
    for part in [
        "ip_nas_1, ip_nas_2",
        "keeps data-fpolicy-client",
        "default-data-files has all",
        "default-data-iscsi has all",
    ] {
        assert!(why.contains(part), "{part} is not in {why}");
    }
    assert_eq!(policies(&system)[FILES], before[FILES]);
    assert!(!halted.diagnostics.has_errors() && halted.json()["complete"] == false, "{why}");
    let read = system.provider.read(&halted.stored).await;
    assert_eq!(moved_of(&read.json()), names([]), "a refresh shows the actual state");
    let again = apply(&system, Some(&read.stored), config()).await;
    assert!(again.diagnostics.is_empty(), "{}", text_of(&again.diagnostics));
    assert_eq!(policies(&system), moved(&before));
    settled(&system, &again.stored, config()).await;
}

#[tokio::test]
async fn a_failed_update_stores_the_actual_state() {
    let system = pair().await;
    let made = system.create(TYPE, with(json!({"services": ["management-dns-client"]}))).await;
    system.fault(in_use(REMOVE, 1)).await;
    let failed = apply(&system, Some(&made), config()).await;
    assert!(failed.diagnostics.has_errors());
    assert_eq!(moved_of(&failed.json()), names(["management_dns_client"]), "{}", failed.json());
    let again = apply(&system, Some(&failed.stored), config()).await;
    assert!(again.diagnostics.is_empty(), "{}", text_of(&again.diagnostics));
    settled(&system, &again.stored, config()).await;
}
