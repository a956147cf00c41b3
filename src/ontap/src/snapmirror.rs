//! Replication to or from an SVM, checked before a deletion.

use crate::{Client, Faulty, Result, SnapmirrorRelationship};

impl Client {
    /// Lists the SnapMirror relationships that have the SVM of this name on either side, each once.
    ///
    /// # Errors
    /// Whatever the requests meet.
    pub async fn snapmirror_relationships(&self, svm_name: &str) -> Result<Vec<SnapmirrorRelationship>> {
        let mut all: Vec<SnapmirrorRelationship> = self.list(&[("destination.svm.name", svm_name)]).await?;
        let outgoing = SnapmirrorRelationship::outgoing(svm_name)?;
        let outgoing = self.read_all::<SnapmirrorRelationship>(&outgoing, Faulty::KeptInPart).await?;
        for relationship in outgoing.records {
            if all.iter().all(|known| known.uuid != relationship.uuid) {
                all.push(relationship);
            }
        }
        Ok(all)
    }
}
