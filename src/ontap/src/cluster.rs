//! `/api/cluster`: the cluster itself.

use crate::{Client, Cluster, Result, Version};

impl Client {
    /// Reads the cluster. Its release is then known to [`Client::version`] too.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn cluster(&self) -> Result<Cluster> {
        let cluster: Cluster = self.fetch(&Cluster::request()).await?;
        let _known_already = self.cached_version().set(cluster.version);
        Ok(cluster)
    }

    /// The cluster's release, read once per client and its clones.
    ///
    /// # Errors
    /// Whatever the first read meets.
    pub async fn version(&self) -> Result<Version> {
        let read = || async { self.cluster().await.map(|cluster| cluster.version) };
        self.cached_version().get_or_try_init(read).await.copied()
    }
}
