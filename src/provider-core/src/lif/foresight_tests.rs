use serde_json::json;

use super::*;
use crate::values::{Ipv4, SvmName};

fn planned() -> LifModel {
    LifModel {
        name: "nas".into(),
        svm_name: SvmName::parse("svm_2").ok().into(),
        svm_id: Attr::Unknown,
        address: Ipv4::parse("10.0.1.20").ok().into(),
        service_policy: "mine".into(),
        ..LifModel::default()
    }
}

fn said(refused: &Diagnostics) -> String {
    refused.iter().map(|one| format!("{:?} {}: {}", one.path, one.summary, one.detail)).collect()
}

#[test]
fn an_address_is_refused_that_another_lif_has_or_gets() {
    let lif =
        json!({"uuid": "u-1", "name": "other", "svm": {"name": "svm_3"}, "ip": {"address": "10.0.1.20"}});
    let lifs: Vec<IpInterface> = vec![serde_json::from_value(lif).unwrap()];
    let of_run = |planned: &LifModel, is_twice: bool, ours: &str| {
        said(&foreseen(&lifs, planned, is_twice, |uuid| uuid == ours))
    };
    assert!(of_run(&planned(), false, "").contains("LIF other of storage VM svm_3 has it"));
    assert_eq!(of_run(&planned(), false, "u-1"), "", "a LIF of this run may get another address first");
    assert_eq!(of_run(&LifModel { id: "u-1".into(), ..planned() }, false, ""), "", "its own address");
    assert!(of_run(&planned(), true, "").contains("of two LIFs"));
}

#[test]
fn a_policy_is_refused_that_an_existing_storage_vm_lacks() {
    let policy = |svm: &str, name: &str| -> ServicePolicy {
        let policy = json!({"uuid": name, "name": name, "svm": {"name": svm, "uuid": format!("u-{svm}")}});
        serde_json::from_value(policy).unwrap()
    };
    let (there, others) = ([policy("svm_2", "default-management")], [policy("svm_3", "default-management")]);
    let with = [policy("svm_2", "mine")];
    let of = |policies: &[ServicePolicy], planned: &LifModel| said(&lacking_policy(policies, planned));
    let message = of(&there, &planned());
    assert!(
        message.contains("these: default-management") && message.contains("after apply only"),
        "{message}"
    );
    assert_eq!(of(&others, &planned()), "", "the storage VM does not exist yet");
    assert_eq!(of(&with, &planned()), "");
    assert_eq!(of(&there, &LifModel { service_policy: Attr::Unknown, ..planned() }), "");
    let renamed =
        LifModel { svm_id: "u-svm_3".into(), service_policy: "default-management".into(), ..planned() };
    assert_eq!(of(&others, &renamed), "", "a stored LIF is told by the uuid of its storage VM");
}
