use serde_json::json;

use super::*;

const ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 168, 40, 12);

fn lif(address: &str, port: &str) -> IpInterface {
    let lif = json!({"uuid": "u", "name": "nas", "ip": {"address": address},
        "location": {"home_port": {"name": port, "node": {"name": "n1"}}}});
    serde_json::from_value(lif).unwrap()
}

fn route(destination: &str, target: RouteTarget, state: RouteState) -> Route {
    Route { destination: destination.parse().unwrap(), target, state }
}

fn table(id: &str, routes: Vec<Route>) -> RouteTable {
    RouteTable { id: id.into(), vpc_id: "vpc-1".into(), is_main: false, subnet_ids: vec![], routes }
}

fn known(tables: Option<Vec<RouteTable>>) -> Floating {
    let e0a = ["1", "2"].map(|number| E0a {
        node: format!("n{number}"),
        interface_id: format!("eni-{number}"),
        subnet_id: format!("subnet-{number}"),
        instance_id: None,
    });
    let subnets = ["10.0.1.0/24", "10.0.2.0/24"].map(|subnet| subnet.parse().unwrap());
    Floating { subnets: subnets.into(), tables, e0a: e0a.into() }
}

fn shown(tables: Vec<RouteTable>) -> Vec<(String, [Attr<String>; 3])> {
    let routes = known(Some(tables)).routes(&lif(&ADDRESS.to_string(), "e0a")).into_known().unwrap();
    routes
        .into_iter()
        .map(|(id, route)| (id, [route.network_interface_id, route.node, route.state]))
        .collect()
}

#[test]
fn each_route_shows_target_node_and_state() {
    let interface = |id: &str| RouteTarget::NetworkInterface(id.into());
    let tables = vec![
        table("rtb-1", vec![route("192.168.40.12/32", interface("eni-2"), RouteState::Active)]),
        table("rtb-2", vec![route("192.168.40.12/32", interface("eni-9"), RouteState::Blackhole)]),
        table(
            "rtb-3",
            vec![route("192.168.40.12/32", RouteTarget::Other("tgw-1".into()), RouteState::Active)],
        ),
        table("rtb-4", vec![route("192.168.40.0/24", interface("eni-1"), RouteState::Active)]),
    ];
    let expected = [
        ("rtb-1".into(), ["eni-2".into(), "n2".into(), "active".into()]),
        ("rtb-2".into(), ["eni-9".into(), Attr::Null, "blackhole".into()]),
        ("rtb-3".into(), [Attr::Null, Attr::Null, "active".into()]),
    ];
    assert_eq!(shown(tables), expected);
    assert_eq!(shown(vec![]), []);
}

#[test]
fn only_an_address_outside_the_subnets_behind_e0a_floats() {
    let with_tables = known(Some(vec![]));
    let cases = [("192.168.40.12", "e0a", true), ("10.0.2.7", "e0a", false), ("169.254.1.1", "e0b", false)];
    for (address, port, floats) in cases {
        assert_eq!(with_tables.routes(&lif(address, port)).is_null(), !floats, "{address} on {port}");
    }
    let one_zone = Floating { subnets: vec![], ..known(Some(vec![])) };
    assert!(one_zone.routes(&lif("192.168.40.12", "e0a")).is_null());
}

#[test]
fn unreadable_tables_are_not_shown_as_empty() {
    assert!(known(None).routes(&lif("192.168.40.12", "e0a")).is_null());
}
