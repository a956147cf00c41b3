//! The port's reads. Each is one SDK operation.

use std::net::Ipv4Addr;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::describe_network_interfaces::builders::DescribeNetworkInterfacesFluentBuilder;
use aws_sdk_ec2::types::Filter;
use ec2::{
    CidrReservation, Error, Instance, InstanceType, InterfaceFilter, NetworkInterface, RouteTable,
    RouteTableFilter, Subnet, Vpc,
};

use crate::convert::Answer;
use crate::failure::failure;
use crate::listing;

/// EC2 accepts at most 200 values per filter ("Resource limits" of the EC2 API; that they are still valid is
/// assumed (`ec2-values-per-filter`)).
const VALUES_PER_FILTER: usize = 200;

/// Interfaces per page; EC2 allows up to 1000. With 50 addresses each, a page of 200 has 5 MB.
const PAGE: i32 = 200;

/// VPCs per page; EC2 allows up to 1000.
const VPC_PAGE: i32 = 500;

/// Route tables per page; EC2 allows up to 100. With 1000 routes each, a page of 20 has 5 MB.
const ROUTE_TABLE_PAGE: i32 = 20;

pub async fn network_interface(client: &Client, id: &str) -> Result<NetworkInterface, Error> {
    let found = network_interfaces(client, InterfaceFilter::Ids(vec![id.to_owned()])).await?;
    Answer("DescribeNetworkInterfaces").with_id("network interface", id, found, |found| &found.id)
}

pub async fn network_interfaces(
    client: &Client,
    filter: InterfaceFilter,
) -> Result<Vec<NetworkInterface>, Error> {
    let answer = Answer("DescribeNetworkInterfaces");
    let mut found = Vec::new();
    for request in requests(client, &filter) {
        found.extend(interfaces(answer, request).await?);
    }
    match &filter {
        InterfaceFilter::Ids(ids) => answer.with_ids("network interface", ids, found, |found| &found.id),
        filter => answer.selected(filter, found),
    }
}

fn requests(client: &Client, filter: &InterfaceFilter) -> Vec<DescribeNetworkInterfacesFluentBuilder> {
    let describe = || client.describe_network_interfaces();
    let filtered = |name: &str, values: &[String]| {
        let chunks = values.chunks(VALUES_PER_FILTER);
        chunks.map(|values| describe().filters(matching(name, values)).max_results(PAGE)).collect()
    };
    match filter {
        // Without ids EC2 would list everything, and with ids it rejects a page size.
        InterfaceFilter::Ids(ids) if ids.is_empty() => Vec::new(),
        InterfaceFilter::Ids(ids) => vec![describe().set_network_interface_ids(Some(ids.clone()))],
        InterfaceFilter::PrivateIps(addresses) => {
            let addresses: Vec<_> = addresses.iter().map(Ipv4Addr::to_string).collect();
            filtered("addresses.private-ip-address", &addresses)
        }
        InterfaceFilter::Instances(ids) => filtered("attachment.instance-id", ids),
        InterfaceFilter::Subnet(id) => filtered("subnet-id", std::slice::from_ref(id)),
    }
}

async fn interfaces(
    answer: Answer,
    request: DescribeNetworkInterfacesFluentBuilder,
) -> Result<Vec<NetworkInterface>, Error> {
    let request = &request;
    listing::all_pages(answer, |token| {
        Box::pin(async move {
            let page = request.clone().set_next_token(token).send().await;
            let page = page.map_err(|error| failure(answer.0, &error))?;
            let set = answer.required("networkInterfaceSet", page.network_interfaces)?;
            let items = set.iter().map(|found| answer.network_interface(found)).collect::<Result<_, _>>()?;
            Ok((items, page.next_token))
        })
    })
    .await
}

pub async fn instances(client: &Client, ids: &[String]) -> Result<Vec<Instance>, Error> {
    let answer = Answer("DescribeInstances");
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let request = &client.describe_instances().set_instance_ids(Some(ids.to_vec()));
    let found = listing::all_pages(answer, |token| {
        Box::pin(async move {
            let page = request.clone().set_next_token(token).send().await;
            let page = page.map_err(|error| failure(answer.0, &error))?;
            let reservations = answer.required("reservationSet", page.reservations)?;
            let instances = reservations.iter().flat_map(|reservation| reservation.instances());
            let items = instances.map(|found| answer.instance(found)).collect::<Result<_, _>>()?;
            Ok((items, page.next_token))
        })
    });
    answer.with_ids("instance", ids, found.await?, |found| &found.id)
}

