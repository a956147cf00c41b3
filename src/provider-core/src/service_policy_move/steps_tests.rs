use serde_json::json;

use super::*;

const AD: &str = "management_ad_client";
const FPOLICY: &str = "data_fpolicy_client";

fn policy(name: &str, services: &[&str]) -> ServicePolicy {
    serde_json::from_value(json!({"uuid": format!("u-{name}"), "name": name, "services": services})).unwrap()
}

fn services<const N: usize>(names: [&str; N]) -> Services {
    names.map(ServiceName::from).into()
}

fn policies_named<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

/// The services of the policies `files`, `blocks` and `iscsi`.
type Contents<'a> = [&'a [&'a str]; 3];

fn contents([files, blocks, iscsi]: Contents<'_>) -> [ServicePolicy; 3] {
    [policy("files", files), policy("blocks", blocks), policy("iscsi", iscsi)]
}

fn forward_to_both() -> Vec<DesiredPolicy> {
    forward(&services([AD, FPOLICY]), "files", &policies_named(["blocks", "iscsi"]))
}

/// Describes the edits, such as `blocks + management_ad_client`.
fn described(edits: &[Edit]) -> Vec<String> {
    let sign = |change| if change == Change::Add { '+' } else { '-' };
    let line = |edit: &Edit| {
        let services: Vec<_> = edit.services.iter().map(ServiceName::underscored).collect();
        format!("{} {} {}", edit.policy, sign(edit.change), services.join(" "))
    };
    edits.iter().map(line).collect()
}

#[test]
fn targets_are_edited_before_the_source_and_only_where_needed() {
    let everything = [
        "blocks + data_fpolicy_client management_ad_client",
        "iscsi + data_fpolicy_client management_ad_client",
        "files - data_fpolicy_client management_ad_client",
    ];
    let cases: [(&str, Contents<'_>, &[&str]); 5] = [
        ("nothing is moved", [&["data_core", AD, FPOLICY], &["data_iscsi"], &["data_iscsi"]], &everything),
        ("all is moved", [&["data_core"], &[AD, FPOLICY], &[AD, FPOLICY, "data_iscsi"]], &[]),
        (
            "one is back",
            [&["data_core", AD], &[AD, FPOLICY], &[AD, FPOLICY]],
            &["files - management_ad_client"],
        ),
        ("one is missing", [&[], &[AD, FPOLICY], &[AD]], &["iscsi + data_fpolicy_client"]),
        ("only the source is left", [&[AD, FPOLICY], &[AD, FPOLICY], &[AD, FPOLICY]], &everything[2..]),
    ];
    for (case, before, expected) in cases {
        assert_eq!(described(&edits(&forward_to_both(), &contents(before))), expected, "{case}");
    }
}

#[test]
fn services_that_are_not_named_stay_in_their_order() {
    let files = policy("files", &["data_core", AD, "data_nfs", FPOLICY, "data_cifs"]);
    let edit = |change, services| Edit { uuid: "u".to_owned(), policy: "files".to_owned(), change, services };
    let after = |edit: Edit, policy: &ServicePolicy| {
        edit.applied_to(policy).iter().map(|service| service.underscored().to_owned()).collect::<Vec<_>>()
    };
    let removed = after(edit(Change::Remove, services([AD, FPOLICY])), &files);
    assert_eq!(removed, ["data_core", "data_nfs", "data_cifs"]);
    let added = after(edit(Change::Add, services([AD])), &policy("iscsi", &["data_core", AD]));
    assert_eq!(added, ["data_core", AD], "an existing service is not added twice");
}

#[test]
fn a_service_is_moved_when_the_source_lacks_it_and_every_target_has_it() {
    let cases: [(&str, Contents<'_>, &[&str]); 3] = [
        ("all", [&[], &[AD, FPOLICY], &[AD, FPOLICY]], &[]),
        ("one is back", [&[AD], &[AD, FPOLICY], &[AD, FPOLICY]], &[AD]),
        ("one is missing in a target", [&[], &[AD, FPOLICY], &[AD]], &[FPOLICY]),
    ];
    for (case, now, open) in cases {
        let found = open_services(&forward_to_both(), &contents(now));
        assert_eq!(found.iter().map(ServiceName::underscored).collect::<Vec<_>>(), open, "{case}");
    }
    let without_target = [policy("files", &[]), policy("blocks", &[AD, FPOLICY])];
    assert_eq!(open_services(&forward_to_both(), &without_target), services([AD, FPOLICY]));
}

#[test]
fn moving_back_keeps_the_original_services_of_built_in_policies() {
    let desired = back(
        &services([AD, FPOLICY]),
        "default-data-files",
        &policies_named(["default-data-iscsi", "default-management"]),
    );
    let policies = [
        policy("default-data-files", &["data_core"]),
        policy("default-data-iscsi", &["data_iscsi", AD, FPOLICY]),
        policy("default-management", &["management_ssh", AD, FPOLICY]),
    ];
    let expected = [
        "default-data-files + data_fpolicy_client management_ad_client",
        "default-data-iscsi - data_fpolicy_client management_ad_client",
        "default-management - data_fpolicy_client",
    ];
    assert_eq!(described(&edits(&desired, &policies)), expected);
}

#[test]
fn absent_policies_are_found() {
    let desired = forward_to_both();
    let absent = absent_policies(&desired, &[policy("files", &[]), policy("blocks", &[])]);
    assert_eq!(absent.iter().map(|wanted| wanted.policy.as_str()).collect::<Vec<_>>(), ["iscsi"]);
}

#[test]
fn progress_is_described_policy_by_policy() {
    let policies = [policy("files", &[AD, FPOLICY]), policy("blocks", &[AD]), policy("iscsi", &[])];
    assert_eq!(
        progress(&forward_to_both(), &policies),
        "Now blocks has management-ad-client; iscsi has none of the services; files has all of the services."
    );
}

#[test]
fn an_edit_changes_only_its_policy() {
    let mut policies =
        vec![policy("files", &["data_core", AD, FPOLICY]), policy("blocks", &[]), policy("iscsi", &[])];
    let all = edits(&forward_to_both(), &policies);
    all.iter().for_each(|edit| carry_out(edit, &mut policies));
    assert!(edits(&forward_to_both(), &policies).is_empty());
    assert_eq!(policies[0].services, ["data_core"]);
}

#[test]
fn an_edit_is_done_when_the_policy_shows_it() {
    let before = [policy("files", &[AD, FPOLICY]), policy("blocks", &[AD]), policy("iscsi", &[])];
    let all = edits(&forward_to_both(), &before);
    let is_done = |now: &[ServicePolicy]| all.iter().map(|edit| edit.is_done(now)).collect::<Vec<_>>();
    assert_eq!(is_done(&contents([&[AD], &[FPOLICY], &[AD]])), [true, false, false]);
    assert_eq!(is_done(&contents([&["data_core"], &[], &[AD, FPOLICY]])), [false, true, true]);
    assert_eq!(is_done(&[]), [false, false, false], "a missing policy does not show the edit");
}
