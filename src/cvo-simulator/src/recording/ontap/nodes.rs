//! Nodes with partners and takeovers, IPspaces, broadcast domains and ports.

use super::records::{HaRecord, Link, NamedRecord, NodeRecord, PortRecord};
use super::{Builder, Record, Result};
use crate::world::cluster::{CLUSTER_IPSPACE, DEFAULT_IPSPACE};
use crate::world::node::{Node, taken_over_since};
use crate::world::port::{BroadcastDomain, Port};

pub const IPSPACES: &str = "/api/network/ipspaces";
pub const BROADCAST_DOMAINS: &str = "/api/network/ethernet/broadcast-domains";
pub const PORTS: &str = "/api/network/ethernet/ports";

impl Builder<'_> {
    pub(super) fn nodes(&mut self, records: &[Record<NodeRecord>]) -> Result<()> {
        for (number, record) in records.iter().enumerate() {
            let name = record.required("name", record.name.clone())?;
            let uuid = self.uuid(record.uuid);
            // The formats are those of Cloud Volumes ONTAP: 20 and 10 digits.
            let serial = || format!("9092014000000000{:04}", number + 1);
            self.cluster.nodes.push(Node {
                uuid,
                name,
                serial_number: record.serial_number.clone().unwrap_or_else(serial),
                system_id: record.system_id.clone().unwrap_or_else(|| format!("278512{:04}", number + 1)),
                instance_id: record.vm.as_ref().and_then(|vm| vm.instance_id.clone()).unwrap_or_default(),
                partners: vec![],
                taken_over_since: None,
            });
        }
        for (at, record) in records.iter().enumerate() {
            let partners = self.partners(records, at)?;
            self.cluster.nodes[at].partners = partners;
            self.takeover(record, at);
        }
        self.takeovers_that_only_the_partner_shows(records);
        Ok(())
    }

    /// The partners of a node: those that it shows, or else the node that shows it. Of two nodes that show
    /// none, each is the partner of the other, unless they say that they are no pair: a failed node shows
    /// little.
    fn partners(&self, records: &[Record<NodeRecord>], at: usize) -> Result<Vec<String>> {
        let record = &records[at];
        let own = &self.cluster.nodes[at];
        let shown = record.ha.as_ref().and_then(|ha| ha.partners.as_ref());
        if let Some(links) = shown.filter(|links| !links.is_empty()) {
            let named = links.iter().map(|link| self.node_of(record, Some(link)));
            return named.filter_map(Result::transpose).collect();
        }
        let shows = |other: &Record<NodeRecord>| {
            let partners = other.ha.iter().flat_map(|ha| ha.partners.iter().flatten());
            partners.into_iter().any(|link: &Link| link.points_at(&own.name, own.uuid))
        };
        let others = || records.iter().zip(&self.cluster.nodes).filter(|(_, other)| other.name != own.name);
        let showing: Vec<_> =
            others().filter(|(other, _)| shows(other)).map(|(_, node)| node.name.clone()).collect();
        let denied =
            |record: &Record<NodeRecord>| record.ha.as_ref().is_some_and(|ha| ha.enabled == Some(false));
        if showing.is_empty() && records.len() == 2 && !records.iter().any(denied) {
            return Ok(others().map(|(_, node)| node.name.clone()).collect());
        }
        Ok(showing)
    }

    fn takeover(&mut self, record: &Record<NodeRecord>, at: usize) {
        let state = record.state.as_deref().unwrap_or("up");
        let since = taken_over_since(state, self.now);
        let node = &mut self.cluster.nodes[at];
        if since.is_some() && !node.partners.is_empty() {
            node.taken_over_since = since;
        }
    }

    /// A node whose partner says that it has taken over is taken over, whatever it shows itself.
    fn takeovers_that_only_the_partner_shows(&mut self, records: &[Record<NodeRecord>]) {
        let in_takeover = |ha: &HaRecord| {
            ha.takeover.as_ref().is_some_and(|takeover| takeover.state.as_deref() == Some("in_takeover"))
        };
        let takers = records
            .iter()
            .zip(&self.cluster.nodes)
            .filter(|(record, node)| node.is_up() && record.ha.as_ref().is_some_and(in_takeover));
        let failed: Vec<_> = takers.flat_map(|(_, node)| node.partners.clone()).collect();
        for node in self.cluster.nodes.iter_mut().filter(|node| failed.contains(&node.name) && node.is_up()) {
            node.taken_over_since = Some(self.now);
        }
        for (record, node) in records.iter().zip(&self.cluster.nodes) {
            let state = record.state.as_deref().unwrap_or("up");
            if node.is_up() && state != "up" {
                self.report.left_out("state(s) of nodes, which are up", format!("{}: {state}", node.name));
            }
        }
    }

    pub(super) fn networks(&mut self) -> Result<()> {
        if let Some(ipspaces) = self.named(IPSPACES)? {
            self.cluster.ipspaces = ipspaces;
        } else {
            self.not_recorded(IPSPACES);
        }
        let Some(records) = self.recording.collection::<NamedRecord>(BROADCAST_DOMAINS)? else {
            self.not_recorded(BROADCAST_DOMAINS);
            if self.cluster.is_pair() {
                let uuid = self.uuid(None);
                self.domain(uuid, CLUSTER_IPSPACE.to_owned(), None);
            }
            return Ok(());
        };
        self.cluster.broadcast_domains.clear();
        for record in &records {
            let name = record.required("name", record.name.clone())?;
            let uuid = self.uuid(record.uuid);
            let ipspace = record.ipspace.as_ref().and_then(|ipspace| ipspace.name.clone());
            self.domain(uuid, name, ipspace);
        }
        Ok(())
    }

    fn domain(&mut self, uuid: uuid::Uuid, name: String, ipspace: Option<String>) {
        self.cluster.broadcast_domains.push(BroadcastDomain { uuid, name, ipspace });
    }

    pub(super) fn ports(&mut self) -> Result<()> {
        let Some(records) = self.recording.collection::<PortRecord>(PORTS)? else {
            self.not_recorded(PORTS);
            return Ok(());
        };
        for record in &records {
            let name = record.required("name", record.name.clone())?;
            let node = record.required("node", self.node_of(record, record.node.as_ref())?)?;
            let uuid = self.uuid(record.uuid);
            let works = self.cluster.is_node_up(&node);
            let domain = record.broadcast_domain.as_ref().and_then(|domain| domain.name.clone());
            self.cluster.ports.push(Port {
                uuid,
                name,
                node,
                mac_address: record.mac_address.clone().unwrap_or_default(),
                // The ports of a failed node are down with it.
                up: !works || record.state.as_deref() != Some("down"),
                broadcast_domain: domain,
            });
        }
        Ok(())
    }

    /// Adds a port on which a LIF was recorded and which was not recorded itself.
    pub(super) fn assure_port(&mut self, node: &str, name: &str, ipspace: &str) {
        if self.cluster.port(node, name).is_some() {
            return;
        }
        self.report.made_up("port(s)", format!("{name} of {node}"));
        let uuid = self.uuid(None);
        let domain = if ipspace == CLUSTER_IPSPACE { CLUSTER_IPSPACE } else { DEFAULT_IPSPACE };
        self.cluster.ports.push(Port {
            uuid,
            name: name.to_owned(),
            node: node.to_owned(),
            mac_address: String::new(),
            up: true,
            broadcast_domain: Some(domain.to_owned()),
        });
    }
}
