//! [`SdkEc2`]: implements the port with a client that is created on the first call.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use aws_config::SdkConfig;
use aws_sdk_ec2::Client;
use ec2::{
    Budget, CidrReservation, Ec2, Error, Instance, InstanceType, InterfaceFilter, NetworkInterface,
    Reassignment, RouteTable, RouteTableFilter, Standing, Subnet, Vpc,
};
use tokio::sync::OnceCell;

use crate::credentials::UsedCredentials;
use crate::{Settings, connect, log, reads, writes};

/// EC2 through the AWS SDK.
///
/// Nothing is looked up before the first call. The first call checks Region and credentials within five
/// seconds. If they are missing, it fails with one clear error, which counts for all calls, like every
/// failure that any other call would meet ([`Standing`]). No error contains a credential, whatever a server
/// answers.
pub struct SdkEc2 {
    settings: Settings,
    client: OnceCell<Client>,
    standing: Mutex<Standing>,
    used: UsedCredentials,
    budget: Arc<Budget>,
}

impl SdkEc2 {
    /// Returns a client that is configured on the first call.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            client: OnceCell::new(),
            standing: Mutex::default(),
            used: UsedCredentials::default(),
            budget: Arc::default(),
        }
    }

    /// Returns a client for a complete configuration, whose timeouts, retries and HTTP client are replaced by
    /// ours.
    pub fn over(config: &SdkConfig, endpoint: Option<&str>) -> Self {
        let (used, budget) = (UsedCredentials::default(), Arc::default());
        let config = connect::record_credentials(config.clone(), &used);
        let client = OnceCell::new_with(Some(connect::client(&config, endpoint, &used, &budget)));
        Self { settings: Settings::default(), client, standing: Mutex::default(), used, budget }
    }

    /// Returns the budget that is told when EC2 refuses calls because there were too many. Nothing here waits
    /// for it: see [`ec2::RateLimited`].
    pub fn budget(&self) -> Arc<Budget> {
        Arc::clone(&self.budget)
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` with the client and removes credentials from its error. Nothing is sent if an earlier failure
    /// counts for all calls.
    async fn call<'a, T, F>(
        &'a self,
        operation: &'static str,
        work: impl FnOnce(&'a Client) -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let client = self.client.get_or_try_init(|| self.connect(operation)).await?;
        self.standing().admit(operation)?;
        self.learned(log::told(operation, work(client)).await)
    }

    /// One call after the other gets here while there is no client.
    async fn connect(&self, operation: &'static str) -> Result<Client, Error> {
        self.standing().admit(operation)?;
        let connected = connect::connect(operation, &self.settings, &self.used, &self.budget).await;
        connected.or_else(|error| self.learned(Err(error)))
    }

    fn learned<T>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        let outcome = outcome.map_err(|error| self.used.scrubbed(error));
        self.standing().learn(outcome.as_ref().map(|_| ()));
        outcome
    }
}

#[async_trait]
impl Ec2 for SdkEc2 {
    async fn network_interface(&self, id: &str) -> Result<NetworkInterface, Error> {
        self.call("DescribeNetworkInterfaces", |client| reads::network_interface(client, id)).await
    }

    async fn network_interfaces(&self, filter: InterfaceFilter) -> Result<Vec<NetworkInterface>, Error> {
        self.call("DescribeNetworkInterfaces", |client| reads::network_interfaces(client, filter)).await
    }

    async fn instances(&self, ids: &[String]) -> Result<Vec<Instance>, Error> {
        self.call("DescribeInstances", |client| reads::instances(client, ids)).await
    }

    async fn instance_type(&self, name: &str) -> Result<InstanceType, Error> {
        self.call("DescribeInstanceTypes", |client| reads::instance_type(client, name)).await
    }

    async fn subnet(&self, id: &str) -> Result<Subnet, Error> {
        self.call("DescribeSubnets", |client| reads::subnet(client, id)).await
    }

    async fn subnet_cidr_reservations(&self, subnet: &str) -> Result<Vec<CidrReservation>, Error> {
        let operation = "GetSubnetCidrReservations";
        self.call(operation, |client| reads::subnet_cidr_reservations(client, subnet)).await
    }

    async fn vpcs(&self) -> Result<Vec<Vpc>, Error> {
        self.call("DescribeVpcs", reads::vpcs).await
    }

    async fn route_tables(&self, filter: RouteTableFilter) -> Result<Vec<RouteTable>, Error> {
        self.call("DescribeRouteTables", |client| reads::route_tables(client, filter)).await
    }

    async fn assign_private_ips(
        &self,
        interface: &str,
        addresses: &[Ipv4Addr],
        reassignment: Reassignment,
    ) -> Result<(), Error> {
        let assign = |client| writes::assign_private_ips(client, interface, addresses, reassignment);
        self.call("AssignPrivateIpAddresses", assign).await
    }

    async fn unassign_private_ips(&self, interface: &str, addresses: &[Ipv4Addr]) -> Result<(), Error> {
        let unassign = |client| writes::unassign_private_ips(client, interface, addresses);
        self.call("UnassignPrivateIpAddresses", unassign).await
    }
}
