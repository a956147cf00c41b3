//! Rate-limited writes: one change per interface at a time, and few per second.
//!
//! EC2 allows all users of an account in a Region 5 assign calls per second in total. The mediator of a Cloud
//! Volumes ONTAP pair draws on the same budget during a takeover, so the provider must never exhaust it.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::{Instant, sleep_until};

use crate::{
    CidrReservation, Ec2, Error, ErrorKind, Instance, InstanceType, InterfaceFilter, NetworkInterface,
    Reassignment, RouteTable, RouteTableFilter, Subnet, Vpc,
};

/// An [`Ec2`] whose writes are rate-limited. Reads pass through.
pub struct RateLimited<E> {
    inner: E,
    pause: Duration,
    stopped: Stopped,
    next_write: Mutex<Option<Instant>>,
    interfaces: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

/// Returns a future that completes when the caller must not start anything new.
pub type Stopped = fn() -> Pin<Box<dyn Future<Output = ()> + Send>>;

impl<E: Ec2> RateLimited<E> {
    /// Allows at most two writes per second. A write that is still waiting when `stopped` completes is not
    /// sent.
    pub fn new(inner: E, stopped: Stopped) -> Self {
        Self::with_pause(inner, Duration::from_millis(500), stopped)
    }

    /// Keeps at least `pause` between the starts of two writes.
    pub fn with_pause(inner: E, pause: Duration, stopped: Stopped) -> Self {
        Self { inner, pause, stopped, next_write: Mutex::default(), interfaces: Mutex::default() }
    }

    /// Returns the wrapped [`Ec2`].
    pub fn into_inner(self) -> E {
        self.inner
    }

    /// Waits until the write may be sent. The returned guard must be held until the write is answered.
    async fn turn(&self, operation: &'static str, interface: &str) -> Result<OwnedMutexGuard<()>, Error> {
        let turn = waiting::told(|| format!("the turn of {operation} on {interface}"), async {
            let alone = self.interface_lock(interface).await.lock_owned().await;
            self.wait_for_turn().await;
            alone
        });
        tokio::select! {
            biased;
            () = (self.stopped)() => {
                let why = "It was interrupted, or the time was up, before it was sent.";
                Err(Error::local(operation, ErrorKind::Stopped, why))
            }
            alone = turn => Ok(alone),
        }
    }

    async fn interface_lock(&self, interface: &str) -> Arc<Mutex<()>> {
        let mut interfaces = self.interfaces.lock().await;
        Arc::clone(interfaces.entry(interface.to_owned()).or_default())
    }

    async fn wait_for_turn(&self) {
        let mut next_write = self.next_write.lock().await;
        let turn = next_write.map_or_else(Instant::now, |next| next.max(Instant::now()));
        *next_write = Some(turn + self.pause);
        drop(next_write);
        sleep_until(turn).await;
    }
}

#[async_trait]
impl<E: Ec2> Ec2 for RateLimited<E> {
    async fn network_interface(&self, id: &str) -> Result<NetworkInterface, Error> {
        self.inner.network_interface(id).await
    }

    async fn network_interfaces(&self, filter: InterfaceFilter) -> Result<Vec<NetworkInterface>, Error> {
        self.inner.network_interfaces(filter).await
    }

    async fn instances(&self, ids: &[String]) -> Result<Vec<Instance>, Error> {
        self.inner.instances(ids).await
    }

    async fn instance_type(&self, name: &str) -> Result<InstanceType, Error> {
        self.inner.instance_type(name).await
    }

    async fn subnet(&self, id: &str) -> Result<Subnet, Error> {
        self.inner.subnet(id).await
    }

    async fn subnet_cidr_reservations(&self, subnet: &str) -> Result<Vec<CidrReservation>, Error> {
        self.inner.subnet_cidr_reservations(subnet).await
    }

    async fn vpcs(&self) -> Result<Vec<Vpc>, Error> {
        self.inner.vpcs().await
    }

    async fn route_tables(&self, filter: RouteTableFilter) -> Result<Vec<RouteTable>, Error> {
        self.inner.route_tables(filter).await
    }

    async fn assign_private_ip(
        &self,
        interface: &str,
        address: Ipv4Addr,
        reassignment: Reassignment,
    ) -> Result<(), Error> {
        let _one_at_a_time = self.turn("AssignPrivateIpAddresses", interface).await?;
        self.inner.assign_private_ip(interface, address, reassignment).await
    }

    async fn unassign_private_ip(&self, interface: &str, address: Ipv4Addr) -> Result<(), Error> {
        let _one_at_a_time = self.turn("UnassignPrivateIpAddresses", interface).await?;
        self.inner.unassign_private_ip(interface, address).await
    }
}
