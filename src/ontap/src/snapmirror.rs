//! `/api/snapmirror/relationships`: replication to or from an SVM, looked at before a deletion.

use crate::{Client, Result, SnapmirrorRelationship};
use ontap_core::protocol::request::Request;

/// Relationships that copy to this SVM.
fn to_svm(name: &str) -> Result<Request> {
    Request::get("/snapmirror/relationships")
        .fields(&[
            "uuid",
            "source.path",
            "source.svm.name",
            "destination.path",
            "destination.svm.name",
            "state",
        ])
        .filter("destination.svm.name", name)
}

/// Relationships that copy from this SVM; the source's cluster shows them only when asked for in this way.
fn from_svm(name: &str) -> Result<Request> {
    Ok(Request::get("/snapmirror/relationships")
        .fields(&["uuid", "source.path", "source.svm.name", "destination.path", "destination.svm.name"])
        .filter("source.svm.name", name)?
        .parameter("list_destinations_only", "true"))
}

impl Client {
    /// Lists the SnapMirror relationships that have the SVM of this name on either side, each once.
    ///
    /// # Errors
    /// Whatever the requests meet.
    pub async fn snapmirror_relationships(&self, svm_name: &str) -> Result<Vec<SnapmirrorRelationship>> {
        let mut all: Vec<SnapmirrorRelationship> = self.list(&to_svm(svm_name)?).await?;
        let outgoing: Vec<SnapmirrorRelationship> = self.list(&from_svm(svm_name)?).await?;
        for relationship in outgoing {
            if all.iter().all(|known| known.uuid != relationship.uuid) {
                all.push(relationship);
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sources_side_must_be_asked_for() {
        let asked = ("list_destinations_only".to_owned(), "true".to_owned());
        assert!(from_svm("svm_2").unwrap().query.contains(&asked));
        assert!(!to_svm("svm_2").unwrap().query.contains(&asked));
    }
}
