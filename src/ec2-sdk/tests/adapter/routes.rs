//! VPCs and route tables, which are only read.

use cvo_simulator::inventory::ec2::{RouteTableSpec, VpcSpec};
use cvo_simulator::world::ec2::RouteRequest;
use ec2::{Ec2, Route, RouteState, RouteTableFilter, RouteTarget, Vpc, covering_vpc};

use crate::bench::{Bench, E0A, INSTANCE, SUBNET};

const VPC: &str = "vpc-0c0a51de000000001";
const TABLE: &str = "rtb-0c0a51de000000001";

#[tokio::test]
async fn every_range_of_every_vpc_is_read_from_all_pages() {
    let bench = Bench::new();
    {
        let world = bench.simulator.world();
        let mut world = world.lock();
        let account = world.ec2.account_mut();
        account.vpcs[0].cidrs.push("100.64.0.0/16".parse().unwrap());
        let another = |number: usize| VpcSpec {
            id: format!("vpc-0f0e1a{number:011x}"),
            cidrs: vec!["192.168.0.0/24".parse().unwrap()],
            ..account.vpcs[0].clone()
        };
        let others: Vec<_> = (0..600).map(another).collect();
        account.vpcs.extend(others);
    }
    let vpcs = bench.ec2.vpcs().await.unwrap();
    assert_eq!((vpcs.len(), bench.calls("DescribeVpcs").await), (601, 2));
    let (vpc, range) = covering_vpc("100.64.3.4".parse().unwrap(), &vpcs).unwrap();
    assert_eq!((&vpc.id[..], range.to_string()), (VPC, "100.64.0.0/16".to_owned()));
    let Vpc { cidrs, owner_id, .. } = vpc;
    assert_eq!((cidrs[0].to_string(), &owner_id[..]), ("10.20.0.0/16".to_owned(), "123456789012"));
}

#[tokio::test]
async fn a_table_shows_where_each_route_leads_and_whether_it_works() {
    let bench = Bench::new();
    let floating = RouteRequest {
        route_table_id: TABLE.into(),
        destination_cidr_block: "203.0.113.10/32".into(),
        network_interface_id: Some(E0A.into()),
        ..RouteRequest::default()
    };
    {
        let world = bench.simulator.world();
        let mut world = world.lock();
        let now = world.clock.now();
        world.ec2.create_route(now, &floating).unwrap();
    }
    let filter = RouteTableFilter::Ids(vec![TABLE.into()]);
    let table = bench.ec2.route_tables(filter.clone()).await.unwrap().remove(0);
    assert_eq!((&table.id[..], &table.vpc_id[..], table.is_main), (TABLE, VPC, true));
    assert_eq!(table.subnet_ids, [SUBNET]);
    let route = |destination: &str, target| Route {
        destination: destination.parse().unwrap(),
        target,
        state: RouteState::Active,
    };
    let to_e0a = route("203.0.113.10/32", RouteTarget::NetworkInterface(E0A.into()));
    assert!(table.routes.contains(&route("10.20.0.0/16", RouteTarget::Local)), "{table:?}");
    assert!(table.routes.contains(&to_e0a), "{table:?}");
    assert!(table.routes.iter().any(|route| matches!(&route.target, RouteTarget::Gateway(_))), "{table:?}");

    let world = bench.simulator.world();
    let is_node = |instance: &&mut cvo_simulator::inventory::ec2::InstanceSpec| instance.id == INSTANCE;
    world.lock().ec2.account_mut().instances.iter_mut().find(is_node).unwrap().state = "stopped".into();
    let table = bench.ec2.route_tables(filter).await.unwrap().remove(0);
    assert!(table.routes.contains(&Route { state: RouteState::Blackhole, ..to_e0a }), "{table:?}");
}

#[tokio::test]
async fn only_the_tables_of_the_vpc_are_read_from_all_pages() {
    let bench = Bench::new();
    {
        let world = bench.simulator.world();
        let mut world = world.lock();
        let account = world.ec2.account_mut();
        let first = RouteTableSpec { is_main: false, subnet_ids: vec![], ..account.route_tables[0].clone() };
        let another =
            |number: usize| RouteTableSpec { id: format!("rtb-0f0e1a{number:011x}"), ..first.clone() };
        let foreign = RouteTableSpec { vpc_id: "vpc-0f0e1a00000000001".into(), ..another(1000) };
        account.route_tables.extend((0..120).map(another).chain([foreign]));
    }
    let tables = bench.ec2.route_tables(RouteTableFilter::Vpc(VPC.into())).await.unwrap();
    assert_eq!((tables.len(), bench.calls("DescribeRouteTables").await), (121, 7));
    assert!(tables.iter().all(|table| table.vpc_id == VPC));
}

#[tokio::test]
async fn an_empty_filter_finds_no_table_and_an_unknown_id_is_an_error() {
    let bench = Bench::new();
    assert_eq!(bench.ec2.route_tables(RouteTableFilter::Ids(Vec::new())).await.unwrap(), []);
    assert_eq!(bench.calls("DescribeRouteTables").await, 0);
    let ids = vec![TABLE.to_owned(), "rtb-00000000000000000".to_owned()];
    assert!(bench.ec2.route_tables(RouteTableFilter::Ids(ids)).await.unwrap_err().is_not_found());
    let nowhere = RouteTableFilter::Vpc("vpc-00000000000000000".into());
    assert_eq!(bench.ec2.route_tables(nowhere).await.unwrap(), []);
}
