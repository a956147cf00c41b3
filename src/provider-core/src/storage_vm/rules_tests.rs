use std::collections::BTreeSet;

use tfplugin_core::Private;

use super::*;
use crate::object::{Facts as PlanFacts, rules};
use crate::svm_of::NewName;
use crate::values::SvmName;

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(ToString::to_string).collect()
}

/// Returns a storage VM as a configuration; attributes that are left out are null.
fn config() -> StorageVmModel {
    StorageVmModel {
        name: Attr::Known(SvmName::parse("svm_2").unwrap()),
        aggregates: Attr::Known(set(&["aggr1", "aggr2"])),
        root_volume_name: "root_svm_2".into(),
        root_volume_aggregate: "aggr1".into(),
        ..StorageVmModel::default()
    }
}

/// Returns the same storage VM as a stored state.
fn state() -> StorageVmModel {
    StorageVmModel {
        id: "uuid-2".into(),
        all_aggregates: Attr::Known(set(&["aggr1", "aggr2", "by_console"])),
        root_volume_security_style: "unix".into(),
        root_volume_id: "uuid-root".into(),
        snapshot_policy: "default".into(),
        language: "c.utf_8".into(),
        ipspace: "Default".into(),
        subtype: "default".into(),
        comment: "".into(),
        deletion_protection: Attr::Known(true),
        cluster_uuid: "uuid-cluster".into(),
        cluster_name: "cvo".into(),
        ..config()
    }
}

fn create(config: StorageVmModel) -> Plan<StorageVmModel> {
    let unknown = || Attr::Unknown;
    let planned = StorageVmModel {
        id: unknown(),
        all_aggregates: Attr::Unknown,
        root_volume_security_style: unset(&config.root_volume_security_style),
        root_volume_name: unset(&config.root_volume_name),
        root_volume_aggregate: unset(&config.root_volume_aggregate),
        snapshot_policy: unset(&config.snapshot_policy),
        subtype: unset(&config.subtype),
        ipspace: unset(&config.ipspace),
        ..config.clone()
    };
    plan(config, None, planned)
}

fn unset(attribute: &Attr<String>) -> Attr<String> {
    if attribute.is_null() { Attr::Unknown } else { attribute.clone() }
}

fn update(config: StorageVmModel, prior: StorageVmModel, planned: StorageVmModel) -> Plan<StorageVmModel> {
    plan(config, Some(prior), planned)
}

fn plan(
    config: StorageVmModel,
    prior: Option<StorageVmModel>,
    planned: StorageVmModel,
) -> Plan<StorageVmModel> {
    let (private, replace, diagnostics) = (Private::default(), Vec::new(), Diagnostics::new());
    Plan { config, prior, planned, private, replace, diagnostics }
}

fn errors(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics.iter().map(|found| found.path.as_ref().map(ToString::to_string).unwrap_or_default()).collect()
}

fn looked_up(own: Facts) -> PlanFacts<StorageVmModel> {
    PlanFacts { new_name: NewName::Unchanged, own: Some(own) }
}

#[test]
fn a_create_plans_the_values_that_ontap_would_choose() {
    let mut bare = config();
    (bare.root_volume_name, bare.root_volume_aggregate) = (Attr::Null, Attr::Null);
    let mut plan = create(bare);
    rules(&mut plan, None);
    assert_eq!(plan.planned.root_volume_name, "svm_2_root".into());
    assert_eq!(plan.planned.root_volume_aggregate, "aggr1".into());
    assert_eq!(plan.planned.root_volume_security_style, "unix".into());
    assert_eq!(plan.planned.snapshot_policy, "default".into());
    assert_eq!(plan.planned.subtype, "default".into());
}

