use serde_json::json;

use super::super::steps::{DesiredPolicy, back, edits, forward};
use super::*;

const AD: &str = "management_ad_client";
const DNS: &str = "management_dns_client";

type Names = &'static [&'static str];

/// Policies with these services, and the moved ones among them.
fn policies(contents: [(&str, &[&str]); 3]) -> Vec<ServicePolicy> {
    let policy = |(name, services): (&str, &[&str])| {
        serde_json::from_value(json!({"uuid": format!("u-{name}"), "name": name, "services": services}))
            .unwrap()
    };
    contents.map(policy).into()
}

fn desired(
    direction: fn(&Services, &str, &std::collections::BTreeSet<String>) -> Vec<DesiredPolicy>,
) -> Vec<DesiredPolicy> {
    let targets = ["blocks", "iscsi"].map(str::to_owned).into();
    direction(&[AD, DNS].map(ServiceName::from).into(), "files", &targets)
}

/// Describes the waves, such as `blocks + management_ad_client | iscsi + management_ad_client`.
fn described(way: Way, desired: &[DesiredPolicy], policies: &[ServicePolicy]) -> Vec<String> {
    let line = |edit: &Edit| {
        let services: Vec<_> = edit.services.iter().map(ServiceName::underscored).collect();
        let sign = if edit.change == Change::Add { '+' } else { '-' };
        format!("{} {sign} {}", edit.policy, services.join(" "))
    };
    let all = waves(way, &edits(desired, policies), policies);
    all.iter().map(|wave| wave.iter().map(line).collect::<Vec<_>>().join(" | ")).collect()
}

#[test]
fn targets_get_their_services_side_by_side_before_the_source_loses_any() {
    let before = policies([("files", &["data_nfs", AD, DNS]), ("blocks", &["data_iscsi"]), ("iscsi", &[])]);
    let both = "management_ad_client management_dns_client";
    let (add, remove) = (format!("blocks + {both} | iscsi + {both}"), format!("files - {both}"));
    assert_eq!(described(Way::WholeLists, &desired(forward), &before), [add, remove]);
    let expected = [
        "blocks + management_ad_client | iscsi + management_ad_client",
        "blocks + management_dns_client | iscsi + management_dns_client",
        "files - management_ad_client",
        "files - management_dns_client",
    ];
    assert_eq!(described(Way::ByService, &desired(forward), &before), expected);
}

#[test]
fn what_is_there_already_is_not_sent() {
    let cases: [(_, [Names; 3], Names, Names); 4] = [
        ("all is moved", [&[], &[AD, DNS], &[AD, DNS]], &[], &[]),
        (
            "one target has a part",
            [&[AD, DNS], &[AD], &[AD, DNS]],
            &["blocks + management_dns_client", "files - management_ad_client management_dns_client"],
            &[
                "blocks + management_dns_client",
                "files - management_ad_client",
                "files - management_dns_client",
            ],
        ),
        (
            "the targets lack different ones",
            [&[], &[AD], &[DNS]],
            &["blocks + management_dns_client | iscsi + management_ad_client"],
            &["blocks + management_dns_client | iscsi + management_ad_client"],
        ),
        (
            "the source has one",
            [&[AD], &[AD, DNS], &[AD, DNS]],
            &["files - management_ad_client"],
            &["files - management_ad_client"],
        ),
    ];
    for (case, [files, blocks, iscsi], lists, services) in cases {
        let before = policies([("files", files), ("blocks", blocks), ("iscsi", iscsi)]);
        assert_eq!(described(Way::WholeLists, &desired(forward), &before), lists, "{case}");
        assert_eq!(described(Way::ByService, &desired(forward), &before), services, "{case}");
    }
}

#[test]
fn on_the_way_back_the_source_has_all_before_the_targets_lose_any_side_by_side() {
    let before = policies([("files", &[]), ("blocks", &[AD, DNS]), ("iscsi", &[AD, DNS])]);
    let expected = [
        "files + management_ad_client",
        "files + management_dns_client",
        "blocks - management_ad_client | iscsi - management_ad_client",
        "blocks - management_dns_client | iscsi - management_dns_client",
    ];
    assert_eq!(described(Way::ByService, &desired(back), &before), expected);
}

#[test]
fn a_service_that_no_policy_has_is_added_before_any_other() {
    let before = policies([("files", &[AD]), ("blocks", &[]), ("iscsi", &[])]);
    let expected = [
        "blocks + management_dns_client | iscsi + management_dns_client",
        "blocks + management_ad_client | iscsi + management_ad_client",
        "files - management_ad_client",
    ];
    assert_eq!(described(Way::ByService, &desired(forward), &before), expected);
}

#[test]
fn whole_lists_are_for_storage_vms_of_this_run_without_any_restriction() {
    let before = policies([("files", &["data_nfs", AD]), ("blocks", &[]), ("iscsi", &[])]);
    let entry = |policy: &str, service: &str, networks: &str| AllowedAddresses {
        policy: policy.to_owned(),
        service: ServiceName::from(service),
        allowed_addresses: networks.split(' ').map(str::to_owned).collect(),
    };
    let (open, both) = ("0.0.0.0/0", "0.0.0.0/0 ::/0");
    let known = || vec![entry("files", "data-nfs", both), entry("files", AD, open)];
    let with = |more| known().into_iter().chain([more]).collect::<Vec<_>>();
    let cases = [
        ("all are open", true, known(), Way::WholeLists),
        ("another run made it", false, known(), Way::ByService),
        (
            "a moved one is restricted",
            true,
            vec![known().remove(0), entry("files", AD, "10.0.0.0/8")],
            Way::ByService,
        ),
        (
            "a neighbor is restricted",
            true,
            vec![entry("files", "data-nfs", "10.0.0.0/8"), known().remove(1)],
            Way::ByService,
        ),
        ("one is for IPv6 alone", true, vec![known().remove(0), entry("files", AD, "::/0")], Way::ByService),
        ("one is not listed", true, vec![known().remove(0)], Way::ByService),
        ("nothing is listed", true, vec![], Way::ByService),
        ("one is listed that no policy shows", true, with(entry("own", AD, "10.0.0.0/8")), Way::ByService),
        ("an open one is listed that no policy shows", true, with(entry("own", AD, open)), Way::WholeLists),
    ];
    for (case, is_made_here, allowed, expected) in cases {
        assert_eq!(way(is_made_here, &before, &allowed), expected, "{case}");
    }
}

#[test]
fn what_a_list_had_besides_the_moved_services_must_be_there_afterwards() {
    let before = policies([
        ("files", &["data_nfs", "data_cifs", AD, DNS]),
        ("blocks", &["data_core"]),
        ("iscsi", &[]),
    ]);
    let all = edits(&desired(forward), &before);
    let dropped = |files: &[&str], blocks: &[&str]| {
        dropped(&all, &before, &policies([("files", files), ("blocks", blocks), ("iscsi", &[])]))
    };
    let named = |policy: &str, service: &str| Some((policy.to_owned(), [ServiceName::from(service)].into()));
    assert_eq!(dropped(&["data_nfs", "data_cifs"], &["data_core", AD, DNS]), None);
    assert_eq!(
        dropped(&["data_nfs", "data_cifs", AD, "data_s3"], &["data_core"]),
        None,
        "moved or added ones"
    );
    assert_eq!(dropped(&["data_nfs"], &["data_core"]), named("files", "data_cifs"));
    assert_eq!(dropped(&["data_nfs", "data_cifs"], &[AD, DNS]), named("blocks", "data_core"));
}
