//! Every action once over HTTP, with the names of the elements that clients read.

use crate::client::{Client, E0A, FOREIGN, TABLE};

#[tokio::test]
async fn an_interface_shows_its_addresses_and_attachment() {
    let answer = Client::start().call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", E0A)]).await;
    for (element, expected) in [
        ("networkInterfaceId", &[E0A][..]),
        ("primary", &["true", "false", "false", "false", "false", "false"]),
        ("deviceIndex", &["0"]),
        ("instanceId", &["i-0c0a51de00000001a"]),
        ("status", &["attached", "in-use"]),
        ("sourceDestCheck", &["true"]),
        ("groupName", &["cvo-storage"]),
        ("ownerId", &["123456789012"]),
        ("vpcId", &["vpc-0c0a51de000000001"]),
        ("availabilityZone", &["eu-central-1a"]),
    ] {
        assert_eq!(answer.texts(element), expected, "{element}");
    }
    assert!(answer.text.contains("<privateIpAddressesSet><item><primary>true</primary>"), "{}", answer.text);
    assert!(answer.text.contains("<ipv4PrefixSet/>"));
    assert!(answer.text.contains("<tagSet><item><key>Name</key><value>cvo-node e0a</value></item></tagSet>"));
}

#[tokio::test]
async fn an_interface_is_found_by_its_address() {
    let client = Client::start();
    let filter = [("Filter.1.Name", "addresses.private-ip-address"), ("Filter.1.Value.1", "10.20.1.201")];
    let answer = client.call("DescribeNetworkInterfaces", &filter).await;
    assert_eq!(answer.texts("networkInterfaceId"), [FOREIGN]);
}

#[tokio::test]
async fn addresses_are_assigned_and_unassigned() {
    let client = Client::start();
    let addresses = [
        ("NetworkInterfaceId", E0A),
        ("PrivateIpAddress.1", "10.20.1.20"),
        ("PrivateIpAddress.2", "10.20.1.21"),
    ];
    let answer = client.call("AssignPrivateIpAddresses", &addresses).await;
    assert_eq!(answer.texts("privateIpAddress"), ["10.20.1.20", "10.20.1.21"]);
    assert_eq!(answer.texts("networkInterfaceId"), [E0A]);
    let answer = client.call("UnassignPrivateIpAddresses", &addresses).await;
    assert_eq!(answer.texts("return"), ["true"]);
    let answer = client.call("UnassignPrivateIpAddresses", &addresses).await;
    assert_eq!(
        answer.texts("Message"),
        ["Some of the specified addresses are not assigned to interface eni-0c0a51de00000e0a1"]
    );
}

#[tokio::test]
async fn an_address_moves_only_with_permission() {
    let client = Client::start();
    let address = [("NetworkInterfaceId", E0A), ("PrivateIpAddress.1", "10.20.1.202")];
    let answer = client.call("AssignPrivateIpAddresses", &address).await;
    assert_eq!(answer.texts("Message"), ["[10.20.1.202] assigned, but move is not allowed."]);
    let permitted = [&address[..], &[("AllowReassignment", "true")]].concat();
    assert_eq!(client.call("AssignPrivateIpAddresses", &permitted).await.status, 200);
    let answer = client.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", FOREIGN)]).await;
    assert!(!answer.text.contains("10.20.1.202"));
}

#[tokio::test]
async fn an_instance_is_shown_in_a_reservation_with_its_interfaces() {
    let answer = Client::start().call("DescribeInstances", &[("InstanceId.1", "i-0c0a51de00000001a")]).await;
    assert!(answer.text.contains("<reservationSet><item><reservationId>r-"), "{}", answer.text);
    assert!(answer.text.contains("<instanceState><code>16</code><name>running</name></instanceState>"));
    assert_eq!(answer.texts("instanceType"), ["m5.2xlarge"]);
    assert_eq!(answer.texts("networkInterfaceId"), [E0A]);
}

