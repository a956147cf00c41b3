//! Which cluster this is: asked once, compared with what is expected and with what an object remembers.

use ontap::{Cluster, Version};
use tfplugin::{Cx, Diagnostics, Outcome};

use super::Clients;
use crate::diagnose::During;

/// Private-state key under which every object remembers its cluster.
const CLUSTER_UUID: &str = "cluster_uuid";

/// Oldest release that the provider knows how to talk to (docs/decisions/0002).
const LOWEST: Version = Version::new(9, 10, 1);

impl Clients {
    /// The ONTAP client for one operation, once the cluster is known to be the expected one.
    pub async fn ontap(cx: &Cx<Self>) -> Outcome<ontap::Client> {
        Self::cluster(cx).await?;
        Self::client(cx)
    }

    /// The ONTAP client for an object that exists: its cluster must be the one it was made on. A wrong
    /// endpoint would otherwise look as if everything were gone, and make it anew.
    pub async fn ontap_of(cx: &Cx<Self>, object: &str) -> Outcome<ontap::Client> {
        let cluster = Self::cluster(cx).await?;
        match cx.private::<String>(CLUSTER_UUID) {
            Some(remembered) if remembered != cluster.uuid => {
                Err(another_cluster(object, &remembered, &cluster))
            }
            _ => {
                cx.remember(CLUSTER_UUID, &cluster.uuid);
                Self::client(cx)
            }
        }
    }

    /// The cluster that an object was made or imported on. To be asked for before [`Clients::ontap_of`], which records the one
    /// that answers.
    pub fn recorded_cluster(cx: &Cx<Self>) -> Option<String> {
        cx.private(CLUSTER_UUID)
    }

    /// That an object is gone says only the cluster that it is recorded to be on: another one does not have it either.
    pub fn gone(cx: &Cx<Self>, object: &str, recorded: Option<String>) -> Outcome<()> {
        if recorded.is_some() {
            return Ok(());
        }
        cx.forget(CLUSTER_UUID);
        Err(not_here(object))
    }

    /// Name, uuid and version of the cluster, asked once in a run.
    pub async fn cluster(cx: &Cx<Self>) -> Outcome<Cluster> {
        let clients = cx.clients();
        let ask = || async { Self::client(cx)?.cluster().await.during("reach the cluster") };
        let cluster = clients.cluster.get_or_try_init(ask).await?;
        if cluster.version < LOWEST {
            return Err(too_old(cluster));
        }
        match &clients.expected_cluster_uuid {
            Some(expected) if *expected != cluster.uuid => Err(unexpected_cluster(expected, cluster)),
            _ => Ok(cluster.clone()),
        }
    }

    fn client(cx: &Cx<Self>) -> Outcome<ontap::Client> {
        let client = cx.clients().ontap.as_ref().map_err(Clone::clone)?;
        Ok(client.with_stop(cx.stop().clone()))
    }

    /// Remembers the cluster with the object that was just made.
    pub fn remember_cluster(cx: &Cx<Self>, cluster: &Cluster) {
        cx.remember(CLUSTER_UUID, &cluster.uuid);
    }
}

fn another_cluster(object: &str, remembered: &str, now: &Cluster) -> Diagnostics {
    Diagnostics::error(
        format!("{object} belongs to another cluster"),
        format!(
            "It was made on the cluster with uuid {remembered}, but the provider's endpoint leads to cluster {} with \
             uuid {}. Nothing was changed. Correct endpoint or CVO_ENDPOINT; if the object really is to be forgotten, \
             use \"terraform state rm\".",
            now.name, now.uuid
        ),
    )
}

fn not_here(object: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{object} is not on this cluster"),
        "The state does not say which cluster it was made on, so that it may be on another one: it is not taken for gone, and \
         nothing was changed. Check endpoint (CVO_ENDPOINT). If it was deleted, forget it with \"terraform state rm\".",
    )
}

fn unexpected_cluster(expected: &str, now: &Cluster) -> Diagnostics {
    Diagnostics::error(
        "This is not the expected cluster",
        format!(
            "expected_cluster_uuid is {expected}, but the provider's endpoint leads to cluster {} with uuid {}. Nothing \
             was changed. Correct endpoint (CVO_ENDPOINT) or expected_cluster_uuid.",
            now.name, now.uuid
        ),
    )
}

fn too_old(cluster: &Cluster) -> Diagnostics {
    Diagnostics::error(
        format!("ONTAP {} is not supported", cluster.version),
        format!(
            "Cluster {} runs {}; this provider needs {LOWEST} or later. Nothing was changed. Upgrade the system in the console.",
            cluster.name, cluster.version
        ),
    )
}
