//! Replication to or from an SVM, checked before a deletion.

use crate::{Client, Faulty, Result, SnapmirrorRelationship};

impl Client {
    /// Lists the SnapMirror relationships that have an SVM of one of these names on either side, each once.
    ///
    /// # Errors
    /// Whatever the requests meet.
    pub async fn snapmirror_relationships(&self, svm_names: &[&str]) -> Result<Vec<SnapmirrorRelationship>> {
        let outgoing = SnapmirrorRelationship::outgoing(svm_names)?;
        let (incoming, outgoing) = tokio::join!(
            self.list_any::<SnapmirrorRelationship>("destination.svm.name", svm_names),
            self.read_all::<SnapmirrorRelationship>(&outgoing, Faulty::KeptInPart)
        );
        let (mut all, outgoing) = (incoming?, outgoing?);
        for relationship in outgoing.records {
            if all.iter().all(|known| known.uuid != relationship.uuid) {
                all.push(relationship);
            }
        }
        Ok(all)
    }
}
