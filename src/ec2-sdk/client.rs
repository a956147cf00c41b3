//! The port's calls, each one SDK operation.

use std::net::Ipv4Addr;

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::describe_network_interfaces::builders::DescribeNetworkInterfacesFluentBuilder;
use aws_sdk_ec2::types::Filter;
use ec2::{
    CidrReservation, Ec2, Error, ErrorKind, Instance, InstanceType, InterfaceFilter, NetworkInterface,
    Reassignment, RouteTable, RouteTableFilter, Subnet, Vpc,
};
use tokio::sync::OnceCell;

use crate::convert::Answer;
use crate::failure::failure;
use crate::{Settings, connect};

/// EC2 accepts at most 200 values in one filter ("Resource limits" of the EC2 API, assumed unchanged).
const VALUES_PER_FILTER: usize = 200;

/// Interfaces per page; EC2 allows up to 1000.
const PAGE: i32 = 500;

/// VPCs per page; EC2 allows up to 1000.
const VPC_PAGE: i32 = 500;

/// Route tables per page, as many as EC2 allows.
const ROUTE_TABLE_PAGE: i32 = 100;

/// EC2 through the AWS SDK.
///
/// Nothing is looked up before the first call. That one checks Region and credentials within five seconds; when
/// they are missing it fails with one clear error, and the next call looks again.
pub struct SdkEc2 {
    settings: Settings,
    client: OnceCell<Client>,
}

impl SdkEc2 {
    /// A client that is configured at its first call.
    pub fn new(settings: Settings) -> Self {
        Self { settings, client: OnceCell::new() }
    }

    /// A client over a configuration that is complete already; its timeouts and retries are replaced by ours.
    pub fn over(config: &SdkConfig, endpoint: Option<&str>) -> Self {
        let client = connect::client(config, endpoint);
        Self { settings: Settings::default(), client: OnceCell::new_with(Some(client)) }
    }

    async fn client(&self, operation: &'static str) -> Result<&Client, Error> {
        self.client.get_or_try_init(|| connect::connect(operation, &self.settings)).await
    }

    async fn list(
        &self,
        requests: Vec<(DescribeNetworkInterfacesFluentBuilder, Option<i32>)>,
    ) -> Result<Vec<NetworkInterface>, Error> {
        let answer = Answer("DescribeNetworkInterfaces");
        let mut found = Vec::new();
        for (request, page) in requests {
            let mut items = request.set_max_results(page).into_paginator().items().send();
            while let Some(item) = items.next().await {
                let item = item.map_err(|error| failure(answer.0, &error))?;
                found.push(answer.network_interface(&item)?);
            }
        }
        Ok(found)
    }
}

#[async_trait]
impl Ec2 for SdkEc2 {
    async fn network_interface(&self, id: &str) -> Result<NetworkInterface, Error> {
        let found = self.network_interfaces(InterfaceFilter::Ids(vec![id.to_owned()])).await?;
        found.into_iter().next().ok_or_else(|| {
            let what = format!("The network interface {id} does not exist.");
            Error::local("DescribeNetworkInterfaces", ErrorKind::NotFound, what)
        })
    }

    async fn network_interfaces(&self, filter: InterfaceFilter) -> Result<Vec<NetworkInterface>, Error> {
        let client = self.client("DescribeNetworkInterfaces").await?;
        let describe = || client.describe_network_interfaces();
        let filtered = |name: &str, values: Vec<String>| {
            let chunks = values.chunks(VALUES_PER_FILTER);
            chunks.map(|values| (describe().filters(matching(name, values)), Some(PAGE))).collect()
        };
        let requests = match filter {
            // Without an id EC2 would list everything, and with ids it refuses a page size.
            InterfaceFilter::Ids(ids) if ids.is_empty() => Vec::new(),
            InterfaceFilter::Ids(ids) => vec![(describe().set_network_interface_ids(Some(ids)), None)],
            InterfaceFilter::PrivateIps(addresses) => {
                filtered("addresses.private-ip-address", addresses.iter().map(Ipv4Addr::to_string).collect())
            }
            InterfaceFilter::Instances(ids) => filtered("attachment.instance-id", ids),
            InterfaceFilter::Subnet(id) => filtered("subnet-id", vec![id]),
        };
        self.list(requests).await
    }

