use serde_json::json;

use super::*;

fn vpc(cidrs: &[&str]) -> Vpc {
    let cidrs = cidrs.iter().map(|cidr| cidr.parse().unwrap()).collect();
    Vpc { id: "vpc-1".to_owned(), cidrs, owner_id: "123456789012".to_owned() }
}

#[test]
fn a_route_names_its_target_by_the_member_of_its_kind() {
    let target = |target: RouteTarget, state: RouteState| {
        let route = Route { destination: "10.0.0.0/8".parse().unwrap(), target, state };
        super::route(&route)
    };
    let other = |id: &str| RouteTarget::Other(id.to_owned());
    for (found, member, id, state) in [
        (
            target(RouteTarget::NetworkInterface("eni-1".into()), RouteState::Blackhole),
            "NetworkInterfaceId",
            "eni-1",
            "blackhole",
        ),
        (target(RouteTarget::Local, RouteState::Active), "GatewayId", "local", "active"),
        (target(RouteTarget::Gateway("igw-1".into()), RouteState::Active), "GatewayId", "igw-1", "active"),
        (target(other("nat-1"), RouteState::Active), "NatGatewayId", "nat-1", "active"),
        (target(other("pcx-1"), RouteState::Other("odd".into())), "VpcPeeringConnectionId", "pcx-1", "odd"),
    ] {
        assert_eq!(found, json!({"DestinationCidrBlock": "10.0.0.0/8", member: id, "State": state}));
    }
}

#[test]
fn every_range_of_a_vpc_is_there_and_the_first_is_its_own() {
    let found = Described::vpcs(&[vpc(&["10.0.0.0/16", "100.64.0.0/16"]), vpc(&[])]);
    let vpcs = &found.answer.as_ref().unwrap()["Vpcs"];
    let ranges = json!([{"CidrBlock": "10.0.0.0/16"}, {"CidrBlock": "100.64.0.0/16"}]);
    assert_eq!(
        (&vpcs[0]["CidrBlock"], &vpcs[0]["CidrBlockAssociationSet"]),
        (&json!("10.0.0.0/16"), &ranges)
    );
    assert_eq!((vpcs[1].get("CidrBlock"), found.records(), found.cut), (None, Some(2), false));
}

#[test]
fn more_records_than_a_recording_has_are_cut_off() {
    let many = vec![vpc(&[]); MOST_RECORDS + 1];
    let found = Described::vpcs(&many);
    assert_eq!((found.records(), found.cut), (Some(MOST_RECORDS), true));
    assert!(!Described::vpcs(&many[1..]).cut);
}
