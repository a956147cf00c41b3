//! Answers about other objects than the requested ones, and incomplete answers.

use ec2::{Ec2, Error, ErrorKind, InterfaceFilter, RouteTableFilter};
use serde_json::json;

use crate::bench::{Bench, E0A, INSTANCE, SUBNET, address};

const VPC: &str = "vpc-0c0a51de000000001";

/// Replaces the answer to an action by this body.
async fn instead(bench: &Bench, action: &str, body: &str) {
    let text = format!("<{action}Response>{body}</{action}Response>");
    let effect = json!({"kind": "body", "status": 200, "content_type": "text/xml", "text": text});
    bench.fault(json!({"action": action, "effect": effect})).await;
}

fn interface(id: &str, addresses: &str) -> String {
    format!(
        "<networkInterfaceSet><item><networkInterfaceId>{id}</networkInterfaceId><ownerId>123456789012</ownerId><subnetId>subnet-9</subnetId><vpcId>vpc-9</vpcId><availabilityZone>eu-central-1a</availabilityZone><status>in-use</status>{addresses}</item></networkInterfaceSet>"
    )
}

const HELD: &str = "<privateIpAddressesSet><item><privateIpAddress>10.20.1.99</privateIpAddress><primary>true</primary></item></privateIpAddressesSet>";

fn refused<T: std::fmt::Debug>(read: Result<T, Error>, says: &str) {
    let error = read.unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadAnswer, "{error:?}");
    assert!(error.message.contains(says), "{says}: {error:?}");
}

#[tokio::test]
async fn a_foreign_interface_is_refused_with_every_filter() {
    let bench = Bench::new();
    let action = "DescribeNetworkInterfaces";
    let stranger = interface("eni-9", HELD);
    instead(&bench, action, &stranger).await;
    refused(bench.ec2.network_interface(E0A).await, "eni-9");
    for filter in [
        InterfaceFilter::Ids(vec![E0A.into()]),
        InterfaceFilter::PrivateIps(vec![address(14)]),
        InterfaceFilter::Instances(vec![INSTANCE.into()]),
        InterfaceFilter::Subnet(SUBNET.into()),
    ] {
        instead(&bench, action, &stranger).await;
        refused(bench.ec2.network_interfaces(filter).await, "eni-9");
    }
    instead(&bench, action, "<networkInterfaceSet/>").await;
    refused(bench.ec2.network_interface(E0A).await, E0A);
}

#[tokio::test]
async fn missing_addresses_are_not_an_empty_list() {
    let bench = Bench::new();
    for addresses in [
        "",
        "<privateIpAddressesSet/>",
        "<privateIpAddressesSet><item/></privateIpAddressesSet>",
        "<privateIpAddressesSet><item><privateIpAddress>none</privateIpAddress><primary>true</primary></item>\
         </privateIpAddressesSet>",
    ] {
        instead(&bench, "DescribeNetworkInterfaces", &interface(E0A, addresses)).await;
        refused(bench.ec2.network_interface(E0A).await, "EC2's answer has");
    }
}

#[tokio::test]
async fn a_foreign_record_is_refused() {
    let bench = Bench::new();
    let subnet = "<subnetSet><item><subnetId>subnet-9</subnetId><vpcId>vpc-9</vpcId><cidrBlock>10.20.1.0/24</cidrBlock><availabilityZone>eu-central-1a</availabilityZone></item></subnetSet>";
    instead(&bench, "DescribeSubnets", subnet).await;
    refused(bench.ec2.subnet(SUBNET).await, "subnet-9");
    let instance = "<reservationSet><item><instancesSet><item><instanceId>i-9</instanceId><instanceType>m5.large</instanceType><placement><availabilityZone>eu-central-1a</availabilityZone></placement><instanceState><name>running</name></instanceState></item></instancesSet></item></reservationSet>";
    instead(&bench, "DescribeInstances", instance).await;
    refused(bench.ec2.instances(&[INSTANCE.into()]).await, "i-9");
    let kind = "<instanceTypeSet><item><instanceType>m5.large</instanceType><networkInfo><maximumNetworkInterfaces>3</maximumNetworkInterfaces><ipv4AddressesPerInterface>10</ipv4AddressesPerInterface></networkInfo></item></instanceTypeSet>";
    instead(&bench, "DescribeInstanceTypes", kind).await;
    refused(bench.ec2.instance_type("m5.2xlarge").await, "m5.large");
    let table = "<routeTableSet><item><routeTableId>rtb-9</routeTableId><vpcId>vpc-9</vpcId><associationSet/><routeSet/></item></routeTableSet>";
    for filter in [RouteTableFilter::Ids(vec!["rtb-1".into()]), RouteTableFilter::Vpc(VPC.into())] {
        instead(&bench, "DescribeRouteTables", table).await;
        refused(bench.ec2.route_tables(filter).await, "rtb-9");
    }
}

#[tokio::test]
async fn a_missing_list_is_not_an_empty_list() {
    let bench = Bench::new();
    instead(&bench, "DescribeNetworkInterfaces", "").await;
    let filter = InterfaceFilter::PrivateIps(vec![address(14)]);
    refused(bench.ec2.network_interfaces(filter).await, "networkInterfaceSet");
    instead(&bench, "DescribeSubnets", "").await;
    refused(bench.ec2.subnet(SUBNET).await, "subnetSet");
    instead(&bench, "DescribeInstances", "").await;
    refused(bench.ec2.instances(&[INSTANCE.into()]).await, "reservationSet");
    instead(&bench, "DescribeInstanceTypes", "").await;
    refused(bench.ec2.instance_type("m5.2xlarge").await, "instanceTypeSet");
    instead(&bench, "DescribeVpcs", "").await;
    refused(bench.ec2.vpcs().await, "vpcSet");
    instead(&bench, "DescribeRouteTables", "").await;
    refused(bench.ec2.route_tables(RouteTableFilter::Vpc(VPC.into())).await, "routeTableSet");
}
