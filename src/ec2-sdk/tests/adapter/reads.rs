//! Reading objects.

use ec2::{Ec2, InterfaceFilter, LimitSource};
use serde_json::json;

use crate::bench::{Bench, E0A, FOREIGN, INSTANCE, SUBNET, address};

#[tokio::test]
async fn an_interface_is_found_with_each_of_the_four_filters() {
    let bench = Bench::new();
    let find = async |filter| {
        let mut found = bench.ec2.network_interfaces(filter).await.unwrap();
        found.sort_by(|one, other| one.id.cmp(&other.id));
        found.into_iter().map(|interface| interface.id).collect::<Vec<_>>()
    };
    assert_eq!(find(InterfaceFilter::Ids(vec![E0A.into()])).await, [E0A]);
    assert_eq!(find(InterfaceFilter::PrivateIps(vec![address(14)])).await, [E0A], "a secondary address");
    assert_eq!(find(InterfaceFilter::PrivateIps(vec![address(11), address(202)])).await, [E0A, FOREIGN]);
    assert_eq!(find(InterfaceFilter::Instances(vec![INSTANCE.into()])).await, [E0A]);
    assert_eq!(find(InterfaceFilter::Subnet(SUBNET.into())).await, [E0A, FOREIGN]);
}

#[tokio::test]
async fn an_empty_filter_finds_nothing_without_a_call() {
    let bench = Bench::new();
    for filter in [
        InterfaceFilter::Ids(Vec::new()),
        InterfaceFilter::PrivateIps(Vec::new()),
        InterfaceFilter::Instances(Vec::new()),
    ] {
        assert_eq!(bench.ec2.network_interfaces(filter).await.unwrap(), []);
    }
    assert_eq!(bench.ec2.instances(&[]).await.unwrap(), []);
    assert_eq!(bench.calls("DescribeNetworkInterfaces").await, 0);
    assert_eq!(bench.calls("DescribeInstances").await, 0);
}

#[tokio::test]
async fn more_addresses_than_one_filter_allows_are_requested_in_parts() {
    let bench = Bench::new();
    let all = (0..=255).map(address).collect();
    let found = bench.ec2.network_interfaces(InterfaceFilter::PrivateIps(all)).await.unwrap();
    assert_eq!(bench.calls("DescribeNetworkInterfaces").await, 2);
    assert!(found.iter().any(|interface| interface.id == E0A));
    assert!(found.iter().any(|interface| interface.id == FOREIGN));
}

#[tokio::test]
async fn an_interface_has_its_place_and_its_attachment() {
    let bench = Bench::new();
    let e0a = bench.ec2.network_interface(E0A).await.unwrap();
    assert_eq!(e0a.subnet_id, SUBNET);
    assert_eq!(e0a.availability_zone, "eu-central-1a");
    assert_eq!(e0a.instance_id(), Some(INSTANCE));
    assert_eq!(e0a.attachment.as_ref().unwrap().device_index, 0);
    assert_eq!((e0a.owner_id.len(), e0a.used_slots()), (12, 6));
    assert!(e0a.description.ends_with("e0a"), "{}", e0a.description);
    assert_eq!(e0a.status, "in-use");
}

#[tokio::test]
async fn instances_their_types_and_subnets_are_read() {
    let bench = Bench::new();
    let instances = bench.ec2.instances(&[INSTANCE.into()]).await.unwrap();
    let [instance] = &instances[..] else { panic!("one instance, not {instances:?}") };
    assert_eq!((&instance.instance_type[..], &instance.state[..]), ("m5.2xlarge", "running"));
    assert_eq!(instance.subnet_id.as_deref(), Some(SUBNET));
    let limits = bench.ec2.instance_type(&instance.instance_type).await.unwrap();
    assert_eq!((limits.maximum_network_interfaces, limits.ipv4_addresses_per_interface), (4, 15));
    assert_eq!(limits.source, LimitSource::Ec2);
    let subnet = bench.ec2.subnet(SUBNET).await.unwrap();
    assert_eq!(subnet.cidr.to_string(), "10.20.1.0/24");
    assert_eq!(subnet.vpc_id, instance.vpc_id.clone().unwrap());
    assert_eq!(bench.ec2.subnet_cidr_reservations(SUBNET).await.unwrap(), []);
}

#[tokio::test]
async fn missing_objects_are_not_found() {
    let bench = Bench::new();
    assert!(bench.ec2.network_interface("eni-00000000000000000").await.unwrap_err().is_not_found());
    assert!(bench.ec2.instances(&["i-00000000000000000".into()]).await.unwrap_err().is_not_found());
    assert!(bench.ec2.instance_type("m5.huge").await.unwrap_err().is_not_found());
    assert!(bench.ec2.subnet("subnet-00000000000000000").await.unwrap_err().is_not_found());
    let reservations = bench.ec2.subnet_cidr_reservations("subnet-00000000000000000").await;
    assert!(reservations.unwrap_err().is_not_found());
}

#[tokio::test]
async fn without_the_permission_the_limits_come_from_the_table() {
    let bench = Bench::new();
    bench
        .fault(json!({"action": "DescribeInstanceTypes", "count": 0, "effect": {"kind": "error",
            "status": 403, "code": "UnauthorizedOperation", "message": "You are not authorized."}}))
        .await;
    let limits = bench.ec2.instance_type("m5.2xlarge").await.unwrap();
    assert_eq!((limits.ipv4_addresses_per_interface, limits.source), (15, LimitSource::Table));
    assert!(bench.ec2.instance_type("t3.micro").await.unwrap_err().is_unauthorized());
}
