//! `CreateRoute`, `ReplaceRoute`, `DeleteRoute`, and the state of routes.

use super::*;

fn to(destination: &str, interface: &str) -> RouteRequest {
    RouteRequest {
        route_table_id: TABLE.into(),
        destination_cidr_block: destination.into(),
        network_interface_id: Some(interface.into()),
        ..RouteRequest::default()
    }
}

fn shown(ec2: &Ec2World, destination: &str) -> Route {
    let page = ec2.describe_route_tables(now(), &DescribeRequest::ids([TABLE])).unwrap();
    let mut routes = page.items.into_iter().flat_map(|table| table.routes);
    routes.find(|route| route.destination_cidr_block.to_string() == destination).unwrap()
}

#[test]
fn a_route_to_an_interface_shows_the_instance_behind_it() {
    let mut ec2 = world();
    ec2.create_route(now(), &to("192.168.209.30/32", E0A)).unwrap();
    let route = shown(&ec2, "192.168.209.30/32");
    assert_eq!(route.network_interface_id.as_deref(), Some(E0A));
    assert_eq!(route.instance_id.as_deref(), Some("i-0c0a51de00000001a"));
    assert_eq!((route.state, route.origin), ("active", "CreateRoute"));
    assert_eq!(shown(&ec2, "10.20.0.0/16").origin, "CreateRouteTable");
}

#[test]
fn a_refused_request_changes_nothing() {
    let none = RouteRequest { network_interface_id: None, ..to("192.168.0.1/32", E0A) };
    let two = RouteRequest { gateway_id: Some("igw-0c0a51de000000001".into()), ..to("192.168.0.1/32", E0A) };
    let gateway = RouteRequest { gateway_id: Some("igw-0123456789abcdef0".into()), ..none.clone() };
    let table = |id: &str| RouteRequest { route_table_id: id.into(), ..to("192.168.0.1/32", E0A) };
    for (name, request, code) in [
        ("exists", to("0.0.0.0/0", E0A), "RouteAlreadyExists"),
        ("exists as the local route", to("10.20.0.0/16", E0A), "RouteAlreadyExists"),
        ("malformed", to("192.168.209.999/32", E0A), "InvalidParameterValue"),
        ("inside the VPC", to("10.20.1.77/32", E0A), "InvalidParameterValue"),
        ("no target", none, "MissingParameter"),
        ("two targets", two, "InvalidParameterCombination"),
        ("unknown gateway", gateway, "InvalidGatewayID.NotFound"),
        (
            "unknown interface",
            to("192.168.0.1/32", "eni-0123456789abcdef0"),
            "InvalidNetworkInterfaceID.NotFound",
        ),
        ("malformed interface", to("192.168.0.1/32", "eni-1"), "InvalidNetworkInterfaceId.Malformed"),
        ("unknown table", table("rtb-0123456789abcdef0"), "InvalidRouteTableID.NotFound"),
        ("malformed table", table("rtb-1"), "InvalidRouteTableId.Malformed"),
    ] {
        let mut ec2 = world();
        assert_eq!(ec2.create_route(now(), &request).unwrap_err().code, code, "{name}");
        assert_eq!(ec2.account(), world().account(), "{name}");
    }
}

#[test]
fn create_clears_host_bits_but_replace_and_delete_need_the_stored_destination() {
    let mut ec2 = world();
    ec2.create_route(now(), &to("100.68.0.18/18", E0A)).unwrap();
    assert_eq!(shown(&ec2, "100.68.0.0/18").state, "active");
    let error = ec2.replace_route(now(), &to("100.68.0.18/18", FOREIGN)).unwrap_err();
    assert_eq!(
        error.message,
        "There is no route defined for '100.68.0.18/18' in the route table. Use CreateRoute instead."
    );
    let error = ec2.delete_route(now(), TABLE, "100.68.0.18/18").unwrap_err();
    assert_eq!(error.code, "InvalidRoute.NotFound");
    ec2.delete_route(now(), TABLE, "100.68.0.0/18").unwrap();
}

#[test]
fn a_whole_subnet_is_the_only_destination_inside_the_vpc() {
    let mut ec2 = world();
    assert!(ec2.create_route(now(), &to("10.20.2.0/24", E0A)).is_ok());
    let error = ec2.create_route(now(), &to("10.20.2.0/25", E0A)).unwrap_err();
    assert_eq!(error.message, "Route destination doesn't match any subnet CIDR blocks.");
}