#[test]
fn a_destination_gets_no_root_volume_settings() {
    let bare =
        StorageVmModel { name: config().name, subtype: "dp_destination".into(), ..StorageVmModel::default() };
    let mut diagnostics = Diagnostics::new();
    validate(&bare, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let mut plan = create(bare);
    rules(&mut plan, None);
    assert!(plan.planned.root_volume_name.is_unknown());
    assert!(plan.planned.snapshot_policy.is_unknown());
}

#[test]
fn settings_that_are_left_out_are_the_default_now_and_later() {
    let other = |mut model: StorageVmModel| {
        (model.root_volume_security_style, model.snapshot_policy) = ("ntfs".into(), "none".into());
        model
    };
    let mut taken_out = update(config(), other(state()), other(state()));
    rules(&mut taken_out, None);
    assert_eq!(taken_out.planned, state());
    let mut said = update(other(config()), other(state()), other(state()));
    rules(&mut said, None);
    assert!(said.is_untouched());
}

#[test]
fn no_default_is_planned_for_a_destination_or_over_what_is_not_shown() {
    let destination = StorageVmModel {
        subtype: "dp_destination".into(),
        snapshot_policy: "of_the_source".into(),
        root_volume_security_style: "ntfs".into(),
        ..state()
    };
    let not_shown =
        StorageVmModel { snapshot_policy: Attr::Null, root_volume_security_style: Attr::Null, ..state() };
    for prior in [destination, not_shown] {
        let mut plan = update(config(), prior.clone(), prior);
        rules(&mut plan, None);
        assert!(plan.is_untouched(), "{:?}", plan.planned);
    }
}

#[test]
fn a_destination_that_was_activated_keeps_the_settings_of_its_source() {
    let activated = StorageVmModel {
        snapshot_policy: "of_the_source".into(),
        root_volume_security_style: "ntfs".into(),
        ..state()
    };
    for subtype in [Attr::Null, "dp_destination".into()] {
        let config = StorageVmModel { subtype, ..config() };
        let mut plan = update(config, activated.clone(), activated.clone());
        plan.private.set("accepted_subtype", &"dp_destination");
        rules(&mut plan, None);
        assert!(plan.is_untouched(), "{:?}", plan.planned);
    }
}

#[test]
fn while_the_subtype_is_unknown_so_is_what_depends_on_it() {
    let mut plan = create(StorageVmModel {
        subtype: Attr::Unknown,
        root_volume_name: Attr::Null,
        root_volume_aggregate: Attr::Null,
        ..config()
    });
    rules(&mut plan, None);
    for attribute in [
        &plan.planned.subtype,
        &plan.planned.root_volume_name,
        &plan.planned.root_volume_aggregate,
        &plan.planned.root_volume_security_style,
        &plan.planned.snapshot_policy,
    ] {
        assert!(attribute.is_unknown(), "{:?}", plan.planned);
    }
}

#[test]
fn each_bad_configuration_is_refused_at_its_attribute() {
    let with = |change: fn(&mut StorageVmModel)| {
        let mut config = config();
        change(&mut config);
        config
    };
    let cases = [
        ("aggregates", with(|config| config.aggregates = Attr::Null)),
        ("aggregates", with(|config| config.aggregates = Attr::Known(BTreeSet::new()))),
        ("subtype", with(|config| config.subtype = "sync_source".into())),
        ("root_volume_security_style", with(|config| config.root_volume_security_style = "posix".into())),
        ("comment", with(|config| config.comment = "x".repeat(256).into())),
    ];
    for (path, config) in cases {
        let mut diagnostics = Diagnostics::new();
        validate(&config, &mut diagnostics);
        assert_eq!(errors(&diagnostics), [path]);
    }
}

#[test]
fn unknown_values_are_not_refused() {
    let mut config = config();
    (config.aggregates, config.subtype) = (Attr::Unknown, Attr::Unknown);
    let mut diagnostics = Diagnostics::new();
    validate(&config, &mut diagnostics);
    assert!(diagnostics.is_empty());
}

#[test]
fn every_plan_sets_the_marker_that_refuses_a_replacement() {
    let mut first = update(config(), state(), state());
    rules(&mut first, None);
    let mut second = create(config());
    second.private = first.private;
    rules(&mut second, None);
    assert_eq!(errors(&second.diagnostics), ["name"]);
}

#[test]
fn a_changed_create_only_attribute_is_refused() {
    for (path, change) in [
        ("ipspace", (|model| model.ipspace = "other".into()) as fn(&mut StorageVmModel)),
        ("subtype", |model| model.subtype = "dp_destination".into()),
        ("root_volume_aggregate", |model| model.root_volume_aggregate = "aggr2".into()),
    ] {
        let (mut config, mut planned) = (config(), state());
        change(&mut config);
        change(&mut planned);
        let mut plan = update(config, state(), planned);
        rules(&mut plan, None);
        assert_eq!(errors(&plan.diagnostics), [path]);
    }
}

#[test]
fn a_root_volume_that_the_console_moved_stays_there() {
    let moved = StorageVmModel { root_volume_aggregate: "aggr2".into(), ..state() };
    let mut plan =
        update(config(), moved.clone(), StorageVmModel { all_aggregates: Attr::Unknown, ..state() });
    plan.private.set("accepted_root_volume_aggregate", &"aggr1");
    rules(&mut plan, None);
    assert!(plan.is_untouched(), "{:?}", plan.planned);
    assert!(plan.diagnostics.is_empty(), "no warning without a change");
}

#[test]
fn the_whole_list_of_aggregates_is_planned() {
    let mut wanted = config();
    wanted.aggregates = Attr::Known(set(&["aggr1", "aggr3"]));
    let planned =
        StorageVmModel { aggregates: wanted.aggregates.clone(), all_aggregates: Attr::Unknown, ..state() };
    let mut plan = update(wanted, state(), planned);
    rules(&mut plan, None);
    assert_eq!(plan.planned.all_aggregates, Attr::Known(set(&["aggr1", "aggr3", "by_console"])));
}

#[test]
fn unknown_aggregates_are_refused_with_a_list_of_existing_ones() {
    let facts = Facts { aggregates: Some(set(&["aggr1", "aggr7"])), e0a_ipspaces: None };
    let mut plan = create(config());
    rules(&mut plan, Some(&looked_up(facts)));
    let only: Vec<_> = plan.diagnostics.iter().collect();
    assert_eq!(only.len(), 1, "{only:?}");
    assert!(only[0].summary.contains("aggr2") && only[0].detail.contains("aggr1, aggr7"));
}

#[test]
fn mixed_style_and_a_foreign_ipspace_are_warned_about() {
    let mut wanted = config();
    (wanted.root_volume_security_style, wanted.ipspace) = ("mixed".into(), "island".into());
    let facts = Facts { aggregates: None, e0a_ipspaces: Some(set(&["Default"])) };
    let mut plan = create(wanted);
    rules(&mut plan, Some(&looked_up(facts)));
    assert!(!plan.diagnostics.has_errors());
    assert_eq!(errors(&plan.diagnostics), ["root_volume_security_style", "ipspace"]);
}
