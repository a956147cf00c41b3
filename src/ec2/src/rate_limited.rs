//! Gentle calls: within the budget, one change per interface at a time, and as few as possible.
//!
//! All users of an account in a Region share one budget of calls. The mediator of a Cloud Volumes ONTAP pair
//! draws on it during a takeover, so the provider must never exhaust it. Writes that wait for the same
//! interface are sent as one.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::OwnedMutexGuard;
use tokio::time::sleep;
use tracing::Instrument;

use crate::budget::Budget;
use crate::lane::{Entry, Kind, Lane, Write};
use crate::{
    CidrReservation, Ec2, Error, ErrorKind, Instance, InstanceType, InterfaceFilter, NetworkInterface,
    Reassignment, RouteTable, RouteTableFilter, Subnet, Vpc,
};

/// How long a write waits for others that Terraform calls at the same moment.
const GATHERING: Duration = Duration::from_millis(2);

/// An [`Ec2`] whose calls stay within a [`Budget`].
///
/// Writes to one interface go one after the other. Those that wait, and do the same, go out as one call with
/// all their addresses. If EC2 refuses it as a whole, they go one by one, so that each caller gets its own
/// answer; if its outcome is in doubt, it is so for each. A caller that goes away or stops hurts no other.
pub struct RateLimited {
    inner: Arc<dyn Ec2>,
    budget: Arc<Budget>,
    stopped: Stopped,
    lanes: Mutex<HashMap<String, Arc<Lane>>>,
}

/// Returns a future that completes when the caller must not start anything new.
pub type Stopped = fn() -> Pin<Box<dyn Future<Output = ()> + Send>>;

impl RateLimited {
    /// Sends calls to `inner` as the budget allows. A write that is still waiting when `stopped` completes is
    /// not sent.
    pub fn new(inner: Arc<dyn Ec2>, budget: Arc<Budget>, stopped: Stopped) -> Self {
        Self { inner, budget, stopped, lanes: Mutex::default() }
    }

    fn lane(&self, interface: &str) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lanes.entry(interface.to_owned()).or_default())
    }

    async fn write(&self, interface: &str, kind: Kind, addresses: &[Ipv4Addr]) -> Result<(), Error> {
        let lane = self.lane(interface);
        let mut place = Lane::enter(&lane, Write { kind, addresses: addresses.to_vec(), alone: false });
        let (mut stopped, mut is_stopped) = ((self.stopped)(), false);
        loop {
            let (waits, action) = (place.waits(), kind.action());
            let what = if waits { "the turn of" } else { "the answer to" };
            let turn = waiting::told(|| format!("{what} {action} on {interface}"), self.turn(&lane));
            tokio::select! {
                biased;
                answer = &mut place.answer => return answer.unwrap_or_else(|_| Err(unanswered(action))),
                () = &mut stopped, if !is_stopped => match place.stop() {
                    Some(error) => return Err(error),
                    None => is_stopped = true,
                },
                turn = turn => self.send(interface, &lane, turn),
            }
        }
    }

    /// Waits until the next write may be sent. Nothing else is sent while the returned guard is held.
    async fn turn(&self, lane: &Lane) -> OwnedMutexGuard<()> {
        let turn = lane.turn().await;
        if let Some(action) = lane.next_action() {
            self.budget.turn(action).await;
            sleep(GATHERING).await;
        }
        turn
    }

    /// Sends what is next in a task of its own, which no caller takes with it when it goes away.
    fn send(&self, interface: &str, lane: &Arc<Lane>, turn: OwnedMutexGuard<()>) {
        let entries = lane.take();
        if entries.is_empty() {
            return;
        }
        let (inner, lane, interface) = (Arc::clone(&self.inner), Arc::clone(lane), interface.to_owned());
        let sent = async move {
            send(inner.as_ref(), &interface, &lane, entries).await;
            drop(turn);
        };
        drop(tokio::spawn(sent.in_current_span()));
    }
}

