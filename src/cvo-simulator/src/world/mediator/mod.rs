//! The HA mediator: what Cloud Volumes ONTAP itself does in AWS when LIFs are created, moved and deleted.
//!
//! Source: NetApp's pages on IAM roles and on storage VMs for Cloud Volumes ONTAP in AWS. The mediator's role
//! may assign private addresses and create, replace and delete routes. A floating address gets a route in the
//! selected route tables; that its destination is /32 is assumed (`floating-route-is-32`). A private one must
//! have been assigned beforehand. That an address follows its LIF in any move, not only in a takeover, is
//! assumed (`address-follows-its-lif`); [`Mediator::follows_rehoming`] is the switch.

mod account;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::World;
use super::clock::Moment;
use super::cluster::{CLUSTER_IPSPACE, Cluster};
use super::ec2::{AssignRequest, Ec2Error, Ec2World};
use super::error::{ApiError, ApiResult};
use crate::inventory::FailoverMode;
pub(crate) use account::{e0a, own_blocks};
use account::{put_route, remove_route, route, unassign};

/// Time until a route follows its LIF: assumed (`route-delay`); a takeover waits for it.
const ROUTE_DELAY: Duration = Duration::from_millis(50);

/// The node of each address.
type Placement = BTreeMap<Ipv4Addr, String>;

/// The mediator of an HA pair.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mediator {
    mode: FailoverMode,
    /// Whether its IAM role grants the permissions that it needs.
    pub permitted: bool,
    /// Time until a route follows its LIF.
    pub route_delay: Duration,
    /// Whether a private address follows its LIF outside a takeover too. NetApp documents the takeover only.
    #[serde(default = "yes")]
    pub follows_rehoming: bool,
    /// Whether it releases a private address whose LIF is deleted or gets another address. That it does not
    /// is assumed (`address-outlives-its-lif`).
    #[serde(default)]
    pub releases_addresses: bool,
    /// Whether a takeover moves the addresses that fit, where not all do.
    #[serde(default)]
    pub moves_in_part: bool,
    /// The node on which it last saw each address.
    followed: Placement,
    pending: Vec<Step>,
}

fn yes() -> bool {
    true
}

/// A pending update: at `due`, the route of the address is changed to the node that has the address then.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Step {
    due: Moment,
    address: Ipv4Addr,
}

impl Mediator {
    pub(super) fn new(mode: FailoverMode, cluster: &Cluster, ec2: &Ec2World) -> Self {
        let mut mediator = Self {
            mode,
            permitted: true,
            route_delay: ROUTE_DELAY,
            follows_rehoming: true,
            releases_addresses: false,
            moves_in_part: false,
            followed: Placement::new(),
            pending: vec![],
        };
        mediator.followed = mediator.placement(cluster, ec2);
        mediator
    }

    /// Whether addresses float.
    pub(super) fn floats(&self) -> bool {
        matches!(self.mode, FailoverMode::FloatingIp { .. })
    }

    /// Returns the nodes of the addresses that this mode moves: the floating addresses, or those in the VPC.
    /// LIFs of the traffic between the nodes never move.
    pub(super) fn placement(&self, cluster: &Cluster, ec2: &Ec2World) -> Placement {
        let blocks = own_blocks(cluster, ec2);
        let lifs = cluster.interfaces.iter().filter(|lif| lif.ipspace != CLUSTER_IPSPACE);
        let placed = lifs.filter_map(|lif| match lif.address {
            IpAddr::V4(address) => Some((address, lif.node.clone())),
            IpAddr::V6(_) => None,
        });
        placed
            .filter(|(address, _)| self.floats() != blocks.iter().any(|block| block.contains(address)))
            .collect()
    }

    /// Notes which addresses are new, moved or deleted. Only routes are created and deleted with a LIF;
    /// private addresses only move, unless the mediator releases them.
    fn note(&mut self, placed: Placement, now: Moment, delay: Duration) {
        let floats = self.floats();
        let goes = floats || self.releases_addresses;
        let gone = self.followed.keys().filter(|address| goes && !placed.contains_key(address));
        let follows = floats || self.follows_rehoming;
        let changed = placed.iter().filter_map(|(address, node)| match self.followed.get(address) {
            Some(old) => (follows && old != node).then_some(address),
            None => floats.then_some(address),
        });
        let due = if floats { now.plus(delay) } else { now };
        self.pending.extend(gone.chain(changed).map(|&address| Step { due, address }));
        self.followed = placed;
    }

    fn take_due(&mut self, now: Moment) -> Vec<Ipv4Addr> {
        self.pending.extract_if(.., |step| step.due <= now).map(|step| step.address).collect()
    }