pub async fn instance_type(client: &Client, name: &str) -> Result<InstanceType, Error> {
    let answer = Answer("DescribeInstanceTypes");
    match client.describe_instance_types().instance_types(name.into()).send().await {
        Ok(types) => {
            let set = answer.required("instanceTypeSet", types.instance_types)?;
            let found = set.iter().map(|found| answer.instance_type(found)).collect::<Result<_, _>>()?;
            answer.with_id("instance type", name, found, |found| &found.name)
        }
        Err(error) => {
            let error = failure(answer.0, &error);
            let documented = error.is_unauthorized().then(|| InstanceType::documented(name)).flatten();
            documented.ok_or(error)
        }
    }
}

pub async fn subnet(client: &Client, id: &str) -> Result<Subnet, Error> {
    let answer = Answer("DescribeSubnets");
    let found = client.describe_subnets().subnet_ids(id).send().await;
    let set = found.map_err(|error| failure(answer.0, &error))?.subnets;
    let set = answer.required("subnetSet", set)?;
    let found = set.iter().map(|found| answer.subnet(found)).collect::<Result<_, _>>()?;
    answer.with_id("subnet", id, found, |found| &found.id)
}

pub async fn subnet_cidr_reservations(client: &Client, subnet: &str) -> Result<Vec<CidrReservation>, Error> {
    let answer = Answer("GetSubnetCidrReservations");
    let request = &client.get_subnet_cidr_reservations().subnet_id(subnet);
    listing::all_pages(answer, |token| {
        Box::pin(async move {
            let page = request.clone().set_next_token(token).send().await;
            let page = page.map_err(|error| failure(answer.0, &error))?;
            let set = page.subnet_ipv4_cidr_reservations();
            if let Some(stranger) = set.iter().filter_map(|found| found.subnet_id()).find(|id| *id != subnet)
            {
                return Err(answer.foreign(&format!("a reservation of the subnet {stranger}")));
            }
            let items = set.iter().map(|found| answer.reservation(found)).collect::<Result<_, _>>()?;
            Ok((items, page.next_token))
        })
    })
    .await
}

pub async fn vpcs(client: &Client) -> Result<Vec<Vpc>, Error> {
    let answer = Answer("DescribeVpcs");
    let request = &client.describe_vpcs().max_results(VPC_PAGE);
    listing::all_pages(answer, |token| {
        Box::pin(async move {
            let page = request.clone().set_next_token(token).send().await;
            let page = page.map_err(|error| failure(answer.0, &error))?;
            let set = answer.required("vpcSet", page.vpcs)?;
            let items = set.iter().map(|found| answer.vpc(found)).collect::<Result<_, _>>()?;
            Ok((items, page.next_token))
        })
    })
    .await
}

pub async fn route_tables(client: &Client, filter: RouteTableFilter) -> Result<Vec<RouteTable>, Error> {
    let answer = Answer("DescribeRouteTables");
    let request = client.describe_route_tables();
    let request = &match &filter {
        // Without ids EC2 would list everything, and with ids it rejects a page size.
        RouteTableFilter::Ids(ids) if ids.is_empty() => return Ok(Vec::new()),
        RouteTableFilter::Ids(ids) => request.set_route_table_ids(Some(ids.clone())),
        RouteTableFilter::Vpc(id) => {
            request.filters(matching("vpc-id", std::slice::from_ref(id))).max_results(ROUTE_TABLE_PAGE)
        }
    };
    let found = listing::all_pages(answer, |token| {
        Box::pin(async move {
            let page = request.clone().set_next_token(token).send().await;
            let page = page.map_err(|error| failure(answer.0, &error))?;
            let set = answer.required("routeTableSet", page.route_tables)?;
            let items = set.iter().map(|found| answer.route_table(found)).collect::<Result<_, _>>()?;
            Ok((items, page.next_token))
        })
    });
    let found = found.await?;
    match &filter {
        RouteTableFilter::Ids(ids) => answer.with_ids("route table", ids, found, |found| &found.id),
        RouteTableFilter::Vpc(vpc) => match found.iter().find(|table| table.vpc_id != *vpc) {
            Some(stranger) => Err(answer.foreign(&format!("the route table {}", stranger.id))),
            None => Ok(found),
        },
    }
}

fn matching(name: &str, values: &[String]) -> Filter {
    Filter::builder().name(name).set_values(Some(values.to_vec())).build()
}
