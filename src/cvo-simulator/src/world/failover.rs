//! Takeover and giveback: a node fails, its partner takes over its work and later gives it back.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use thiserror::Error;
use uuid::Uuid;

use super::World;
use super::cluster::Cluster;
use super::ec2::Ec2Error;
use super::ip_interface::Interface;

/// Why a takeover or giveback failed, wholly or in part.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FailoverError {
    /// No node has this name.
    #[error("there is no node \"{0}\"")]
    UnknownNode(String),
    /// The node has no partner.
    #[error("node \"{0}\" has no HA partner")]
    NoPartner(String),
    /// The node is already down.
    #[error("node \"{0}\" has been taken over already")]
    TakenOver(String),
    /// The partner is down.
    #[error("the partner of node \"{0}\" is not in operation")]
    PartnerDown(String),
    /// The node has not been taken over.
    #[error("node \"{0}\" has not been taken over")]
    NotTakenOver(String),
    /// The nodes have changed roles, but EC2 refused to move the addresses, so the LIFs stay where they are.
    #[error("the addresses could not be moved to node \"{node}\": {error}")]
    Addresses {
        /// Node that the addresses should have moved to.
        node: String,
        /// The error from EC2.
        error: Ec2Error,
    },
}

impl World {
    /// Fails a node. When this returns, its partner has taken over.
    ///
    /// # Errors
    ///
    /// If no partner can take over, or if EC2 refuses to move the addresses.
    pub fn take_over(&mut self, name: &str) -> Result<(), FailoverError> {
        let node = self.cluster.node_named(name).ok_or_else(|| FailoverError::UnknownNode(name.into()))?;
        if node.partners.is_empty() {
            return Err(FailoverError::NoPartner(name.into()));
        }
        if !node.is_up() {
            return Err(FailoverError::TakenOver(name.into()));
        }
        let partner = self.cluster.partner_in_operation(name).map(|partner| partner.name.clone());
        let partner = partner.ok_or_else(|| FailoverError::PartnerDown(name.into()))?;
        let now = self.clock.now();
        self.cluster.set_taken_over(name, Some(now));
        let on_it = self.cluster.interfaces.iter().filter(|lif| lif.node == name);
        let leaving: Vec<_> = on_it.filter(|lif| self.can_move(lif, &partner)).map(|lif| lif.uuid).collect();
        self.place(&leaving, &partner)
    }

    /// Gives a node its work back. When this returns, its LIFs with `auto_revert` are at home.
    ///
    /// # Errors
    ///
    /// If the node has not been taken over, or if EC2 refuses to move the addresses.
    pub fn give_back(&mut self, name: &str) -> Result<(), FailoverError> {
        let node = self.cluster.node_named(name).ok_or_else(|| FailoverError::UnknownNode(name.into()))?;
        if node.is_up() {
            return Err(FailoverError::NotTakenOver(name.into()));
        }
        self.cluster.set_taken_over(name, None);
        let lifs = self.cluster.interfaces.iter();
        let away = lifs.filter(|lif| lif.home_node == name && lif.node != name && lif.auto_revert);
        let returning: Vec<_> = away.map(|lif| lif.uuid).collect();
        self.place(&returning, name)
    }

    /// Moves LIFs, with their addresses or routes, to a node.
    fn place(&mut self, lifs: &[Uuid], node: &str) -> Result<(), FailoverError> {
        let addresses = self.private_addresses(lifs);
        let (moved, refused) = self.move_addresses(&addresses, node);
        if refused.is_none() || !moved.is_empty() {
            let goes = |lif: &Interface| match lif.address {
                IpAddr::V4(own) => moved.contains(&own) || !addresses.contains(&own),
                IpAddr::V6(_) => true,
            };
            let selected = self.cluster.interfaces.iter_mut().filter(|lif| lifs.contains(&lif.uuid));
            selected.filter(|lif| goes(lif)).for_each(|lif| lif.move_to(node));
            self.follow(Duration::ZERO);
        }
        refused.map_or(Ok(()), |error| Err(FailoverError::Addresses { node: node.to_owned(), error }))
    }