/// Sends writes as one call, and answers their callers. The call is given up if all of them have gone away.
async fn send(ec2: &dyn Ec2, interface: &str, lane: &Lane, mut entries: Vec<Entry>) {
    let mut addresses: Vec<_> = entries.iter().flat_map(|entry| entry.write.addresses.clone()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let Some(kind) = entries.first().map(|entry| entry.write.kind) else { return };
    let call = async {
        match kind {
            Kind::Assign(reassignment) => ec2.assign_private_ips(interface, &addresses, reassignment).await,
            Kind::Unassign => ec2.unassign_private_ips(interface, &addresses).await,
        }
    };
    let all_gone = async {
        for entry in &mut entries {
            entry.gone().await;
        }
    };
    let answer = tokio::select! {
        biased;
        answer = call => answer,
        () = all_gone => return,
    };
    match answer {
        Err(error) if entries.len() > 1 && is_about_one(&error) => {
            lane.put_back(entries, error.may_have_acted)
        }
        answer => entries.into_iter().for_each(|entry| entry.answer(answer.clone())),
    }
}

/// Whether a refusal may be about one of several addresses, so that the others may succeed without it.
fn is_about_one(error: &Error) -> bool {
    use ErrorKind::{
        LimitExceeded, MoveNotAllowed, NotAssigned, Other, OutOfSubnet, PrimaryAddress, Reserved,
    };
    match error.kind {
        MoveNotAllowed { .. } | LimitExceeded | OutOfSubnet | Reserved | PrimaryAddress | NotAssigned => true,
        Other => error.code.is_some(),
        _ => false,
    }
}

/// The task of the call ended without an answer.
fn unanswered(action: &'static str) -> Error {
    Error::local(
        action,
        ErrorKind::Lost,
        "The call ended without an answer, which is a bug of this provider.",
    )
}

#[async_trait]
impl Ec2 for RateLimited {
    async fn network_interface(&self, id: &str) -> Result<NetworkInterface, Error> {
        self.budget.turn("DescribeNetworkInterfaces").await;
        self.inner.network_interface(id).await
    }

    async fn network_interfaces(&self, filter: InterfaceFilter) -> Result<Vec<NetworkInterface>, Error> {
        self.budget.turn("DescribeNetworkInterfaces").await;
        self.inner.network_interfaces(filter).await
    }

    async fn instances(&self, ids: &[String]) -> Result<Vec<Instance>, Error> {
        self.budget.turn("DescribeInstances").await;
        self.inner.instances(ids).await
    }

    async fn instance_type(&self, name: &str) -> Result<InstanceType, Error> {
        self.budget.turn("DescribeInstanceTypes").await;
        self.inner.instance_type(name).await
    }

    async fn subnet(&self, id: &str) -> Result<Subnet, Error> {
        self.budget.turn("DescribeSubnets").await;
        self.inner.subnet(id).await
    }

    async fn subnet_cidr_reservations(&self, subnet: &str) -> Result<Vec<CidrReservation>, Error> {
        self.budget.turn("GetSubnetCidrReservations").await;
        self.inner.subnet_cidr_reservations(subnet).await
    }

    async fn vpcs(&self) -> Result<Vec<Vpc>, Error> {
        self.budget.turn("DescribeVpcs").await;
        self.inner.vpcs().await
    }

    async fn route_tables(&self, filter: RouteTableFilter) -> Result<Vec<RouteTable>, Error> {
        self.budget.turn("DescribeRouteTables").await;
        self.inner.route_tables(filter).await
    }

    async fn assign_private_ips(
        &self,
        interface: &str,
        addresses: &[Ipv4Addr],
        reassignment: Reassignment,
    ) -> Result<(), Error> {
        self.write(interface, Kind::Assign(reassignment), addresses).await
    }

    async fn unassign_private_ips(&self, interface: &str, addresses: &[Ipv4Addr]) -> Result<(), Error> {
        self.write(interface, Kind::Unassign, addresses).await
    }
}