    /// Routes an address to its current node, or removes its routes if it has none.
    fn redirect(
        &self,
        address: Ipv4Addr,
        cluster: &Cluster,
        ec2: &mut Ec2World,
        now: Moment,
    ) -> Result<(), Ec2Error> {
        let node = self.followed.get(&address);
        match (&self.mode, node) {
            _ if !self.permitted => Err(Ec2Error::unauthorized_operation()),
            (FailoverMode::PrivateIp, Some(node)) => self.assign(&[address], node, cluster, ec2, now),
            (FailoverMode::PrivateIp, None) if self.releases_addresses => {
                unassign(cluster, ec2, now, address)
            }
            (FailoverMode::PrivateIp, None) => Ok(()),
            (FailoverMode::FloatingIp { route_table_ids }, Some(node)) => {
                let interface = e0a(cluster, ec2, node).map(|eni| eni.id.clone());
                route_table_ids
                    .iter()
                    .try_for_each(|table| put_route(ec2, now, &route(table, address, interface.clone())))
            }
            (FailoverMode::FloatingIp { route_table_ids }, None) => {
                route_table_ids.iter().try_for_each(|table| remove_route(cluster, ec2, now, table, address))
            }
        }
    }

    /// Moves private addresses to e0a of a node in one call, and so all of them or none. That a takeover
    /// moves all of its addresses so is assumed (`takeover-in-one-call`).
    pub(super) fn assign(
        &self,
        addresses: &[Ipv4Addr],
        node: &str,
        cluster: &Cluster,
        ec2: &mut Ec2World,
        now: Moment,
    ) -> Result<(), Ec2Error> {
        let Some(interface) = e0a(cluster, ec2, node).filter(|_| !addresses.is_empty()) else {
            return Ok(());
        };
        if !self.permitted {
            return Err(Ec2Error::unauthorized_operation());
        }
        let request = AssignRequest {
            network_interface_id: interface.id.clone(),
            private_ip_addresses: addresses.iter().map(ToString::to_string).collect(),
            allow_reassignment: true,
            ..AssignRequest::default()
        };
        ec2.assign_private_ip_addresses(now, &request).map(drop)
    }

    /// Records that addresses are already on a node, so that nothing remains to be done for them.
    pub(super) fn record(&mut self, addresses: &[Ipv4Addr], node: &str) {
        self.followed.extend(addresses.iter().map(|&address| (address, node.to_owned())));
    }
}

impl World {
    /// Carries out in AWS the due changes that LIFs have caused. Changes that AWS refuses are dropped.
    pub(super) fn follow(&mut self, delay: Duration) {
        let now = self.clock.now();
        let Some(mut mediator) = self.mediator.take() else { return };
        mediator.note(mediator.placement(&self.cluster, &self.ec2), now, delay);
        for address in mediator.take_due(now) {
            if let Err(error) = mediator.redirect(address, &self.cluster, &mut self.ec2, now) {
                tracing::warn!("the mediator could not move {address}: {error}");
            }
        }
        self.mediator = Some(mediator);
    }

    /// Changes LIFs. If the routes of a floating address cannot follow, nothing changes and the error is
    /// 53281468. NetApp lists the code for POST and PATCH; the status, and that nothing changes, are assumed
    /// (`route-refusal-changes-nothing`).
    pub fn change_interfaces<T>(
        &mut self,
        change: impl FnOnce(&mut Cluster) -> ApiResult<T>,
    ) -> ApiResult<T> {
        let before = self.cluster.interfaces.clone();
        let changed = change(&mut self.cluster)?;
        self.leave_failed_nodes();
        if let Err((address, error)) = self.try_routes() {
            self.cluster.interfaces = before;
            let message = format!("Failed to update external route tables for IP {address}: {error}");
            return Err(ApiError::new(500, 53_281_468, message));
        }
        self.settle();
        Ok(changed)
    }

    /// Tries the routes of new or moved floating addresses on a copy of the account.
    fn try_routes(&self) -> Result<(), (Ipv4Addr, Ec2Error)> {
        let Some(mediator) = self.mediator.as_ref().filter(|mediator| mediator.floats()) else {
            return Ok(());
        };
        let mut trial = mediator.clone();
        trial.followed = trial.placement(&self.cluster, &self.ec2);
        let is_new = |(address, node): &(&Ipv4Addr, &String)| mediator.followed.get(address) != Some(*node);
        let new: Vec<_> = trial.followed.iter().filter(is_new).map(|(address, _)| *address).collect();
        let mut ec2 = if new.is_empty() { return Ok(()) } else { self.ec2.clone() };
        new.into_iter().try_for_each(|address| {
            let redirected = trial.redirect(address, &self.cluster, &mut ec2, self.clock.now());
            redirected.map_err(|error| (address, error))
        })
    }
}
