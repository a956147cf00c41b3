//! What does not change within a run: nodes, ports, aggregates, and the EC2 side of each node. Each is asked
//! at its first use and once.

use std::collections::{BTreeMap, BTreeSet};

use ec2::{Instance, InstanceType, Subnet};
use ontap::{Aggregate, Node, Port};
use tfplugin::{Cx, Diagnostics, Outcome};
use tokio::sync::{Mutex, OnceCell};

use super::Clients;
use crate::diagnose::During;

/// The answers so far.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    nodes: OnceCell<Vec<Node>>,
    ports: OnceCell<Vec<Port>>,
    aggregates: OnceCell<Vec<Aggregate>>,
    subnets: Mutex<BTreeMap<String, Subnet>>,
    instances: Mutex<BTreeMap<String, Instance>>,
    instance_types: Mutex<BTreeMap<String, InstanceType>>,
}

impl Clients {
    /// The nodes.
    pub(crate) async fn nodes(cx: &Cx<Self>) -> Outcome<&[Node]> {
        let ask = || async { Self::ontap(cx).await?.list::<Node>(&[]).await.during("list the nodes") };
        Ok(cx.clients().inventory.nodes.get_or_try_init(ask).await?)
    }

    /// The ports of all nodes.
    pub(crate) async fn ports(cx: &Cx<Self>) -> Outcome<&[Port]> {
        let ask = || async { Self::ontap(cx).await?.list::<Port>(&[]).await.during("list the ports") };
        Ok(cx.clients().inventory.ports.get_or_try_init(ask).await?)
    }

    /// The data aggregates.
    pub(crate) async fn aggregates(cx: &Cx<Self>) -> Outcome<&[Aggregate]> {
        let ask =
            || async { Self::ontap(cx).await?.list::<Aggregate>(&[]).await.during("list the aggregates") };
        Ok(cx.clients().inventory.aggregates.get_or_try_init(ask).await?)
    }

    /// IPspaces that a port e0a is in.
    pub(crate) async fn e0a_ipspaces(cx: &Cx<Self>) -> Outcome<BTreeSet<String>> {
        let e0a = Self::ports(cx).await?.iter().filter(|port| port.name == "e0a");
        Ok(e0a.filter_map(|port| port.broadcast_domain.ipspace.name.clone()).collect())
    }

    /// A subnet.
    pub(crate) async fn subnet(&self, id: &str) -> Outcome<Subnet> {
        let mut known = self.inventory.subnets.lock().await;
        if let Some(subnet) = known.get(id) {
            return Ok(subnet.clone());
        }
        let subnet = self.ec2().subnet(id).await.during(format!("read subnet {id}"))?;
        known.insert(id.to_owned(), subnet.clone());
        Ok(subnet)
    }

    /// An instance.
    pub(crate) async fn instance(&self, id: &str) -> Outcome<Instance> {
        let mut known = self.inventory.instances.lock().await;
        if let Some(instance) = known.get(id) {
            return Ok(instance.clone());
        }
        let found = self.ec2().instances(&[id.to_owned()]).await.during(format!("read instance {id}"))?;
        let Some(instance) = found.into_iter().find(|found| found.id == id) else {
            return Err(Diagnostics::error(
                format!("Could not read instance {id}"),
                "EC2 did not answer with it. Check aws.region and the account of the credentials.",
            ));
        };
        known.insert(id.to_owned(), instance.clone());
        Ok(instance)
    }

    /// The limits of an instance type.
    pub(crate) async fn instance_type(&self, name: &str) -> Outcome<InstanceType> {
        let mut known = self.inventory.instance_types.lock().await;
        if let Some(limits) = known.get(name) {
            return Ok(limits.clone());
        }
        let limits = self.ec2().instance_type(name).await.during(format!("read the limits of {name}"))?;
        known.insert(name.to_owned(), limits.clone());
        Ok(limits)
    }
}
