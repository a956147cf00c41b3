//! The adapter on moto, an independent EC2 emulation, to show that it reads answers that our simulator did
//! not write.
//!
//! The tests use only what moto does in the same way as EC2. Moto knows, for example, neither limits nor
//! ownership of addresses. The tests run when `CVO_MOTO_ENDPOINT` is set to moto's URL, and do nothing
//! otherwise.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{InstanceType, SubnetCidrReservationType};
use ec2::{
    Ec2, InterfaceFilter, LimitSource, Reassignment, RouteState, RouteTableFilter, RouteTarget, covering_vpc,
};
use ec2_sdk::{SdkEc2, Settings};

use crate::alone;

const ENDPOINT: &str = "CVO_MOTO_ENDPOINT";

/// Moto, with an instance in a subnet of its own.
struct Moto {
    client: Client,
    ec2: SdkEc2,
    instance: String,
    interface: String,
    subnet: String,
}

impl Moto {
    async fn new(endpoint: &str, cidr: &str) -> Self {
        let keys = Credentials::new("AKIAEXAMPLE", "secret", None, None, "test");
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new("eu-central-1"))
            .credentials_provider(SharedCredentialsProvider::new(keys))
            .endpoint_url(endpoint)
            .build();
        let client = Client::new(&config);
        let vpc = client.create_vpc().cidr_block(cidr).send().await.unwrap();
        let vpc = vpc.vpc().unwrap().vpc_id().unwrap().to_owned();
        let subnet = client.create_subnet().vpc_id(vpc).cidr_block(cidr).send().await.unwrap();
        let subnet = subnet.subnet().unwrap().subnet_id().unwrap().to_owned();
        let run = client.run_instances().image_id("ami-12c6146b").min_count(1).max_count(1);
        let run =
            run.instance_type(InstanceType::from("m5.2xlarge")).subnet_id(&subnet).send().await.unwrap();
        let instance = &run.instances()[0];
        let interface = instance.network_interfaces()[0].network_interface_id().unwrap().to_owned();
        let instance = instance.instance_id().unwrap().to_owned();
        Self { client, ec2: SdkEc2::over(&config, Some(endpoint)), instance, interface, subnet }
    }
}

fn endpoint() -> Option<String> {
    let endpoint = std::env::var(ENDPOINT).ok();
    if endpoint.is_none() {
        println!("{ENDPOINT} is not set: nothing was tested");
    }
    endpoint
}

#[tokio::test]
async fn addresses_are_assigned_and_unassigned() {
    let Some(endpoint) = endpoint() else { return };
    let moto = Moto::new(&endpoint, "10.30.1.0/24").await;
    let address = "10.30.1.50".parse().unwrap();
    let seen = async || moto.ec2.network_interface(&moto.interface).await.unwrap();
    assert_eq!(seen().await.used_slots(), 1);
    for _ in 0..2 {
        moto.ec2.assign_private_ip(&moto.interface, address, Reassignment::Refuse).await.unwrap();
    }
    let with = seen().await;
    assert_eq!((with.used_slots(), with.address(address).map(|held| held.primary)), (2, Some(false)));
    assert!(with.addresses[0].primary);
    moto.ec2.unassign_private_ip(&moto.interface, address).await.unwrap();
    assert!(!seen().await.has(address));
}

#[tokio::test]
async fn interfaces_instances_and_subnets_are_read() {
    let Some(endpoint) = endpoint() else { return };
    let moto = Moto::new(&endpoint, "10.31.1.0/24").await;
    let reserve = moto.client.create_subnet_cidr_reservation().subnet_id(&moto.subnet).cidr("10.31.1.64/28");
    reserve.reservation_type(SubnetCidrReservationType::Explicit).send().await.unwrap();
    for filter in [
        InterfaceFilter::Ids(vec![moto.interface.clone()]),
        InterfaceFilter::Instances(vec![moto.instance.clone()]),
        InterfaceFilter::Subnet(moto.subnet.clone()),
    ] {
        let found = moto.ec2.network_interfaces(filter.clone()).await.unwrap();
        assert_eq!(found.len(), 1, "{filter:?}");
        assert_eq!(found[0].instance_id(), Some(&moto.instance[..]), "{filter:?}");
    }
    let instance = &moto.ec2.instances(std::slice::from_ref(&moto.instance)).await.unwrap()[0];
    assert_eq!(instance.subnet_id.as_ref(), Some(&moto.subnet));
    let limits = moto.ec2.instance_type(&instance.instance_type).await.unwrap();
    assert_eq!((limits.ipv4_addresses_per_interface, limits.source), (15, LimitSource::Ec2));
    assert_eq!(moto.ec2.subnet(&moto.subnet).await.unwrap().cidr.to_string(), "10.31.1.0/24");
    let reservations = moto.ec2.subnet_cidr_reservations(&moto.subnet).await.unwrap();
    assert_eq!(reservations[0].cidr.to_string(), "10.31.1.64/28");
}

