use serde_json::json;

use super::*;

fn policy(name: &str, services: &[&str]) -> ServicePolicy {
    let svm = json!({"name": "svm_2", "uuid": "u-svm"});
    let policy = json!({"uuid": format!("u-{name}"), "name": name, "svm": svm, "services": services});
    serde_json::from_value(policy).unwrap()
}

fn stored(services: &[&str]) -> MoveModel {
    MoveModel {
        services: Attr::Known(services.iter().map(|name| ServiceName::parse(name).unwrap()).collect()),
        ..MoveModel::imported("default-data-files", Version::new(9, 15, 1))
    }
}

fn moved(model: &MoveModel) -> Vec<String> {
    model.moved.known().into_iter().flatten().map(Text::text).collect()
}

#[test]
fn moved_has_the_spelling_of_services() {
    let stored = stored(&["management-dns-client", "management_ad_client"]);
    let (dns, ad) = ("management_dns_client", "management_ad_client");
    let policies = |source: &[&str], iscsi: &[&str]| {
        vec![
            policy("default-data-blocks", &[dns, ad]),
            policy("default-data-files", source),
            policy("default-data-iscsi", iscsi),
        ]
    };
    let cases: [(&str, Vec<ServicePolicy>, &[&str]); 4] = [
        ("all", policies(&["data_nfs"], &[dns, ad]), &["management-dns-client", "management_ad_client"]),
        ("one is back in the source", policies(&["data_nfs", dns], &[dns, ad]), &["management_ad_client"]),
        ("one is missing in a target", policies(&[], &[dns]), &["management-dns-client"]),
        ("a target is gone", policies(&[], &[dns, ad])[..2].to_vec(), &[]),
    ];
    for (case, policies, expected) in cases {
        assert_eq!(moved(&stored.observed(&policies)), expected, "{case}");
    }
}

#[test]
fn the_state_has_the_current_name_of_the_storage_vm() {
    let (svm_name, svm_id) = (SvmName::parse("svm_1").unwrap().into(), "u-svm".into());
    let renamed = MoveModel { svm_name, svm_id, ..stored(&["data-nfs"]) };
    let seen = renamed.observed(&[policy("default-data-files", &[])]);
    assert_eq!(seen.svm_name, SvmName::parse("svm_2").unwrap().into());
    assert_eq!((seen.id, seen.svm_id), ("u-svm/default-data-files".into(), "u-svm".into()));
}

#[test]
fn the_default_targets_are_the_iscsi_policies_of_the_release() {
    let cases = [
        (Version::new(9, 9, 1), vec!["default-data-blocks"]),
        (Version::new(9, 10, 1), vec!["default-data-blocks", "default-data-iscsi"]),
        (Version::new(9, 16, 1), vec!["default-data-blocks", "default-data-iscsi"]),
    ];
    for (version, expected) in cases {
        let targets = targets_of(version);
        assert_eq!(targets.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{version}");
    }
}

#[test]
fn local_attributes_do_not_change_the_policies() {
    let stored = stored(&["data-nfs"]);
    let changed = MoveModel {
        restore_on_destroy: true.into(),
        allow_during_takeover: true.into(),
        on_missing_carrier: "warn".into(),
        timeouts: Attr::Known(Timeouts::default()),
        ..stored.clone()
    };
    assert!(changed.differs_only_locally(&stored));
    let incomplete = MoveModel { complete: false.into(), ..stored.clone() };
    assert!(!changed.differs_only_locally(&incomplete), "an incomplete move is read again");
    assert!(!MoveModel { from_policy: "files".into(), ..stored.clone() }.differs_only_locally(&stored));
}

#[test]
fn invalid_values_are_refused() {
    assert!(some_services(&BTreeSet::new()).is_err() && some_services(&clients()).is_ok());
    let policies = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    assert!(some_policies(&policies(&[])).is_err() && some_policies(&policies(&["", "a"])).is_err());
    assert!(some_policies(&policies(&["a"])).is_ok());
    for (value, is_valid) in [("error", true), ("warn", true), ("ignore", false), ("", false)] {
        assert_eq!(on_missing_carrier(&value.to_owned()).is_ok(), is_valid, "{value}");
    }
}