#[test]
fn replace_changes_the_target_of_a_route() {
    let mut ec2 = world();
    ec2.create_route(now(), &to("192.168.209.30/32", E0A)).unwrap();
    ec2.replace_route(now(), &to("192.168.209.30/32", FOREIGN)).unwrap();
    assert_eq!(shown(&ec2, "192.168.209.30/32").network_interface_id.as_deref(), Some(FOREIGN));
}

#[test]
fn the_local_route_cannot_be_changed() {
    let mut ec2 = world();
    let error = ec2.delete_route(now(), TABLE, "10.20.0.0/16").unwrap_err();
    assert_eq!(error.message, "cannot remove local route 10.20.0.0/16 in route table rtb-0c0a51de000000001");
    assert_eq!(ec2.replace_route(now(), &to("10.20.0.0/16", E0A)).unwrap_err().code, "InvalidParameterValue");
}

#[test]
fn an_instance_is_a_target_if_it_has_one_interface() {
    let mut ec2 = world();
    let mut request = RouteRequest { network_interface_id: None, ..to("192.168.0.1/32", E0A) };
    request.instance_id = Some("i-0c0a51de00000001a".into());
    ec2.create_route(now(), &request).unwrap();
    assert_eq!(shown(&ec2, "192.168.0.1/32").network_interface_id.as_deref(), Some(E0A));
    spec(&mut ec2, FOREIGN).attachment.as_mut().unwrap().instance_id = "i-0c0a51de00000001a".into();
    request.destination_cidr_block = "192.168.0.2/32".into();
    assert_eq!(ec2.create_route(now(), &request).unwrap_err().code, "InvalidInstanceID");
}

#[test]
fn a_route_without_a_running_target_is_a_blackhole() {
    let routed = || {
        let mut ec2 = world();
        ec2.create_route(now(), &to("192.168.209.30/32", E0A)).unwrap();
        ec2
    };
    let mut stopped = routed();
    node_instance(&mut stopped).state = "stopped".into();
    let mut detached = routed();
    spec(&mut detached, E0A).attachment = None;
    let mut gone = routed();
    gone.account_mut().interfaces.retain(|eni| eni.id != E0A);
    for (name, ec2) in [("stopped", stopped), ("detached", detached), ("gone", gone)] {
        assert_eq!(shown(&ec2, "192.168.209.30/32").state, "blackhole", "{name}");
        let found = ec2
            .describe_route_tables(now(), &DescribeRequest::default().filter("route.state", ["blackhole"]));
        assert_eq!(found.unwrap().items.len(), 1, "{name}");
    }
}

#[test]
fn a_table_holds_500_routes() {
    let mut ec2 = world();
    for number in 2..500_u16 {
        let destination = format!("192.168.{}.{}/32", number / 256, number % 256);
        ec2.create_route(now(), &to(&destination, E0A)).unwrap();
    }
    assert_eq!(ec2.create_route(now(), &to("192.168.99.1/32", E0A)).unwrap_err().code, "RouteLimitExceeded");
}

#[test]
fn a_higher_quota_makes_room_for_more_routes() {
    let mut ec2 = world();
    let there = ec2.account().route_tables[0].routes.len();
    for (quota, expected) in [(there, Some("RouteLimitExceeded")), (there + 1, None)] {
        ec2.account_mut().routes_per_table = quota;
        let created = ec2.create_route(now(), &to("192.168.99.1/32", E0A));
        assert_eq!(created.err().map(|error| error.code), expected, "{quota}");
    }
}

#[test]
fn implicit_subnets_are_not_listed_with_the_main_table() {
    let ec2 = world();
    let by_subnet = |id: &str| {
        let request = DescribeRequest::default().filter("association.subnet-id", [id]);
        ec2.describe_route_tables(now(), &request).unwrap().items.len()
    };
    assert_eq!((by_subnet(SUBNET), by_subnet("subnet-0c0a51de00000001b")), (1, 0));
    let main = DescribeRequest::default().filter("association.main", ["true"]);
    assert_eq!(ec2.describe_route_tables(now(), &main).unwrap().items.len(), 1);
}
