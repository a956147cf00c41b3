use tfplugin_core::Private;

use super::*;
use crate::values::SvmName;
use crate::values::services::clients;

fn svm(name: &str) -> Attr<SvmName> {
    Attr::Known(SvmName::parse(name).unwrap())
}

fn names<const N: usize>(names: [&str; N]) -> Attr<BTreeSet<String>> {
    Attr::Known(names.map(str::to_owned).into())
}

fn services<const N: usize>(names: [&str; N]) -> Attr<BTreeSet<ServiceName>> {
    Attr::Known(names.iter().map(|name| ServiceName::parse(name).unwrap()).collect())
}

fn blocks() -> Attr<BTreeSet<String>> {
    names(["default-data-blocks", "default-data-iscsi"])
}

/// Returns the move of the seed example as a configuration, with the schema's defaults filled in.
fn config() -> MoveModel {
    MoveModel {
        svm_name: svm("svm_2"),
        services: Attr::Known(clients()),
        from_policy: "default-data-files".into(),
        restore_on_destroy: false.into(),
        allow_during_takeover: false.into(),
        ..MoveModel::default()
    }
}

/// Returns the same move as a stored state.
fn state() -> MoveModel {
    MoveModel {
        id: "u-svm/default-data-files".into(),
        svm_id: "u-svm".into(),
        to_policies: blocks(),
        moved: Attr::Known(clients()),
        ..config()
    }
}

/// Returns a plan as the framework makes it before the rules: computed values are unknown unless they are
/// stable.
fn plan(prior: Option<MoveModel>, config: MoveModel) -> Plan<MoveModel> {
    let known = prior.clone().unwrap_or(MoveModel {
        id: Attr::Unknown,
        svm_id: Attr::Unknown,
        to_policies: Attr::Unknown,
        ..MoveModel::default()
    });
    let planned = MoveModel {
        id: known.id,
        svm_id: known.svm_id,
        to_policies: if config.to_policies.is_null() {
            known.to_policies
        } else {
            config.to_policies.clone()
        },
        moved: Attr::Unknown,
        ..config.clone()
    };
    let (private, diagnostics) = (Private::default(), Diagnostics::new());
    Plan { config, prior, planned, private, replace: Vec::new(), diagnostics }
}

fn facts(version: Version, nodes: usize) -> Facts {
    Facts { new_name: NewName::Unchanged, version, nodes }
}

fn pair() -> Facts {
    facts(Version::new(9, 15, 1), 2)
}

fn summaries(plan: &Plan<MoveModel>) -> Vec<String> {
    plan.diagnostics.iter().map(|found| found.summary.clone()).collect()
}

#[test]
fn a_create_plans_the_services_and_their_targets() {
    let mut plan = plan(None, config());
    rules(&mut plan, Some(&pair()));
    assert_eq!(plan.planned.moved, Attr::Known(clients()));
    assert_eq!(plan.planned.to_policies, blocks());
    assert_eq!((summaries(&plan), plan.planned.id), (vec![], Attr::Unknown));
}

#[test]
fn without_facts_unknown_values_stay_unknown() {
    let mut plan = plan(None, MoveModel { services: Attr::Unknown, ..config() });
    rules(&mut plan, None);
    assert_eq!((plan.planned.moved, plan.planned.to_policies), (Attr::Unknown, Attr::Unknown));
}

#[test]
fn an_untouched_move_stays_untouched() {
    let mut plan = plan(Some(state()), config());
    rules(&mut plan, None);
    assert!(plan.is_untouched() && plan.diagnostics.is_empty(), "{:#?}", plan.planned);
}

#[test]
fn a_service_that_is_back_plans_an_update() {
    let prior = MoveModel { moved: services(["management-ad-client"]), ..state() };
    let mut plan = plan(Some(prior), config());
    rules(&mut plan, None);
    assert_eq!(plan.planned, state());
    assert!(!plan.is_untouched());
}

#[test]
fn releases_before_9_11_1_are_refused_with_the_release() {
    for (version, refused) in
        [((9, 10, 1), true), ((9, 11, 0), true), ((9, 11, 1), false), ((9, 16, 1), false)]
    {
        let version = Version::new(version.0, version.1, version.2);
        let mut plan = plan(None, config());
        rules(&mut plan, Some(&facts(version, 2)));
        assert_eq!(plan.diagnostics.has_errors(), refused, "{version}");
        assert!(
            !refused || summaries(&plan)[0].contains(&version.to_string()),
            "{version}: {:?}",
            summaries(&plan)
        );
    }
}

#[test]
fn a_single_node_warns_once() {
    let single = facts(Version::new(9, 15, 1), 1);
    let mut create = plan(None, config());
    rules(&mut create, Some(&single));
    assert!(
        !create.diagnostics.has_errors() && summaries(&create)[0].contains("single node"),
        "{:?}",
        summaries(&create)
    );
    let mut update = plan(Some(state()), MoveModel { restore_on_destroy: true.into(), ..config() });
    rules(&mut update, Some(&single));
    assert_eq!(summaries(&update), Vec::<String>::new());
}

