//! [`Ontap`]: the ONTAP half. The cluster's identity is read once and compared with the expected one. Data
//! that does not change within a run is also read once.

use std::collections::BTreeSet;

use ontap::{Aggregate, Cluster, Node, Port, Version};
use provider_core::system::E0A;
use tfplugin::{Diagnostics, Outcome};
use tokio::sync::OnceCell;

use crate::config::ProviderConfig;
use crate::diagnose::{self, During};

/// Oldest release that the provider supports (docs/decisions/0002).
pub const LOWEST: Version = Version::new(9, 10, 1);

/// The ONTAP half of the system.
#[derive(Debug)]
pub struct Ontap {
    client: Outcome<ontap::Client>,
    expected_cluster_uuid: Option<String>,
    cluster: OnceCell<Cluster>,
    nodes: OnceCell<Vec<Node>>,
    ports: OnceCell<Vec<Port>>,
    aggregates: OnceCell<Vec<Aggregate>>,
}

impl Ontap {
    /// Creates the ONTAP half with this client, or with the error that every use of the client then returns.
    pub fn new(client: Outcome<ontap::Client>, expected_cluster_uuid: Option<String>) -> Self {
        Self {
            client,
            expected_cluster_uuid,
            cluster: OnceCell::new(),
            nodes: OnceCell::new(),
            ports: OnceCell::new(),
            aggregates: OnceCell::new(),
        }
    }

    /// Returns the client for one operation, after checking that the cluster is the expected one.
    pub async fn client(&self) -> Outcome<ontap::Client> {
        self.cluster().await?;
        self.unchecked()
    }

    /// Returns a client for a question that several operations share, after checking that the cluster is the
    /// expected one. No operation stops it.
    pub async fn of_all_operations(&self) -> Outcome<ontap::Client> {
        self.cluster().await?;
        self.client.clone()
    }

    /// Returns name, uuid and version of the cluster, read once in a run.
    pub async fn cluster(&self) -> Outcome<Cluster> {
        let ask = || async { diagnose::of_cluster(self.unchecked()?.cluster().await) };
        let cluster = self.cluster.get_or_try_init(ask).await?;
        if cluster.version < LOWEST {
            return Err(too_old(cluster));
        }
        match &self.expected_cluster_uuid {
            Some(expected) if *expected != cluster.uuid => Err(unexpected_cluster(expected, cluster)),
            _ => Ok(cluster.clone()),
        }
    }

    /// Returns the cluster if it has been read. Every operation that has a client has read it.
    pub fn known_cluster(&self) -> Option<&Cluster> {
        self.cluster.get()
    }

    /// Returns whether this process has sent a write to ONTAP.
    pub fn has_written(&self) -> bool {
        self.client.as_ref().is_ok_and(ontap::Client::has_written)
    }

    /// Returns the nodes, read once in a run.
    pub async fn nodes(&self) -> Outcome<&[Node]> {
        let ask = || async {
            let nodes = self.client().await?.list::<Node>(&[]).await.during("list the nodes")?;
            if nodes.is_empty() { Err(no_nodes()) } else { Ok(nodes) }
        };
        Ok(self.nodes.get_or_try_init(ask).await?)
    }

    /// Returns the ports of all nodes, read once in a run.
    pub async fn ports(&self) -> Outcome<&[Port]> {
        let ask = || async { self.client().await?.list::<Port>(&[]).await.during("list the ports") };
        Ok(self.ports.get_or_try_init(ask).await?)
    }

    /// Returns the data aggregates, read once in a run.
    pub async fn aggregates(&self) -> Outcome<&[Aggregate]> {
        let ask =
            || async { self.client().await?.list::<Aggregate>(&[]).await.during("list the aggregates") };
        Ok(self.aggregates.get_or_try_init(ask).await?)
    }

    /// Returns the IPspaces that contain a port e0a.
    pub async fn e0a_ipspaces(&self) -> Outcome<BTreeSet<String>> {
        let e0a = self.ports().await?.iter().filter(|port| port.name == E0A);
        Ok(e0a.filter_map(|port| port.broadcast_domain.ipspace.name.clone()).collect())
    }

    /// Returns the client for one operation, whatever cluster it leads to.
    pub fn unchecked(&self) -> Outcome<ontap::Client> {
        let client = self.client.as_ref().map_err(Clone::clone)?;
        let (writes, begun) = (tfplugin::writes(), tfplugin::writes());
        let client = client.with_stop(tfplugin::stop()).with_write_notice(move || writes.note());
        Ok(client.with_begun(move || begun.any()))
    }
}

fn unexpected_cluster(expected: &str, now: &Cluster) -> Diagnostics {
    Diagnostics::error(
        "This is not the expected cluster",
        format!(
            "expected_cluster_uuid is {expected}, but the provider's endpoint leads to cluster {} with uuid \
             {}. Correct endpoint ({}) or expected_cluster_uuid.",
            now.name,
            now.uuid,
            ProviderConfig::ENDPOINT_VARIABLE
        ),
    )
}

/// A cluster that answers has a node: an empty list is part of a failure, and what follows from it would be wrong.
fn no_nodes() -> Diagnostics {
    Diagnostics::error(
        "ONTAP lists no node",
        "Every cluster has one, so that the answer is not whole. Nothing was changed because of it. Run this again; \
         if it stays, look at the cluster (\"cluster show\").",
    )
}

fn too_old(cluster: &Cluster) -> Diagnostics {
    Diagnostics::error(
        format!("ONTAP {} is not supported", cluster.version),
        format!(
            "Cluster {} runs {}; this provider needs {LOWEST} or later. Upgrade the system in the console.",
            cluster.name, cluster.version
        ),
    )
}
