//! `AssignPrivateIpAddresses` and `UnassignPrivateIpAddresses`.

use super::*;
use crate::inventory::ec2::CidrReservationSpec;

fn explicit(addresses: &[&str]) -> AssignRequest {
    AssignRequest {
        network_interface_id: E0A.into(),
        private_ip_addresses: addresses.iter().map(|&address| address.into()).collect(),
        ..AssignRequest::default()
    }
}

fn counted(count: i64) -> AssignRequest {
    AssignRequest { secondary_private_ip_address_count: Some(count), ..explicit(&[]) }
}

fn prefixed(prefix: &str) -> AssignRequest {
    AssignRequest { ipv4_prefixes: vec![prefix.into()], ..explicit(&[]) }
}

fn taking(request: AssignRequest) -> AssignRequest {
    AssignRequest { allow_reassignment: true, ..request }
}

fn assign(ec2: &mut Ec2World, request: &AssignRequest) -> Result<Assigned, Ec2Error> {
    ec2.assign_private_ip_addresses(now(), request)
}

fn unassign(ec2: &mut Ec2World, addresses: &[&str]) -> Result<(), Ec2Error> {
    let private_ip_addresses = addresses.iter().map(|&address| address.into()).collect();
    let request = UnassignRequest {
        network_interface_id: E0A.into(),
        private_ip_addresses,
        ..UnassignRequest::default()
    };
    ec2.unassign_private_ip_addresses(now(), &request)
}

fn refused(request: &AssignRequest, code: &str, message: &str) {
    let mut ec2 = world();
    let error = assign(&mut ec2, request).unwrap_err();
    assert_eq!((error.status, error.code), (400, code), "{request:?}");
    assert!(error.message.starts_with(message), "{request:?}: {}", error.message);
    assert_eq!(ec2.account(), world().account(), "{request:?} changes nothing");
}

#[test]
fn a_request_must_name_an_interface_and_one_thing_to_assign() {
    let both = AssignRequest { secondary_private_ip_address_count: Some(1), ..explicit(&["10.20.1.20"]) };
    refused(&both, "InvalidParameterCombination", "One of privateIpAddressSet");
    refused(&explicit(&[]), "InvalidParameter", "One of privateIpAddressSet");
    refused(&counted(0), "InvalidParameterValue", "Value (0) for parameter secondaryPrivateIpAddressCount");
    let elsewhere = |id: &str| AssignRequest { network_interface_id: id.into(), ..counted(1) };
    let missing = "The networkInterface ID 'eni-0123456789abcdef0' does not exist";
    refused(&elsewhere("eni-0123456789abcdef0"), "InvalidNetworkInterfaceID.NotFound", missing);
    refused(&elsewhere("eni-1"), "InvalidNetworkInterfaceId.Malformed", "Invalid id: \"eni-1\"");
}

#[test]
fn each_reason_for_refusing_an_address_has_its_own_message() {
    let outside = "Address does not fall within the subnet's address range";
    for (addresses, message) in [
        (&["hello"][..], "invalid value for parameter address: hello"),
        (&["10.20.1.999"], "invalid value for parameter address: 10.20.1.999"),
        (&["10.20.2.20"], outside),
        (&["10.20.1.20", "10.20.2.20"], outside),
        (&["10.20.1.0"], "Address 10.20.1.0 is in subnet's reserved address range"),
        (&["10.20.1.3"], "Address 10.20.1.3 is in subnet's reserved address range"),
        (&["10.20.1.255"], "Address 10.20.1.255 is in subnet's reserved address range"),
        (
            &["10.20.1.20", "10.20.1.201", "10.20.1.202"],
            "[10.20.1.201, 10.20.1.202] assigned, but move is not allowed.",
        ),
        (&["10.20.1.11"], "secondary-addresses"),
    ] {
        refused(&explicit(addresses), "InvalidParameterValue", message);
    }
    refused(&taking(explicit(&["10.20.1.200"])), "InvalidParameterValue", "secondary-addresses");
    let full = "Number of private addresses will exceed limit.";
    refused(&counted(10), "PrivateIpAddressLimitExceeded", full);
}

#[test]
fn a_prefix_is_a_free_block_of_16_addresses() {
    let malformed = "invalid value for parameter ipv4Prefix";
    refused(&prefixed("10.20.1.32/27"), "InvalidParameterValue", malformed);
    refused(&prefixed("10.20.1.33/28"), "InvalidParameterValue", malformed);
    refused(&prefixed("10.20.1.192/28"), "InvalidParameterValue", "Prefix 10.20.1.192/28 overlaps");
    let reserved = "Address 10.20.1.0 is in subnet's reserved address range";
    refused(&prefixed("10.20.1.0/28"), "InvalidParameterValue", reserved);
    refused(&prefixed("10.20.2.32/28"), "InvalidParameterValue", "Address does not fall within the subnet");
}

