use super::*;
use crate::values::{Ipv4, Netmask};

fn lif() -> LifModel {
    LifModel {
        name: "nas".into(),
        address: Attr::Known(Ipv4::parse("10.0.1.20").unwrap()),
        netmask: Netmask::of_length(24).into(),
        home_node: "n1".into(),
        home_port: "e0a".into(),
        service_policy: "default-data-files".into(),
        auto_revert: true.into(),
        failover: "default".into(),
        enabled: true.into(),
        ..LifModel::default()
    }
}

fn change(patch: IpInterfacePatch) -> Vec<Step> {
    vec![Step::Change(patch)]
}

#[test]
fn nothing_to_change_is_no_request() {
    let dotted = LifModel { netmask: Netmask::parse("255.255.255.0").unwrap().into(), ..lif() };
    assert_eq!(steps(&lif(), &lif()), []);
    assert_eq!(steps(&lif(), &dotted), [], "another spelling is no change");
}

#[test]
fn each_attribute_changes_in_place() {
    let none = IpInterfacePatch::default;
    let with = |change: fn(&mut LifModel)| {
        let mut planned = lif();
        change(&mut planned);
        planned
    };
    let cases = [
        (with(|lif| lif.name = "other".into()), vec![Step::Rename("other".to_owned())]),
        (with(|lif| lif.enabled = false.into()), vec![Step::Disable]),
        (
            with(|lif| lif.address = Attr::Known(Ipv4::parse("10.0.1.21").unwrap())),
            change(IpInterfacePatch { ip: Some("10.0.1.21/24".parse().unwrap()), ..none() }),
        ),
        (
            with(|lif| lif.netmask = Netmask::of_length(20).into()),
            change(IpInterfacePatch { ip: Some("10.0.1.20/20".parse().unwrap()), ..none() }),
        ),
        (
            with(|lif| lif.home_node = "n2".into()),
            change(IpInterfacePatch { home: Some(("n2".to_owned(), "e0a".to_owned())), ..none() }),
        ),
        (
            with(|lif| lif.auto_revert = false.into()),
            change(IpInterfacePatch { auto_revert: Some(false), ..none() }),
        ),
        (
            with(|lif| lif.failover = "home_port_only".into()),
            change(IpInterfacePatch { failover: Some(Failover::HomePortOnly), ..none() }),
        ),
        (
            with(|lif| lif.service_policy = "default-management".into()),
            change(IpInterfacePatch { service_policy: Some("default-management".to_owned()), ..none() }),
        ),
    ];
    for (planned, expected) in cases {
        assert_eq!(steps(&lif(), &planned), expected);
    }
}

#[test]
fn rename_comes_first_then_disable_and_enable_comes_last() {
    let moved = LifModel { name: "other".into(), home_node: "n2".into(), enabled: false.into(), ..lif() };
    let home =
        IpInterfacePatch { home: Some(("n2".to_owned(), "e0a".to_owned())), ..IpInterfacePatch::default() };
    assert_eq!(
        steps(&lif(), &moved),
        [Step::Rename("other".to_owned()), Step::Disable, Step::Change(home.clone())]
    );
    let down = LifModel { enabled: false.into(), ..lif() };
    let up = LifModel { home_node: "n2".into(), ..lif() };
    assert_eq!(steps(&down, &up), [Step::Change(home), Step::Enable]);
}

#[test]
fn a_failover_that_is_left_open_follows_the_kind_of_the_lif() {
    let open = |policy: &str| LifModel { failover: Attr::Unknown, service_policy: policy.into(), ..lif() };
    let blocks =
        LifModel { failover: "home_port_only".into(), service_policy: "default-data-blocks".into(), ..lif() };
    let patch = |policy: &str, failover| IpInterfacePatch {
        failover: Some(failover),
        service_policy: Some(policy.to_owned()),
        ..IpInterfacePatch::default()
    };
    let free = patch("default-data-files", Failover::Default);
    assert_eq!(steps(&blocks, &open("default-data-files")), change(free));
    let bound = patch("default-data-blocks", Failover::HomePortOnly);
    assert_eq!(steps(&lif(), &open("default-data-blocks")), change(bound));
    assert_eq!(steps(&blocks, &open("default-data-blocks")), [], "the same kind keeps what it has");
}

#[test]
fn each_step_is_a_request_that_names_only_what_it_changes() {
    assert_eq!(
        Step::Rename("b".to_owned()).patch(),
        IpInterfacePatch { name: Some("b".to_owned()), ..IpInterfacePatch::default() }
    );
    assert_eq!(
        Step::Disable.patch(),
        IpInterfacePatch { enabled: Some(false), ..IpInterfacePatch::default() }
    );
    assert_eq!(Step::Enable.patch(), IpInterfacePatch { enabled: Some(true), ..IpInterfacePatch::default() });
}