#[tokio::test]
async fn vpcs_and_route_tables_are_read() {
    let Some(endpoint) = endpoint() else { return };
    let moto = Moto::new(&endpoint, "10.34.1.0/24").await;
    let vpc = moto.ec2.subnet(&moto.subnet).await.unwrap().vpc_id;
    let more = moto.client.associate_vpc_cidr_block().vpc_id(&vpc).cidr_block("10.35.1.0/24");
    more.send().await.unwrap();
    let vpcs = moto.ec2.vpcs().await.unwrap();
    let (found, _) = covering_vpc("10.35.1.9".parse().unwrap(), &vpcs).unwrap();
    assert_eq!((&found.id, found.cidrs[0].to_string()), (&vpc, "10.34.1.0/24".to_owned()));

    let main = moto.ec2.route_tables(RouteTableFilter::Vpc(vpc)).await.unwrap().remove(0);
    assert!(main.is_main && main.subnet_ids.is_empty(), "{main:?}");
    assert!(main.routes.iter().any(|route| route.target == RouteTarget::Local), "{main:?}");
    let create =
        moto.client.create_route().route_table_id(&main.id).destination_cidr_block("203.0.113.10/32");
    create.network_interface_id(&moto.interface).send().await.unwrap();
    let table = moto.ec2.route_tables(RouteTableFilter::Ids(vec![main.id])).await.unwrap().remove(0);
    let route = table.routes.iter().find(|route| route.destination.prefix_len() == 32).unwrap();
    assert_eq!(route.target, RouteTarget::NetworkInterface(moto.interface));
    assert_eq!(route.state, RouteState::Active);
}

#[tokio::test]
async fn missing_objects_are_not_found() {
    let Some(endpoint) = endpoint() else { return };
    let moto = Moto::new(&endpoint, "10.33.1.0/24").await;
    let address = "10.33.1.50".parse().unwrap();
    let nowhere = "eni-00000000000000000";
    let assigned = moto.ec2.assign_private_ip(nowhere, address, Reassignment::Refuse).await;
    assert!(assigned.unwrap_err().is_not_found());
    assert!(moto.ec2.network_interface(nowhere).await.unwrap_err().is_not_found());
    assert!(moto.ec2.instances(&["i-00000000000000000".into()]).await.unwrap_err().is_not_found());
    assert!(moto.ec2.subnet("subnet-00000000").await.unwrap_err().is_not_found());
    let tables = RouteTableFilter::Ids(vec!["rtb-00000000".into()]);
    assert!(moto.ec2.route_tables(tables).await.unwrap_err().is_not_found());
    assert!(moto.ec2.instance_type("m5.huge").await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_role_is_assumed() {
    if !alone::is_child() {
        let Some(endpoint) = endpoint() else { return };
        let variables = [
            (ENDPOINT, &endpoint[..]),
            ("AWS_ENDPOINT_URL_STS", &endpoint),
            ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
        ];
        return alone::run("moto::a_role_is_assumed", &variables);
    }
    let settings = Settings {
        region: Some("eu-central-1".into()),
        endpoint: endpoint(),
        assume_role_arn: Some("arn:aws:iam::123456789012:role/storage".into()),
        assume_role_external_id: Some("storage-team".into()),
        ..Settings::default()
    };
    let error = SdkEc2::new(settings).network_interface("eni-00000000000000000").await.unwrap_err();
    assert!(error.is_not_found(), "the call was not signed and answered: {error:?}");
}
