use ontap_core::{HomePort, IpAddress, LocationBody, Reference};
use tfplugin_core::Text;

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

fn change(patch: IpInterfaceBody) -> Vec<Step> {
    vec![Step::Change(Box::new(patch))]
}

fn at(location: LocationBody) -> IpInterfaceBody {
    IpInterfaceBody { location, ..IpInterfaceBody::default() }
}

#[test]
fn without_a_change_there_is_no_request() {
    let dotted = LifModel { netmask: Netmask::parse("255.255.255.0").unwrap().into(), ..lif() };
    assert_eq!(steps(&lif(), &lif()), []);
    assert_eq!(steps(&lif(), &dotted), [], "another spelling is not a change");
}

#[test]
fn each_attribute_changes_in_place() {
    let none = IpInterfaceBody::default;
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
            change(IpInterfaceBody { ip: IpAddress::of([10, 0, 1, 21].into(), 24), ..none() }),
        ),
        (
            with(|lif| lif.netmask = Netmask::of_length(20).into()),
            change(IpInterfaceBody { ip: IpAddress::of([10, 0, 1, 20].into(), 20), ..none() }),
        ),
        (
            with(|lif| lif.home_node = "n2".into()),
            change(at(LocationBody { home_port: HomePort::on_node("n2", "e0a"), ..LocationBody::default() })),
        ),
        (
            with(|lif| lif.auto_revert = false.into()),
            change(at(LocationBody { auto_revert: Some(false), ..LocationBody::default() })),
        ),
        (
            with(|lif| lif.failover = "home_port_only".into()),
            change(at(LocationBody { failover: Some(Failover::HomePortOnly), ..LocationBody::default() })),
        ),
        (
            with(|lif| lif.service_policy = "default-management".into()),
            change(IpInterfaceBody { service_policy: Reference::to_name("default-management"), ..none() }),
        ),
    ];
    for (planned, expected) in cases {
        assert_eq!(steps(&lif(), &planned), expected);
    }
}

#[test]
fn a_rename_comes_first_then_disable_and_enable_comes_last() {
    let moved = LifModel { name: "other".into(), home_node: "n2".into(), enabled: false.into(), ..lif() };
    let home = at(LocationBody { home_port: HomePort::on_node("n2", "e0a"), ..LocationBody::default() });
    assert_eq!(
        steps(&lif(), &moved),
        [Step::Rename("other".to_owned()), Step::Disable, Step::Change(Box::new(home.clone()))]
    );
    let down = LifModel { enabled: false.into(), ..lif() };
    let up = LifModel { home_node: "n2".into(), ..lif() };
    assert_eq!(steps(&down, &up), [Step::Change(Box::new(home)), Step::Enable]);
}

#[test]
fn an_open_failover_follows_the_kind_of_the_lif() {
    let open = |policy: &str| LifModel { failover: Attr::Unknown, service_policy: policy.into(), ..lif() };
    let blocks =
        LifModel { failover: "home_port_only".into(), service_policy: "default-data-blocks".into(), ..lif() };
    let patch = |policy: &str, failover| IpInterfaceBody {
        service_policy: Reference::to_name(policy),
        ..at(LocationBody { failover: Some(failover), ..LocationBody::default() })
    };
    let free = patch("default-data-files", Failover::Default);
    assert_eq!(steps(&blocks, &open("default-data-files")), change(free));
    let bound = patch("default-data-blocks", Failover::HomePortOnly);
    assert_eq!(steps(&lif(), &open("default-data-blocks")), change(bound));
    assert_eq!(steps(&blocks, &open("default-data-blocks")), [], "the same kind keeps its failover");
}

#[test]
fn each_request_contains_only_what_it_changes() {
    assert_eq!(
        Step::Rename("b".to_owned()).patch(),
        IpInterfaceBody { name: Some("b".to_owned()), ..IpInterfaceBody::default() }
    );
    assert_eq!(Step::Disable.patch(), IpInterfaceBody { enabled: Some(false), ..IpInterfaceBody::default() });
    assert_eq!(Step::Enable.patch(), IpInterfaceBody { enabled: Some(true), ..IpInterfaceBody::default() });
}
