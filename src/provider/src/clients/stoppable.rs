//! [`Stoppable`]: EC2 for operations that can be told to stop. The SDK retries a call for up to two minutes
//! and does not know about Terraform's Stop.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ec2::{
    CidrReservation, Ec2, Error, ErrorKind, Instance, InstanceType, InterfaceFilter, NetworkInterface,
    Reassignment, RouteTable, RouteTableFilter, Subnet, Vpc,
};

/// How long to wait for the answer to a write that is already on its way: an answer now saves a search for
/// its outcome later.
const LAST_ANSWER: Duration = Duration::from_millis(700);

/// Wraps any [`Ec2`] so that its calls end with the operation that makes them.
pub struct Stoppable(pub Arc<dyn Ec2>);

/// Runs a read, which ends at once when the operation is told to stop.
async fn read<T>(operation: &'static str, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::select! {
        biased;
        answer = call => answer,
        () = tfplugin::stop().cancelled_owned() => Err(interrupted(operation)),
    }
}

/// Runs a write, which gets a moment longer; if it is then given up, its effect is uncertain.
async fn write<T>(operation: &'static str, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tfplugin::writes().note();
    let over = async {
        tfplugin::stop().cancelled_owned().await;
        tokio::time::sleep(LAST_ANSWER).await;
    };
    tokio::select! {
        biased;
        answer = call => answer,
        () = over => Err(interrupted(operation).after_an_uncertain_attempt(true)),
    }
}

fn interrupted(operation: &'static str) -> Error {
    let what = "Terraform was interrupted, or the time was up, before EC2 had answered.";
    Error::local(operation, ErrorKind::Stopped, what)
}

#[async_trait]
impl Ec2 for Stoppable {
    async fn network_interface(&self, id: &str) -> Result<NetworkInterface, Error> {
        read("DescribeNetworkInterfaces", self.0.network_interface(id)).await
    }

    async fn network_interfaces(&self, filter: InterfaceFilter) -> Result<Vec<NetworkInterface>, Error> {
        read("DescribeNetworkInterfaces", self.0.network_interfaces(filter)).await
    }

    async fn instances(&self, ids: &[String]) -> Result<Vec<Instance>, Error> {
        read("DescribeInstances", self.0.instances(ids)).await
    }

    async fn instance_type(&self, name: &str) -> Result<InstanceType, Error> {
        read("DescribeInstanceTypes", self.0.instance_type(name)).await
    }

    async fn subnet(&self, id: &str) -> Result<Subnet, Error> {
        read("DescribeSubnets", self.0.subnet(id)).await
    }

    async fn subnet_cidr_reservations(&self, subnet: &str) -> Result<Vec<CidrReservation>, Error> {
        read("GetSubnetCidrReservations", self.0.subnet_cidr_reservations(subnet)).await
    }

    async fn vpcs(&self) -> Result<Vec<Vpc>, Error> {
        read("DescribeVpcs", self.0.vpcs()).await
    }

    async fn route_tables(&self, filter: RouteTableFilter) -> Result<Vec<RouteTable>, Error> {
        read("DescribeRouteTables", self.0.route_tables(filter)).await
    }

    async fn assign_private_ips(
        &self,
        interface: &str,
        addresses: &[Ipv4Addr],
        reassignment: Reassignment,
    ) -> Result<(), Error> {
        let call = self.0.assign_private_ips(interface, addresses, reassignment);
        write("AssignPrivateIpAddresses", call).await
    }

    async fn unassign_private_ips(&self, interface: &str, addresses: &[Ipv4Addr]) -> Result<(), Error> {
        write("UnassignPrivateIpAddresses", self.0.unassign_private_ips(interface, addresses)).await
    }
}