    async fn instances(&self, ids: &[String]) -> Result<Vec<Instance>, Error> {
        let answer = Answer("DescribeInstances");
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let request = self.client(answer.0).await?.describe_instances();
        let mut pages = request.set_instance_ids(Some(ids.to_vec())).into_paginator().send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| failure(answer.0, &error))?;
            for instance in page.reservations().iter().flat_map(|reservation| reservation.instances()) {
                found.push(answer.instance(instance)?);
            }
        }
        Ok(found)
    }

    async fn instance_type(&self, name: &str) -> Result<InstanceType, Error> {
        let answer = Answer("DescribeInstanceTypes");
        let request = self.client(answer.0).await?.describe_instance_types().instance_types(name.into());
        match request.send().await {
            Ok(types) => match types.instance_types().first() {
                Some(found) => answer.instance_type(found),
                None => Err(absent(answer, "instance type", name)),
            },
            Err(error) => {
                let error = failure(answer.0, &error);
                let documented = error.is_unauthorized().then(|| InstanceType::documented(name)).flatten();
                documented.ok_or(error)
            }
        }
    }

    async fn subnet(&self, id: &str) -> Result<Subnet, Error> {
        let answer = Answer("DescribeSubnets");
        let request = self.client(answer.0).await?.describe_subnets().subnet_ids(id);
        let found = request.send().await.map_err(|error| failure(answer.0, &error))?;
        let subnet = found.subnets().first().ok_or_else(|| absent(answer, "subnet", id))?;
        answer.subnet(subnet)
    }

    async fn subnet_cidr_reservations(&self, subnet: &str) -> Result<Vec<CidrReservation>, Error> {
        let answer = Answer("GetSubnetCidrReservations");
        let request = self.client(answer.0).await?.get_subnet_cidr_reservations().subnet_id(subnet);
        let mut found = Vec::new();
        let mut token = None;
        loop {
            let page = request.clone().set_next_token(token).send().await;
            let page = page.map_err(|error| failure(answer.0, &error))?;
            for reservation in page.subnet_ipv4_cidr_reservations() {
                found.push(answer.reservation(reservation)?);
            }
            token = page.next_token;
            if token.as_deref().unwrap_or_default().is_empty() {
                return Ok(found);
            }
        }
    }

    async fn vpcs(&self) -> Result<Vec<Vpc>, Error> {
        let answer = Answer("DescribeVpcs");
        let request = self.client(answer.0).await?.describe_vpcs().max_results(VPC_PAGE);
        let mut pages = request.into_paginator().items().send();
        let mut found = Vec::new();
        while let Some(vpc) = pages.next().await {
            let vpc = vpc.map_err(|error| failure(answer.0, &error))?;
            found.push(answer.vpc(&vpc)?);
        }
        Ok(found)
    }

    async fn route_tables(&self, filter: RouteTableFilter) -> Result<Vec<RouteTable>, Error> {
        let answer = Answer("DescribeRouteTables");
        let request = self.client(answer.0).await?.describe_route_tables();
        let request = match filter {
            // Without an id EC2 would list everything, and with ids it refuses a page size.
            RouteTableFilter::Ids(ids) if ids.is_empty() => return Ok(Vec::new()),
            RouteTableFilter::Ids(ids) => request.set_route_table_ids(Some(ids)),
            RouteTableFilter::Vpc(id) => {
                request.filters(matching("vpc-id", &[id])).max_results(ROUTE_TABLE_PAGE)
            }
        };
        let mut pages = request.into_paginator().items().send();
        let mut found = Vec::new();
        while let Some(table) = pages.next().await {
            let table = table.map_err(|error| failure(answer.0, &error))?;
            found.push(answer.route_table(&table)?);
        }
        Ok(found)
    }

    async fn assign_private_ip(
        &self,
        interface: &str,
        address: Ipv4Addr,
        reassignment: Reassignment,
    ) -> Result<(), Error> {
        let operation = "AssignPrivateIpAddresses";
        tracing::debug!(eni.id = interface, %address, ?reassignment, "assigning a private address");
        let request = self.client(operation).await?.assign_private_ip_addresses();
        let request = request
            .network_interface_id(interface)
            .private_ip_addresses(address.to_string())
            .allow_reassignment(reassignment == Reassignment::Allow);
        let Err(error) = request.send().await else { return Ok(()) };
        let error = failure(operation, &error);
        // A repeat after a lost answer can meet an interface that our own first attempt has filled.
        if error.is_limit_exceeded() && self.network_interface(interface).await?.has(address) {
            return Ok(());
        }
        Err(error)
    }

    async fn unassign_private_ip(&self, interface: &str, address: Ipv4Addr) -> Result<(), Error> {
        let operation = "UnassignPrivateIpAddresses";
        tracing::debug!(eni.id = interface, %address, "unassigning a private address");
        let request = self.client(operation).await?.unassign_private_ip_addresses();
        let request = request.network_interface_id(interface).private_ip_addresses(address.to_string());
        match request.send().await.map_err(|error| failure(operation, &error)) {
            Err(error) if !error.is_not_assigned() => Err(error),
            _ => Ok(()),
        }
    }
}

fn matching(name: &str, values: &[String]) -> Filter {
    Filter::builder().name(name).set_values(Some(values.to_vec())).build()
}

fn absent(answer: Answer, what: &str, name: &str) -> Error {
    Error::local(answer.0, ErrorKind::NotFound, format!("The {what} {name} does not exist."))
}
