use std::collections::BTreeMap;

use tfplugin_core::{Model, Path, Private, Text, Value};

use super::*;
use crate::initrds::{InspectionData, LocationData};

type Attributes<'a> = &'a [(&'static str, Value)];

/// Returns a configuration with these attributes.
fn config(attributes: Attributes<'_>) -> LinuxKvmDriversModel {
    let value =
        Value::Map(attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect());
    LinuxKvmDriversModel::from_value(&value, &Path::default()).unwrap()
}

fn refusals(attributes: Attributes<'_>) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    validate(&config(attributes), &mut diagnostics);
    let path =
        |only: &tfplugin_core::Diagnostic| only.path.as_ref().map(ToString::to_string).unwrap_or_default();
    diagnostics.iter().map(path).collect()
}

#[test]
fn contradictions_are_refused_at_their_attribute() {
    let host = ("host", Value::from("10.0.1.20"));
    let image = ("image_root", Value::from("/mnt/image"));
    let cases: [(Attributes<'_>, &[&str]); 9] = [
        (std::slice::from_ref(&host), &[]),
        (&[image.clone(), ("allow_chroot", Value::Bool(true))], &[]),
        (&[], &[""]),
        (&[host.clone(), image.clone()], &["image_root"]),
        (&[host.clone(), ("allow_chroot", Value::Bool(true))], &["allow_chroot"]),
        (&[image.clone(), ("user", "root".into()), ("reboot", "if_changed".into())], &["user", "reboot"]),
        (&[host.clone(), ("preset", "none".into())], &["drivers"]),
        (&[host.clone(), ("on_destroy", "restore".into()), ("config_style", "seed".into())], &["on_destroy"]),
        (&[("host", Value::Unknown)], &[]),
    ];
    for (attributes, paths) in cases {
        assert_eq!(refusals(attributes), paths, "{attributes:?}");
    }
}

fn on_machine(host: &str, defaults: LinuxKvmDriversModel) -> LinuxKvmDriversModel {
    let host = crate::values::ssh::HostName::parse(host).unwrap().into();
    LinuxKvmDriversModel { location: LocationData { host, ..defaults.location }, ..defaults }
}

fn stored(compliant: bool) -> LinuxKvmDriversModel {
    let seen = InspectionData {
        compliant: compliant.into(),
        reasons: Attr::Known(if compliant { Vec::new() } else { vec!["lacks".to_owned()] }),
        images: Attr::Known(BTreeMap::new()),
        ..InspectionData::default()
    };
    let known = LinuxKvmDriversModel { seen, machine_id: "m".into(), ..LinuxKvmDriversModel::defaults() };
    LinuxKvmDriversModel { id: "ssh://10.0.1.20:22".into(), ..on_machine("10.0.1.20", known) }
}

fn planned(prior: LinuxKvmDriversModel, planned: LinuxKvmDriversModel) -> Plan<LinuxKvmDriversModel> {
    let mut plan = Plan {
        config: planned.clone(),
        prior: Some(prior),
        planned,
        private: Private::default(),
        replace: Vec::new(),
        diagnostics: Diagnostics::new(),
    };
    rules(&mut plan);
    plan
}

#[test]
fn a_compliant_system_without_changes_plans_nothing() {
    let plan = planned(stored(true), stored(true));
    assert!(plan.is_untouched() && plan.diagnostics.is_empty());
}

#[test]
fn missing_drivers_plan_an_update() {
    let plan = planned(stored(false), stored(false));
    let seen = plan.planned.seen;
    assert_eq!((seen.compliant, seen.reasons), (true.into(), Attr::Known(Vec::new())));
}

#[test]
fn a_change_of_a_local_attribute_changes_nothing_else() {
    let changed = LinuxKvmDriversModel {
        on_destroy: Attr::Known(Choice(OnDestroy::Restore)),
        machine_id: Attr::Unknown,
        seen: InspectionData { images: Attr::Unknown, compliant: Attr::Unknown, ..InspectionData::default() },
        ..stored(true)
    };
    let plan = planned(stored(true), changed.clone());
    let expected = LinuxKvmDriversModel { on_destroy: changed.on_destroy, ..stored(true) };
    assert_eq!(plan.planned, expected);
}

#[test]
fn another_address_is_warned_about() {
    let plan = planned(stored(true), on_machine("10.0.1.21", stored(true)));
    assert_eq!(plan.planned.id, "ssh://10.0.1.21:22".into());
    assert!(plan.replace.is_empty());
    let warnings: Vec<_> = plan.diagnostics.iter().map(|only| only.detail.clone()).collect();
    assert!(warnings.len() == 1 && warnings[0].contains("ssh://10.0.1.20:22"), "{warnings:?}");
}