#[test]
fn targets_are_chosen_once_and_stay_when_they_are_left_out_again() {
    let prior = MoveModel { to_policies: names(["outbound"]), ..state() };
    let mut left_out = plan(Some(prior.clone()), config());
    rules(&mut left_out, Some(&pair()));
    assert_eq!(left_out.planned, prior);
    let mut given = plan(None, MoveModel { to_policies: names(["outbound"]), ..config() });
    rules(&mut given, Some(&pair()));
    assert_eq!(given.planned.to_policies, names(["outbound"]));
}

#[test]
fn a_warning_says_that_what_is_no_longer_named_stays() {
    let fewer = MoveModel { services: services(["management-ad-client"]), ..config() };
    let other_source = MoveModel { from_policy: "files".into(), ..config() };
    let other_target = MoveModel { to_policies: names(["default-data-iscsi"]), ..config() };
    let cases = [
        (fewer, "management-dns-client"),
        (other_source, "default-data-files will stay without"),
        (other_target, "default-data-blocks will keep"),
    ];
    for (config, expected) in cases {
        let mut plan = plan(Some(state()), config);
        rules(&mut plan, Some(&pair()));
        assert!(
            summaries(&plan).iter().any(|summary| summary.contains(expected)),
            "{expected}: {:?}",
            summaries(&plan)
        );
        assert!(!plan.diagnostics.has_errors());
    }
}

#[test]
fn another_source_plans_another_id() {
    let mut plan = plan(Some(state()), MoveModel { from_policy: "files".into(), ..config() });
    rules(&mut plan, Some(&pair()));
    assert_eq!(plan.planned.id, "u-svm/files".into());
}

#[test]
fn a_rename_of_the_storage_vm_changes_nothing_and_another_storage_vm_is_refused() {
    let renamed = MoveModel { svm_name: svm("svm_3"), ..config() };
    let with = |new_name| Facts { new_name, ..pair() };
    let mut ours = plan(Some(state()), renamed.clone());
    rules(&mut ours, Some(&with(NewName::OursOrFree)));
    assert!(ours.is_untouched(), "{:#?}", ours.planned);
    let mut anothers = plan(Some(state()), renamed);
    rules(&mut anothers, Some(&with(NewName::AnothersUuid("u-9".to_owned()))));
    assert!(anothers.diagnostics.has_errors());
}

#[test]
fn the_source_cannot_be_a_target() {
    let cases = [
        (MoveModel { to_policies: names(["default-data-files"]), ..MoveModel::default() }, true),
        (MoveModel { from_policy: "a".into(), to_policies: names(["a", "b"]), ..MoveModel::default() }, true),
        (MoveModel { from_policy: "a".into(), to_policies: names(["b"]), ..MoveModel::default() }, false),
        (
            MoveModel {
                from_policy: Attr::Unknown,
                to_policies: names(["default-data-files"]),
                ..MoveModel::default()
            },
            false,
        ),
        (MoveModel::default(), false),
    ];
    for (config, refused) in cases {
        let mut diagnostics = Diagnostics::new();
        validate(&config, &mut diagnostics);
        assert_eq!(diagnostics.has_errors(), refused, "{config:?}");
    }
}

#[test]
fn a_service_of_which_nothing_is_known_warns_when_it_is_named() {
    let names = ["data-quantum", "management-dns-client"];
    let config = || MoveModel { services: services(names), ..config() };
    let mut create = plan(None, config());
    rules(&mut create, Some(&pair()));
    assert_eq!(summaries(&create), ["It is not known what data-quantum is for"]);
    assert!(!create.diagnostics.has_errors());
    let stored = MoveModel { services: services(names), moved: services(["data-quantum"]), ..state() };
    let mut drift = plan(Some(stored), config());
    rules(&mut drift, Some(&pair()));
    assert!(!drift.is_untouched() && summaries(&drift).is_empty(), "{:?}", summaries(&drift));
}

#[test]
fn a_service_for_clients_is_refused_unless_the_state_has_it() {
    let names = ["data-nfs", "management-dns-client"];
    let config = || MoveModel { services: services(names), ..config() };
    let mut create = plan(None, config());
    rules(&mut create, None);
    assert_eq!(summaries(&create), ["data-nfs cannot be moved"]);
    for inbound in
        ["data-cifs", "data_core", "data-iscsi", "data-nvme-tcp", "data-s3-server", "management-ssh"]
    {
        let mut create = plan(None, MoveModel { services: services([inbound]), ..self::config() });
        rules(&mut create, Some(&pair()));
        assert!(create.diagnostics.has_errors(), "{inbound}");
    }
    let mut change = plan(Some(state()), config());
    rules(&mut change, Some(&pair()));
    assert!(change.diagnostics.has_errors(), "{:?}", summaries(&change));
    let stored = MoveModel { services: services(names), moved: services(["data-nfs"]), ..state() };
    let mut drift = plan(Some(stored), config());
    rules(&mut drift, Some(&pair()));
    assert!(!drift.is_untouched() && !drift.diagnostics.has_errors(), "{:?}", summaries(&drift));
}
