//! Ids, filters and pages of the read actions.

use super::*;

fn interfaces(ec2: &Ec2World, request: &DescribeRequest) -> Result<Vec<String>, Ec2Error> {
    let page = ec2.describe_network_interfaces(now(), request)?;
    Ok(page.items.into_iter().map(|eni| eni.network_interface_id).collect())
}

fn where_(name: &str, value: &str) -> DescribeRequest {
    DescribeRequest::default().filter(name, [value])
}

/// A world with `more` additional interfaces.
fn crowded(more: usize) -> Ec2World {
    let mut ec2 = world();
    let template = spec(&mut ec2, FOREIGN).clone();
    for number in 0..more {
        let id = format!("eni-{:017x}", 0xabc_0000 + number);
        ec2.account_mut().interfaces.push(NetworkInterfaceSpec { id, attachment: None, ..template.clone() });
    }
    ec2
}

#[test]
fn interfaces_are_found_by_each_of_their_properties() {
    let mut ec2 = world();
    with_elastic_ip(&mut ec2, 201);
    for (name, value, expected) in [
        ("addresses.private-ip-address", "10.20.1.14", &[E0A][..]),
        ("addresses.private-ip-address", "10.20.1.200", &[FOREIGN]),
        ("addresses.private-ip-address", "10.20.1.99", &[]),
        ("addresses.private-ip-address", "10.20.1.1?", &[E0A]),
        ("addresses.primary", "true", &[E0A, FOREIGN]),
        ("addresses.association.public-ip", "203.0.113.7", &[FOREIGN]),
        ("private-ip-address", "10.20.1.201", &[FOREIGN]),
        ("attachment.instance-id", "i-0c0a51de00000001a", &[E0A]),
        ("attachment.device-index", "0", &[E0A, FOREIGN]),
        ("attachment.device-index", "1", &[]),
        ("attachment.status", "attached", &[E0A, FOREIGN]),
        ("description", "*e0a", &[E0A]),
        ("description", "*E0A", &[]),
        ("group-name", "app", &[FOREIGN]),
        ("subnet-id", SUBNET, &[E0A, FOREIGN]),
        ("status", "available", &[]),
        ("availability-zone", "eu-central-1a", &[E0A, FOREIGN]),
        ("tag:Name", "app", &[FOREIGN]),
        ("tag:name", "app", &[]),
        ("tag-key", "Name", &[E0A, FOREIGN]),
        ("source-dest-check", "true", &[E0A, FOREIGN]),
    ] {
        assert_eq!(interfaces(&ec2, &where_(name, value)).unwrap(), expected, "{name} {value}");
    }
}

#[test]
fn filters_are_joined_by_and_their_values_by_or() {
    let ec2 = world();
    let both = DescribeRequest::default().filter("tag:Name", ["app", "cvo-node e0a"]);
    assert_eq!(interfaces(&ec2, &both).unwrap(), [E0A, FOREIGN]);
    assert_eq!(interfaces(&ec2, &both.filter("description", ["*e0a"])).unwrap(), [E0A]);
}

#[test]
fn bad_requests_have_distinct_codes() {
    let page = |size| DescribeRequest { max_results: Some(size), ..DescribeRequest::default() };
    let resumed = |token: &str| DescribeRequest { next_token: Some(token.into()), ..page(5) };
    for (name, request, code) in [
        ("unknown filter", where_("route.network-interface-id", "x"), "InvalidParameterValue"),
        ("unknown id", DescribeRequest::ids(["eni-0123456789abcdef0"]), "InvalidNetworkInterfaceID.NotFound"),
        (
            "one of two unknown",
            DescribeRequest::ids([E0A, "eni-0123456789abcdef0"]),
            "InvalidNetworkInterfaceID.NotFound",
        ),
        ("malformed id", DescribeRequest::ids(["eni-x"]), "InvalidNetworkInterfaceId.Malformed"),
        ("id of another kind", DescribeRequest::ids([SUBNET]), "InvalidNetworkInterfaceId.Malformed"),
        ("small page", page(4), "InvalidParameterValue"),
        ("large page", page(1001), "InvalidParameterValue"),
        (
            "page of ids",
            DescribeRequest { max_results: Some(5), ..DescribeRequest::ids([E0A]) },
            "InvalidParameterCombination",
        ),
        ("garbled token", resumed("garbled"), "InvalidPaginationToken"),
        ("token of another action", resumed("RGVzY3JpYmVWcGNzCnZwYy0x"), "InvalidPaginationToken"),
        (
            "too many values",
            DescribeRequest::default().filter("status", vec!["x"; 201]),
            "FilterLimitExceeded",
        ),
    ] {
        assert_eq!(interfaces(&world(), &request).unwrap_err().code, code, "{name}");
    }
}