#[test]
fn explicit_addresses_are_assigned_and_only_they_are_returned() {
    let mut ec2 = world();
    let assigned = assign(&mut ec2, &explicit(&["10.20.1.21", "10.20.1.20", "10.20.1.21"])).unwrap();
    assert_eq!(assigned.private_ip_addresses, [address(21), address(20)]);
    assert_eq!(secondaries(&ec2, E0A), [12, 13, 14, 15, 16, 21, 20]);
}

#[test]
fn a_repeat_of_an_explicit_assign_changes_nothing() {
    let mut ec2 = world();
    assign(&mut ec2, &explicit(&["10.20.1.20"])).unwrap();
    assign(&mut ec2, &explicit(&["10.20.1.20"])).unwrap();
    assert_eq!(secondaries(&ec2, E0A), [12, 13, 14, 15, 16, 20]);
}

#[test]
fn a_repeat_of_a_counted_assign_assigns_twice() {
    let mut ec2 = world();
    let first = assign(&mut ec2, &counted(1)).unwrap().private_ip_addresses;
    let second = assign(&mut ec2, &counted(1)).unwrap().private_ip_addresses;
    assert_eq!((first, second), (vec![address(4)], vec![address(5)]));
}

#[test]
fn the_primary_address_and_prefixes_count_toward_the_limit_of_the_instance_type() {
    for (instance_type, limit) in
        [("m5.xlarge", 15), ("m5.4xlarge", 30), ("c5.18xlarge", 50), ("t3.micro", 2)]
    {
        let mut ec2 = world();
        node_instance(&mut ec2).instance_type = instance_type.into();
        spec(&mut ec2, E0A).secondary_addresses.clear();
        if limit > 2 {
            assign(&mut ec2, &prefixed("10.20.1.32/28")).unwrap();
            assign(&mut ec2, &counted(limit - 2)).unwrap();
        } else {
            assign(&mut ec2, &counted(1)).unwrap();
        }
        let error = assign(&mut ec2, &counted(1)).unwrap_err();
        assert_eq!(error.code, "PrivateIpAddressLimitExceeded", "{instance_type}");
    }
}

#[test]
fn reassignment_moves_the_address_with_its_elastic_ip() {
    let mut ec2 = world();
    with_elastic_ip(&mut ec2, 201);
    assign(&mut ec2, &taking(explicit(&["10.20.1.201"]))).unwrap();
    assert_eq!(secondaries(&ec2, E0A), [12, 13, 14, 15, 16, 201]);
    assert_eq!(secondaries(&ec2, FOREIGN), [202]);
    let page = ec2.describe_network_interfaces(now(), &DescribeRequest::ids([E0A])).unwrap();
    let moved =
        page.items[0].private_ip_addresses.iter().find(|it| it.private_ip_address == address(201)).unwrap();
    assert_eq!(moved.association.as_ref().unwrap().public_ip, Ipv4Addr::new(203, 0, 113, 7));
    assert!(spec(&mut ec2, FOREIGN).elastic_addresses.is_empty());
}

#[test]
fn an_address_of_a_foreign_prefix_never_moves() {
    let mut ec2 = world();
    spec(&mut ec2, FOREIGN).ipv4_prefixes.push("10.20.1.64/28".parse().unwrap());
    let error = assign(&mut ec2, &taking(explicit(&["10.20.1.70"]))).unwrap_err();
    assert_eq!(error.message, "[10.20.1.70] assigned, but move is not allowed.");
}

#[test]
fn a_stopped_instance_accepts_addresses_too() {
    let mut ec2 = world();
    node_instance(&mut ec2).state = "stopped".into();
    assert!(assign(&mut ec2, &explicit(&["10.20.1.20"])).is_ok());
}

#[test]
fn an_automatic_choice_avoids_reservations_prefixes_and_addresses_in_use() {
    let mut ec2 = world();
    spec(&mut ec2, FOREIGN).ipv4_prefixes.push("10.20.1.16/28".parse().unwrap());
    spec(&mut ec2, E0A).secondary_addresses.clear();
    let reservation = |cidr: &str, reservation_type: &str| CidrReservationSpec {
        id: format!("scr-{cidr}"),
        cidr: cidr.parse().unwrap(),
        reservation_type: reservation_type.into(),
        description: String::new(),
    };
    ec2.account_mut().subnets[0].reservations =
        vec![reservation("10.20.1.6/31", "explicit"), reservation("10.20.1.32/27", "prefix")];
    let chosen = assign(&mut ec2, &counted(10)).unwrap().private_ip_addresses;
    assert_eq!(chosen, [4, 5, 8, 9, 10, 12, 13, 14, 15, 64].map(address));

    let by_hand = assign(&mut ec2, &explicit(&["10.20.1.6"])).unwrap();
    assert_eq!(by_hand.private_ip_addresses, [address(6)]);
    let request = AssignRequest { ipv4_prefix_count: Some(1), ..explicit(&[]) };
    assert_eq!(assign(&mut ec2, &request).unwrap().ipv4_prefixes, ["10.20.1.32/28".parse().unwrap()]);
}

