use super::*;

const VOLUMES: (&str, &str) = ("data volume", "data volumes");

fn volumes(number: usize) -> Blocker {
    Blocker::new(VOLUMES, 1..=number, |n| format!("vol{n:02}"))
}

fn queued(name: &str) -> QueuedVolume {
    QueuedVolume {
        vserver: Some("svm_2".to_owned()),
        volume: name.to_owned(),
        deletion_request_time: None,
        retention_hours: None,
    }
}

fn said(refusal: Outcome<()>) -> String {
    let refusal = refusal.unwrap_err();
    let [only] = &refusal.iter().collect::<Vec<_>>()[..] else { panic!("{refusal:?}") };
    format!("{}: {}", only.summary, only.detail)
}

#[test]
fn blockers_are_counted_and_named() {
    assert_eq!(volumes(1).text(), "1 data volume: vol01");
    assert_eq!(volumes(2).text(), "2 data volumes: vol01, vol02");
    assert_eq!(
        volumes(12).text(),
        "12 data volumes: vol01, vol02, vol03, vol04, vol05, vol06, vol07, vol08, vol09, vol10 and 2 more"
    );
}

#[test]
fn the_refusal_of_a_plan_names_both_attributes_and_the_command() {
    let contents = Contents { objects: vec![volumes(1)], queued: vec![queued("v2_1026")], lifs: None };
    let said = said(contents.refuse_plan("svm_2"));
    for part in [
        "Storage VM svm_2 is not empty",
        "\n  - 1 data volume: vol01\n  - 1 volume in the recovery queue: v2_1026\n",
        "contents_check = \"apply\"",
        "recovery_queue = \"purge\"",
        "volume recovery-queue purge -vserver svm_2 -volume v2_1026\"",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(Contents::default().refuse_plan("svm_2"), Ok(()));
}

#[test]
fn the_time_in_the_queue_is_told_where_ontap_shows_it() {
    let volume = QueuedVolume {
        deletion_request_time: Some("2026-11-30T11:00:00+00:00".to_owned()),
        retention_hours: Some(12),
        ..queued("v1_1025")
    };
    let contents = Contents { queued: vec![volume], ..Contents::default() };
    let said = said(contents.refuse_turn("svm_2"));
    assert!(said.contains("v1_1025 (deleted 2026-11-30T11:00:00+00:00, kept for 12 hours)"), "{said}");
}

#[test]
fn what_is_said_at_the_turn_depends_on_what_is_left() {
    let lifs = Blocker::new(("LIF", "LIFs"), ["nas"], str::to_owned);
    let with_lif = said(Contents { lifs: Some(lifs), ..Contents::default() }.refuse_turn("svm_2"));
    assert!(with_lif.contains("1 LIF: nas") && with_lif.contains("managed here too"), "{with_lif}");
    assert!(with_lif.contains("name") && with_lif.contains("private_ip"), "{with_lif}");
    assert!(!with_lif.contains("recovery_queue"), "{with_lif}");
    let with_volume =
        said(Contents { objects: vec![volumes(1)], ..Contents::default() }.refuse_turn("svm_2"));
    assert!(!with_volume.contains("managed here too"), "{with_volume}");
}

#[test]
fn purged_volumes_are_not_in_the_way_and_do_not_count_as_going() {
    let contents = Contents { objects: vec![volumes(2)], queued: vec![queued("v")], lifs: None };
    assert_eq!(contents.number(), 2);
    let purges = StorageVmModel {
        recovery_queue: Attr::Known(Choice(RecoveryQueue::Purge)),
        ..StorageVmModel::default()
    };
    assert!(contents.clone().without_purged(&purges).queued.is_empty());
    assert_eq!(contents.clone().without_purged(&StorageVmModel::default()), contents);
    let (summary, detail) = to_be_purged("svm_2", &contents.queued).unwrap();
    assert!(summary.contains("svm_2") && detail.contains("1 volume in the recovery queue: v"), "{detail}");
    assert_eq!(to_be_purged("svm_2", &[]), None);
}