#[test]
fn pages_have_no_gaps_or_repetitions() {
    let ec2 = crowded(11);
    let all = interfaces(&ec2, &DescribeRequest::default()).unwrap();
    let mut request = DescribeRequest { max_results: Some(5), ..DescribeRequest::default() };
    let mut pages = vec![];
    loop {
        let page = ec2.describe_network_interfaces(now(), &request).unwrap();
        pages.push(page.items.into_iter().map(|eni| eni.network_interface_id).collect::<Vec<_>>());
        request.next_token = page.next_token;
        if request.next_token.is_none() {
            break;
        }
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 3]);
    assert_eq!(pages.concat(), all);
}

#[test]
fn a_full_last_page_has_no_token() {
    let page = crowded(3)
        .describe_network_interfaces(
            now(),
            &DescribeRequest { max_results: Some(5), ..DescribeRequest::default() },
        )
        .unwrap();
    assert_eq!((page.items.len(), page.next_token), (5, None));
}

#[test]
fn instances_are_found_by_properties_of_their_interfaces() {
    let ec2 = world();
    for (name, value) in [
        ("network-interface.addresses.private-ip-address", "10.20.1.15"),
        ("private-ip-address", "10.20.1.11"),
        ("instance-type", "m5.2*"),
        ("tag:Name", "cvo-node"),
    ] {
        let page = ec2.describe_instances(now(), &where_(name, value)).unwrap();
        let found: Vec<_> =
            page.items.iter().flat_map(|r| &r.instances).map(|i| i.instance_id.as_str()).collect();
        assert_eq!(found, ["i-0c0a51de00000001a"], "{name}");
    }
    let error = ec2.describe_instances(now(), &where_("network-interface.color", "red")).unwrap_err();
    assert_eq!(error.message, "The filter 'network-interface.color' is invalid");
}

#[test]
fn an_instance_shows_its_interfaces_and_addresses() {
    let page = world().describe_instances(now(), &DescribeRequest::ids(["i-0c0a51de00000001a"])).unwrap();
    let instance = &page.items[0].instances[0];
    assert_eq!(instance.private_ip_address, Some(address(11)));
    assert_eq!(instance.network_interfaces[0].private_ip_addresses.len(), 6);
    assert_eq!((instance.instance_state.code, instance.instance_state.name.as_str()), (16, "running"));
}

#[test]
fn a_subnet_counts_its_free_addresses() {
    let mut ec2 = world();
    let left = |ec2: &Ec2World| {
        ec2.describe_subnets(now(), &DescribeRequest::ids([SUBNET])).unwrap().items[0]
            .available_ip_address_count
    };
    assert_eq!(left(&ec2), 251 - 6 - 3);
    spec(&mut ec2, FOREIGN).ipv4_prefixes.push("10.20.1.64/28".parse().unwrap());
    assert_eq!(left(&ec2), 251 - 6 - 3 - 16);
}

#[test]
fn instance_types_have_no_tags_and_their_own_error() {
    let ec2 = world();
    let named = |names: &[&str]| ec2.describe_instance_types(now(), &DescribeRequest::ids(names.to_vec()));
    assert_eq!(named(&["m5.2xlarge"]).unwrap().items[0].network_info.ipv4_addresses_per_interface, 15);
    let error = named(&["m5.2xlarge", "q9.nano"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "InvalidInstanceType: The following supplied instance types do not exist: [q9.nano]"
    );
    assert_eq!(
        ec2.describe_instance_types(now(), &where_("tag:Name", "x")).unwrap_err().code,
        "InvalidParameterValue"
    );
}

#[test]
fn vpcs_show_all_their_blocks() {
    let mut ec2 = world();
    ec2.account_mut().vpcs[0].cidrs.push("10.21.0.0/16".parse().unwrap());
    let page =
        ec2.describe_vpcs(now(), &where_("cidr-block-association.cidr-block", "10.21.0.0/16")).unwrap();
    let blocks: Vec<_> =
        page.items[0].cidr_block_associations.iter().map(|it| it.cidr_block.to_string()).collect();
    assert_eq!(blocks, ["10.20.0.0/16", "10.21.0.0/16"]);
}

#[test]
fn reservations_belong_to_one_subnet() {
    let ec2 = world();
    let all = DescribeRequest::default();
    assert_eq!(ec2.get_subnet_cidr_reservations(now(), SUBNET, &all).unwrap().items, []);
    let error = ec2.get_subnet_cidr_reservations(now(), "subnet-0123456789abcdef0", &all).unwrap_err();
    assert_eq!(error.code, "InvalidSubnetID.NotFound");
}

#[test]
fn zones_are_named_after_the_region() {
    let page = world().describe_availability_zones(now(), &DescribeRequest::default()).unwrap();
    let names: Vec<_> =
        page.items.iter().map(|zone| (zone.zone_name.as_str(), zone.zone_id.as_str())).collect();
    assert_eq!(names[0], ("eu-central-1a", "euc1-az1"));
    let error = world().describe_availability_zones(now(), &DescribeRequest::ids(["mars-1a"])).unwrap_err();
    assert_eq!(error.message, "Invalid availability zone: [mars-1a]");
}