#[test]
fn a_full_subnet_has_no_address_to_assign() {
    let mut ec2 = world();
    node_instance(&mut ec2).instance_type = "m5.4xlarge".into();
    spec(&mut ec2, E0A).secondary_addresses.clear();
    ec2.account_mut().subnets[0].cidr = "10.20.1.0/28".parse().unwrap();
    // 16 addresses: 5 are reserved by AWS, 1 is the primary address.
    let error = assign(&mut ec2, &counted(11)).unwrap_err();
    assert_eq!(error.code, "InsufficientFreeAddressesInSubnet");
    assert_eq!(assign(&mut ec2, &counted(10)).unwrap().private_ip_addresses.len(), 10);
    let request = AssignRequest { ipv4_prefix_count: Some(1), ..explicit(&[]) };
    assert_eq!(assign(&mut ec2, &request).unwrap_err().code, "InsufficientCidrBlocks");
}

#[test]
fn unassign_removes_the_named_addresses_and_disassociates_the_elastic_ip() {
    let mut ec2 = world();
    with_elastic_ip(&mut ec2, 201);
    let request = UnassignRequest {
        network_interface_id: FOREIGN.into(),
        private_ip_addresses: vec!["10.20.1.201".into()],
        ..UnassignRequest::default()
    };
    ec2.unassign_private_ip_addresses(now(), &request).unwrap();
    assert_eq!(secondaries(&ec2, FOREIGN), [202]);
    assert!(spec(&mut ec2, FOREIGN).elastic_addresses.is_empty());
}

#[test]
fn a_refused_unassign_changes_nothing() {
    for (name, addresses, code, message) in [
        ("nothing", &[][..], "MissingParameter", "Either"),
        (
            "unknown",
            &["10.20.1.99"][..],
            "InvalidParameterValue",
            "Some of the specified addresses are not assigned to interface eni-0c0a51de00000e0a1",
        ),
        (
            "mixed",
            &["10.20.1.12", "10.20.1.99"],
            "InvalidParameterValue",
            "Some of the specified addresses are not assigned",
        ),
        ("primary", &["10.20.1.11"], "InvalidParameterValue", "Address 10.20.1.11 is the primary address"),
        ("malformed", &["x"], "InvalidParameterValue", "invalid value for parameter address: x"),
    ] {
        let mut ec2 = world();
        let error = unassign(&mut ec2, addresses).unwrap_err();
        assert_eq!(error.code, code, "{name}");
        assert!(error.message.starts_with(message), "{name}: {}", error.message);
        assert_eq!(ec2.account(), world().account(), "{name}");
    }
}

#[test]
fn the_first_address_of_a_block_counts_as_in_use_too() {
    let mut ec2 = world();
    spec(&mut ec2, FOREIGN).secondary_addresses = vec![address(32), address(63)];
    for prefix in ["10.20.1.32/28", "10.20.1.48/28"] {
        assert!(assign(&mut ec2, &prefixed(prefix)).unwrap_err().message.contains("overlaps"), "{prefix}");
    }
}

#[test]
fn a_duplicate_prefix_counts_once() {
    let mut ec2 = world();
    let prefix = "10.20.1.32/28".to_owned();
    let request = AssignRequest { ipv4_prefixes: vec![prefix.clone(), prefix], ..explicit(&[]) };
    assert_eq!(assign(&mut ec2, &request).unwrap().ipv4_prefixes.len(), 1);
    assert_eq!(spec(&mut ec2, E0A).ipv4_prefixes.len(), 1);
}

#[test]
fn prefixes_are_unassigned_like_addresses() {
    let mut ec2 = world();
    assign(&mut ec2, &prefixed("10.20.1.32/28")).unwrap();
    let request = UnassignRequest {
        network_interface_id: E0A.into(),
        ipv4_prefixes: vec!["10.20.1.32/28".into()],
        ..UnassignRequest::default()
    };
    ec2.unassign_private_ip_addresses(now(), &request).unwrap();
    let error = ec2.unassign_private_ip_addresses(now(), &request).unwrap_err();
    assert!(error.message.starts_with("Some of the specified addresses are not assigned"));
}