#[tokio::test]
async fn an_instance_type_shows_its_limits() {
    let client = Client::start();
    let answer = client.call("DescribeInstanceTypes", &[("InstanceType.1", "m5.2xlarge")]).await;
    assert_eq!(answer.texts("ipv4AddressesPerInterface"), ["15"]);
    assert_eq!(answer.texts("maximumNetworkInterfaces"), ["4"]);
    assert_eq!(answer.texts("defaultVCpus"), ["8"]);
    assert_eq!(answer.texts("sizeInMiB"), ["32768"]);
    let answer = client.call("DescribeInstanceTypes", &[("InstanceType.1", "m4.large")]).await;
    assert_eq!(answer.refusal(), (400, "InvalidInstanceType".into()));
}

#[tokio::test]
async fn subnets_reservations_and_zones_are_described() {
    let client = Client::start();
    let answer = client.call("DescribeSubnets", &[("SubnetId.1", "subnet-0c0a51de00000001a")]).await;
    assert_eq!(answer.texts("availableIpAddressCount"), ["242"]);
    assert_eq!(answer.texts("cidrBlock"), ["10.20.1.0/24"]);
    let answer = client.call("GetSubnetCidrReservations", &[("SubnetId", "subnet-0c0a51de00000001a")]).await;
    assert!(answer.text.contains("<subnetIpv4CidrReservationSet/><subnetIpv6CidrReservationSet/>"));
    let answer = client.call("DescribeAvailabilityZones", &[("ZoneId.1", "euc1-az2")]).await;
    assert_eq!(answer.texts("zoneName"), ["eu-central-1b"]);
}

#[tokio::test]
async fn routes_are_created_replaced_and_deleted() {
    let client = Client::start();
    let table = [("RouteTableId", TABLE), ("DestinationCidrBlock", "192.168.209.30/32")];
    let to = |eni| [&table[..], &[("NetworkInterfaceId", eni)]].concat();
    assert_eq!(client.call("CreateRoute", &to(E0A)).await.texts("return"), ["true"]);
    assert_eq!(client.call("CreateRoute", &to(E0A)).await.refusal().1, "RouteAlreadyExists");
    assert_eq!(client.call("ReplaceRoute", &to(FOREIGN)).await.status, 200);
    let filter =
        [("Filter.1.Name", "route.destination-cidr-block"), ("Filter.1.Value.1", "192.168.209.30/32")];
    let answer = client.call("DescribeRouteTables", &filter).await;
    assert_eq!(answer.texts("networkInterfaceId"), [FOREIGN]);
    assert_eq!(answer.texts("gatewayId"), ["local", "igw-0c0a51de000000001"]);
    assert_eq!(client.call("DeleteRoute", &table).await.status, 200);
    assert_eq!(client.call("DeleteRoute", &table).await.refusal().1, "InvalidRoute.NotFound");
}

#[tokio::test]
async fn tags_and_attributes_are_changed() {
    let client = Client::start();
    let tag = [("ResourceId.1", E0A), ("Tag.1.Key", "Owner"), ("Tag.1.Value", "a <b> & c")];
    assert_eq!(client.call("CreateTags", &tag).await.status, 200);
    let filter = [("Filter.1.Name", "tag:Owner"), ("Filter.1.Value.1", "a*")];
    assert!(client.call("DescribeTags", &filter).await.text.contains("<value>a &lt;b&gt; &amp; c</value>"));
    assert_eq!(client.call("DeleteTags", &tag[..2]).await.status, 200);
    assert!(client.call("DescribeTags", &filter).await.texts("key").is_empty());

    let description = [("NetworkInterfaceId", E0A), ("Description.Value", "data - e0a")];
    assert_eq!(client.call("ModifyNetworkInterfaceAttribute", &description).await.status, 200);
    let two = [&description[..], &[("SourceDestCheck.Value", "false")]].concat();
    assert_eq!(
        client.call("ModifyNetworkInterfaceAttribute", &two).await.refusal().1,
        "InvalidParameterCombination"
    );
    let answer = client.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", E0A)]).await;
    assert_eq!(answer.texts("description"), ["data - e0a"]);
    assert_eq!(answer.texts("sourceDestCheck"), ["true"]);
}

