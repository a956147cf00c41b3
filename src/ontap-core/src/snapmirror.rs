//! `/api/snapmirror/relationships`: replication to or from an SVM, looked at before a deletion.

use serde::Deserialize;

use crate::Reference;

/// One SnapMirror relationship.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SnapmirrorRelationship {
    /// Its uuid.
    pub uuid: String,
    /// Where it copies from.
    #[serde(default)]
    pub source: SnapmirrorEndpoint,
    /// Where it copies to.
    #[serde(default)]
    pub destination: SnapmirrorEndpoint,
    /// How far it is, such as `snapmirrored`; not given on the source's side.
    pub state: Option<String>,
}

/// One end of a relationship.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SnapmirrorEndpoint {
    /// `svm:volume`, or `svm:` for a whole SVM.
    pub path: Option<String>,
    /// SVM of this end.
    pub svm: Reference,
}
