//! Root volumes, and deleted volumes that can still be recovered.

use crate::create::Look;
use crate::{Client, QueuedVolume, QueuedVolumeBody, Result, Volume};

impl Client {
    /// Reads the root volume of an SVM; a DR destination has none before its first transfer.
    ///
    /// # Errors
    /// Any error of the request.
    pub async fn root_volume(&self, svm_uuid: &str) -> Result<Option<Volume>> {
        self.find(&[("svm.uuid", svm_uuid), ("is_svm_root", "true")]).await
    }

    /// Deletes one volume of the recovery queue for good.
    ///
    /// If the outcome is unknown, the client looks at the queue before it sends the command again.
    ///
    /// # Errors
    /// Any error of the command.
    pub async fn purge_volume(&self, svm_name: &str, volume: &str) -> Result<()> {
        let body = QueuedVolumeBody { vserver: svm_name.to_owned(), volume: volume.to_owned() };
        let look = || -> Look<'_, ()> {
            Box::pin(async move {
                let queued: Vec<QueuedVolume> = self.list(&[("vserver", svm_name)]).await?;
                Ok((!queued.iter().any(|queued| queued.volume == volume)).then_some(()))
            })
        };
        self.write_once(&body.purge()?, look).await.map(drop)
    }
}