    /// Moves addresses to a node, all together unless
    /// [`Mediator::moves_in_part`](super::mediator::Mediator::moves_in_part). Returns those that moved, and
    /// why others did not.
    fn move_addresses(&mut self, addresses: &[Ipv4Addr], node: &str) -> (Vec<Ipv4Addr>, Option<Ec2Error>) {
        let now = self.clock.now();
        let Some(mediator) = &mut self.mediator else { return (addresses.to_vec(), None) };
        let together = if mediator.moves_in_part { 1 } else { addresses.len().max(1) };
        let (mut moved, mut refused) = (Vec::new(), None);
        for part in addresses.chunks(together) {
            match mediator.assign(part, node, &self.cluster, &mut self.ec2, now) {
                Ok(()) => moved.extend(part),
                Err(error) => refused = Some(error),
            }
        }
        mediator.record(&moved, node);
        (moved, refused)
    }

    /// Returns the addresses of LIFs that EC2 has to move; none if addresses float.
    fn private_addresses(&self, lifs: &[Uuid]) -> Vec<Ipv4Addr> {
        let Some(mediator) = self.mediator.as_ref().filter(|mediator| !mediator.floats()) else {
            return vec![];
        };
        let movable = mediator.placement(&self.cluster, &self.ec2);
        let selected = self.cluster.interfaces.iter().filter(|lif| lifs.contains(&lif.uuid));
        selected
            .filter_map(|lif| match lif.address {
                IpAddr::V4(address) => movable.contains_key(&address).then_some(address),
                IpAddr::V6(_) => None,
            })
            .collect()
    }

    /// Whether a LIF can move to the partner of its node. NetApp's page on storage VMs in several
    /// Availability Zones: a floating address can move only if its SVM has a LIF with a private address,
    /// which does not move, on each node.
    fn can_move(&self, lif: &Interface, partner: &str) -> bool {
        if lif.is_bound_to_its_node() {
            return false;
        }
        let floating = self.mediator.as_ref().filter(|mediator| mediator.floats());
        let floating = floating.map(|mediator| mediator.placement(&self.cluster, &self.ec2));
        let floats = |lif: &Interface| match (&floating, lif.address) {
            (Some(floating), IpAddr::V4(address)) => floating.contains_key(&address),
            _ => false,
        };
        if lif.svm.is_none() || !floats(lif) {
            return true;
        }
        let mut anchors = self.cluster.interfaces_of(lif.svm).filter(|other| other.node == partner);
        anchors.any(|other| other.is_bound_to_its_node() && !floats(other))
    }

    /// Moves LIFs that were created or changed on a failed node to its partner: assumed
    /// (`lif-leaves-failed-node`).
    pub(super) fn leave_failed_nodes(&mut self) {
        if self.cluster.variants.lifs_stay_on_failed_nodes {
            return;
        }
        let cluster = &self.cluster;
        let stranded = cluster.interfaces.iter().filter(|lif| !cluster.is_node_up(&lif.node));
        let moves: Vec<_> = stranded
            .filter_map(|lif| {
                let partner = cluster.partner_in_operation(&lif.node)?;
                self.can_move(lif, &partner.name).then(|| (lif.uuid, partner.name.clone()))
            })
            .collect();
        for (uuid, partner) in moves {
            self.cluster
                .interfaces
                .iter_mut()
                .filter(|lif| lif.uuid == uuid)
                .for_each(|lif| lif.move_to(&partner));
        }
    }
}

impl Interface {
    /// Whether the LIF goes down with its node.
    pub fn is_bound_to_its_node(&self) -> bool {
        matches!(self.failover.as_str(), "home_port_only" | "home_node_only")
    }

    /// Moves the LIF to the port of the same name on `node`, or to its home port.
    fn move_to(&mut self, node: &str) {
        if node == self.home_node {
            self.port.clone_from(&self.home_port);
        }
        node.clone_into(&mut self.node);
    }
}

impl Cluster {
    fn set_taken_over(&mut self, name: &str, since: Option<super::clock::Moment>) {
        let node = self.nodes.iter_mut().find(|node| node.name == name);
        node.into_iter().for_each(|node| node.taken_over_since = since);
    }
}
