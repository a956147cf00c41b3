use std::collections::BTreeSet;

use tfplugin_core::Text;

use super::*;
use crate::values::Ipv4;

fn route(destination: &str, target: RouteTarget) -> Route {
    Route { destination: destination.parse().unwrap(), target, state: RouteState::Active }
}

fn to(interface: &str) -> RouteTarget {
    RouteTarget::NetworkInterface(interface.into())
}

fn table(id: &str, routes: Vec<Route>) -> RouteTable {
    RouteTable { id: id.into(), vpc_id: "vpc-1".into(), is_main: false, subnet_ids: Vec::new(), routes }
}

fn around(routes: Vec<Route>) -> Surroundings {
    let vpc = |id: &str, cidr: &str| Vpc {
        id: id.into(),
        cidrs: vec![cidr.parse().unwrap()],
        owner_id: "1".into(),
    };
    Surroundings {
        vpcs: vec![vpc("vpc-1", "10.40.0.0/16"), vpc("vpc-2", "10.60.0.0/16")],
        tables: vec![table("rtb-1", routes)],
        pair: vec!["eni-1".into(), "eni-2".into()],
        additional_cidrs: None,
    }
}

fn model(address: &str, additional: Option<&[&str]>) -> LifModel {
    let additional: Option<BTreeSet<String>> =
        additional.map(|cidrs| cidrs.iter().map(|cidr| (*cidr).to_owned()).collect());
    LifModel {
        address: Attr::Known(Ipv4::parse(address).unwrap()),
        additional_cidrs: additional.into(),
        service_policy: "default-data-files".into(),
        ..LifModel::default()
    }
}

fn messages(routes: Vec<Route>, address: &str) -> Vec<String> {
    let model = model(address, Some(&["172.20.0.0/16"]));
    let found = refusals(&around(routes), &model, address.parse().unwrap(), "vpc-1");
    found.iter().map(|one| format!("{:?} {} {}", one.severity, one.summary, one.detail)).collect()
}

#[test]
fn a_floating_address_is_outside_every_range_and_not_routed_elsewhere() {
    let free = "192.168.40.50";
    let cases = [
        (free, None, ""),
        (free, Some(route("192.168.40.50/32", to("eni-2"))), ""),
        (free, Some(route("0.0.0.0/0", RouteTarget::Gateway("igw-1".into()))), ""),
        (free, Some(route("192.168.40.50/32", to("eni-9"))), "Error 192.168.40.50 is routed elsewhere"),
        (free, Some(route("192.168.0.0/16", RouteTarget::Other("tgw-1".into()))), "Warning"),
        ("10.60.1.1", None, "10.60.0.0/16 of VPC vpc-2"),
        ("10.40.3.7", None, "outside the subnet of the home node"),
        ("172.20.1.1", None, "additional_cidrs"),
        ("169.254.1.1", None, "cannot be the address of a LIF"),
        ("224.0.0.5", None, "cannot be the address of a LIF"),
    ];
    for (address, route, expected) in cases {
        let messages = messages(route.into_iter().collect(), address);
        assert_eq!(messages.is_empty(), expected.is_empty(), "{address}: {messages:?}");
        assert!(messages.iter().all(|line| line.contains(expected)), "{address}: {messages:?}");
    }
}

#[test]
fn a_warning_names_what_could_not_be_compared() {
    let found = refusals(
        &around(Vec::new()),
        &model("192.168.40.50", None),
        "192.168.40.50".parse().unwrap(),
        "vpc-1",
    );
    assert!(!found.has_errors() && found.iter().any(|one| one.detail.contains("other accounts")));
}

#[test]
fn the_pairs_tables_are_those_with_a_route_to_it() {
    let tables = [
        table("rtb-1", vec![route("192.168.40.11/32", to("eni-1"))]),
        table("rtb-2", vec![route("192.168.40.12/32", to("eni-9")), route("10.0.0.0/8", to("eni-1"))]),
    ];
    let pair = ["eni-1".to_owned()];
    let ids = |given| {
        keeping_routes(&tables, given, &pair).iter().map(|table| table.id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!((ids(false), ids(true)), (vec!["rtb-1"], vec!["rtb-1", "rtb-2"]));
    assert!(has_route(&tables[0], "192.168.40.11".parse().unwrap(), &pair));
    assert!(
        !has_route(&tables[1], "192.168.40.12".parse().unwrap(), &pair),
        "the route leads to another interface"
    );
}

#[test]
fn a_private_address_cannot_migrate_between_zones() {
    let files = model("10.40.1.50", None);
    let blocks = LifModel { service_policy: "default-data-blocks".into(), ..files.clone() };
    let cases = [
        ("files", &files, Attr::Null, true),
        ("files at home", &files, Attr::Known("home_port_only".to_owned()), false),
        ("files, elsewhere", &files, Attr::Known("default".to_owned()), true),
        ("files, not known yet", &files, Attr::Unknown, false),
        ("blocks", &blocks, Attr::Null, false),
    ];
    for (name, model, failover, refused) in cases {
        assert_eq!(refuse_private_roaming(model, &failover).has_errors(), refused, "{name}");
    }
}

#[test]
fn the_ranges_of_the_provider_block_count_for_every_lif() {
    let own: Option<&[&str]> = Some(&["172.31.0.0/16"]);
    let block = |ranges: &[&str]| Surroundings {
        additional_cidrs: Some(ranges.iter().map(|range| (*range).to_owned()).collect()),
        ..around(Vec::new())
    };
    for (ranges, own, address, refused) in [
        (&["172.20.0.0/16"][..], None, "172.20.1.1", true),
        (&["172.20.0.0/16"], own, "172.20.1.1", true),
        (&["172.20.0.0/16"], own, "172.31.1.1", true),
        (&["172.20.0.0/16"], None, "192.168.40.5", false),
        (&[], None, "192.168.40.5", false),
    ] {
        let model = model(address, own);
        let found = refusals(&block(ranges), &model, address.parse().unwrap(), "vpc-other");
        assert_eq!(found.has_errors(), refused, "{address}: {found:?}");
        assert!(refused || found.is_empty(), "no warning about VPCs that are not seen: {found:?}");
    }
}