#[tokio::test]
async fn attributes_are_shown_one_by_one() {
    let client = Client::start();
    let vpc = client.call("DescribeVpcs", &[]).await.texts("vpcId")[0].clone();
    let attribute = [("VpcId", vpc.as_str()), ("Attribute", "enableDnsSupport")];
    let answer = client.call("DescribeVpcAttribute", &attribute).await;
    assert_eq!((answer.texts("vpcId"), answer.texts("value")), (vec![vpc.clone()], vec!["true".to_owned()]));
    let instance = client.call("DescribeInstances", &[]).await.texts("instanceId")[0].clone();
    for (name, expected) in
        [("instanceType", "m5.2xlarge"), ("sourceDestCheck", "true"), ("disableApiStop", "false")]
    {
        let attribute = [("InstanceId", instance.as_str()), ("Attribute", name)];
        let answer = client.call("DescribeInstanceAttribute", &attribute).await;
        assert_eq!(answer.texts("value"), [expected], "{name}");
    }
    let unknown = [("InstanceId", instance.as_str()), ("Attribute", "color")];
    let answer = client.call("DescribeInstanceAttribute", &unknown).await;
    assert_eq!(answer.refusal(), (400, "InvalidParameterValue".into()));
}

#[tokio::test]
async fn filters_without_values_here_select_nothing() {
    let client = Client::start();
    for (action, filter) in [
        ("DescribeNetworkInterfaces", "requester-id"),
        ("DescribeNetworkInterfaces", "ipv6-addresses.ipv6-address"),
        ("DescribeRouteTables", "route.nat-gateway-id"),
        ("DescribeRouteTables", "route.transit-gateway-id"),
        ("DescribeSubnets", "ipv6-cidr-block-association.state"),
        ("DescribeInstances", "network-interface.ipv6-addresses.ipv6-address"),
    ] {
        let answer = client.call(action, &[("Filter.1.Name", filter), ("Filter.1.Value.1", "*")]).await;
        assert_eq!((answer.status, answer.text.contains("<item>")), (200, false), "{filter}");
    }
    for (action, filter, value) in [
        ("DescribeNetworkInterfaces", "availability-zone-id", "euc1-az1"),
        ("DescribeNetworkInterfaces", "operator.managed", "false"),
        ("DescribeSubnets", "availability-zone-id", "euc1-az1"),
    ] {
        let answer = client.call(action, &[("Filter.1.Name", filter), ("Filter.1.Value.1", value)]).await;
        assert!(answer.text.contains("<item>"), "{filter}: {}", answer.text);
    }
}

#[tokio::test]
async fn members_that_ec2_always_sends_are_there() {
    let client = Client::start();
    for (action, members) in [
        (
            "DescribeNetworkInterfaces",
            &["<ipv6AddressesSet/>", "<operator><managed>false</managed></operator>", "<availabilityZoneId>"]
                [..],
        ),
        ("DescribeSubnets", &["<availabilityZoneId>", "<ipv6CidrBlockAssociationSet/>"]),
        ("DescribeRouteTables", &["<propagatingVgwSet/>"]),
        (
            "DescribeInstances",
            &[
                "<sourceDestCheck>",
                "<ebsOptimized>",
                "<monitoring><state>disabled</state></monitoring>",
                "<operator>",
            ],
        ),
    ] {
        let answer = client.call(action, &[]).await;
        members.iter().for_each(|member| assert!(answer.text.contains(member), "{action}: {member}"));
    }
    let address = [("NetworkInterfaceId", E0A), ("PrivateIpAddress.1", "10.20.1.20")];
    assert!(client.call("AssignPrivateIpAddresses", &address).await.texts("return").is_empty());
}
