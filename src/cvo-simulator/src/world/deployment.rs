//! A cluster right after its deployment.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::{IpNet, Ipv4Net};
use uuid::Uuid;

use super::Settings;
use super::aggregate::Aggregate;
use super::clock::{Clock, Moment};
use super::cluster::{CLUSTER_IPSPACE, Cluster, DEFAULT_IPSPACE, Named};
use super::ip_interface::Interface;
use super::ip_route::{DEFAULT_METRIC, Route};
use super::names::{Reference, Uuids};
use super::node::Node;
use super::port::{BroadcastDomain, Port};
use super::role::Role;
use super::svm_create::{NewRoot, NewSvm};
use super::variants::Variants;
use crate::inventory::cluster::{ClusterInventory, InterfaceSpec, NodeSpec, SvmSpec};

/// NetApp's documentation: every cluster has these.
const SNAPSHOT_POLICIES: [&str; 3] = ["default", "default-1weekly", "none"];

impl Cluster {
    /// Creates the cluster that `inventory` describes.
    pub fn new(inventory: ClusterInventory, settings: &Settings) -> Self {
        let now = Clock::new(settings.clock).now();
        let mut cluster = Self::bare(inventory.name, settings);
        for node in &inventory.nodes {
            cluster.deploy_node(node, &inventory.nodes);
        }
        for aggregate in inventory.aggregates {
            let uuid = cluster.uuids.make();
            let (name, node, size) = (aggregate.name, aggregate.node, aggregate.size);
            cluster.aggregates.push(Aggregate { uuid, name, node, size, used_besides: 0, create_time: now });
        }
        if cluster.is_pair() {
            let uuid = cluster.uuids.make();
            cluster.broadcast_domains.push(BroadcastDomain::of(uuid, CLUSTER_IPSPACE));
        }
        cluster.make_cluster_policies();
        cluster.deploy_svm(inventory.default_svm, now);
        for interface in inventory.interfaces {
            cluster.deploy_interface(interface);
        }
        let owners = [None, cluster.svms.first().map(|svm| svm.uuid)];
        for svm in owners {
            // NetApp's CLI reference advises against equal metrics. The difference between them is assumed
            // (`deployed-metrics`).
            for (gateway, metric) in inventory.gateways.iter().zip((DEFAULT_METRIC..).step_by(10)) {
                cluster.deploy_default_route(svm, (*gateway).into(), metric);
            }
        }
        cluster
    }

    /// Creates a cluster that has only what every cluster has.
    pub(crate) fn bare(name: String, settings: &Settings) -> Self {
        let mut uuids = Uuids::new(settings.seed);
        let mut named = |name: &str| Named { uuid: uuids.make(), name: name.to_owned() };
        let ipspaces = vec![named(DEFAULT_IPSPACE), named(CLUSTER_IPSPACE)];
        let domain = named(DEFAULT_IPSPACE);
        let broadcast_domains = vec![BroadcastDomain::of(domain.uuid, &domain.name)];
        let snapshot_policies = SNAPSHOT_POLICIES.map(named).into();
        Self {
            uuid: uuids.make(),
            name,
            version: settings.version,
            release_text: None,
            uuids,
            job_duration: settings.job_duration,
            ipspaces,
            broadcast_domains,
            snapshot_policies,
            nodes: vec![],
            ports: vec![],
            aggregates: vec![],
            svms: vec![],
            volumes: vec![],
            interfaces: vec![],
            routes: vec![],
            policies: vec![],
            svm_objects: vec![],
            jobs: vec![],
            rehoming_moves_lifs: true,
            role: Role::default(),
            variants: Variants::default(),
        }
    }

    fn deploy_node(&mut self, node: &NodeSpec, all: &[NodeSpec]) {
        let partners = all.iter().filter(|other| other.name != node.name).map(|other| other.name.clone());
        self.nodes.push(Node {
            uuid: self.uuids.make(),
            name: node.name.clone(),
            serial_number: node.serial_number.clone(),
            system_id: node.system_id.clone(),
            instance_id: node.instance_id.clone(),
            partners: partners.collect(),
            taken_over_since: None,
        });
        for port in &node.ports {
            self.ports.push(Port {
                uuid: self.uuids.make(),
                name: port.name.clone(),
                node: node.name.clone(),
                mac_address: port.mac_address.clone(),
                up: true,
                broadcast_domain: port.broadcast_domain.clone(),
            });
        }
    }

    fn deploy_svm(&mut self, svm: SvmSpec, now: Moment) {
        let uuid = self.uuids.make();
        let aggregates = self.aggregates.iter().map(|aggregate| Reference::named(&aggregate.name)).collect();
        let root =
            NewRoot { name: Some(svm.root_volume), aggregate: Some(svm.aggregate), security_style: None };
        let new = NewSvm { name: svm.name, aggregates, root, ..NewSvm::default() };
        if let Err(error) = self.make_svm(uuid, new, now) {
            tracing::error!("the inventory has a default storage VM that cannot be: {}", error.message);
        }
    }

    fn deploy_interface(&mut self, spec: InterfaceSpec) {
        let svm = spec.svm.and_then(|name| self.svm_named(&name).map(|svm| svm.uuid));
        let Ok(policy) = self.policy_for_interface(svm, &Reference::named(&spec.service_policy)) else {
            tracing::error!("the inventory has a LIF with an unknown policy: {}", spec.service_policy);
            return;
        };
        let failover = spec.failover.unwrap_or_else(|| policy.loosest_failover().to_owned());
        let (policy, ipspace) = (policy.uuid, policy.ipspace.clone());
        let auto_revert = failover != "home_port_only";
        self.interfaces.push(Interface {
            uuid: self.uuids.make(),
            name: spec.name,
            svm,
            ipspace,
            address: spec.address.into(),
            prefix_length: spec.prefix_length,
            enabled: true,
            home_node: spec.node.clone(),
            home_port: spec.port.clone(),
            node: spec.node,
            port: spec.port,
            auto_revert,
            failover,
            policy,
            dns_zone: "none".to_owned(),
            ddns_enabled: false,
        });
    }

    fn deploy_default_route(&mut self, svm: Option<Uuid>, gateway: IpAddr, metric: u64) {
        self.routes.push(Route {
            uuid: self.uuids.make(),
            svm,
            ipspace: DEFAULT_IPSPACE.to_owned(),
            destination: IpNet::V4(Ipv4Net::default()),
            gateway,
            metric,
        });
    }

    /// Carries out everything that is due at `now`.
    pub fn advance_to(&mut self, now: Moment) {
        self.settle(now);
        self.expire_recovery_queue(now);
    }

    /// Returns how long the system has been up.
    pub fn uptime(&self, now: Moment) -> Duration {
        let born = self.aggregates.first().map_or(now, |aggregate| aggregate.create_time);
        now.since(born)
    }
}
