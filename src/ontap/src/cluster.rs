//! `/api/cluster`: the cluster itself.

use crate::{Client, Cluster, Result, Version};

impl Client {
    /// Reads the cluster. Its release is then known to [`Client::version`] too.
    ///
    /// # Errors
    /// Any error of the request.
    pub async fn cluster(&self) -> Result<Cluster> {
        let cluster: Cluster = self.fetch(&Cluster::request()).await?;
        let _known_already = self.cached_version().set(cluster.version);
        Ok(cluster)
    }

    /// Returns the cluster's release, which is read once per client and its clones.
    ///
    /// # Errors
    /// Any error of the first read.
    pub async fn version(&self) -> Result<Version> {
        let read = || async { self.cluster().await.map(|cluster| cluster.version) };
        self.cached_version().get_or_try_init(read).await.copied()
    }
}
