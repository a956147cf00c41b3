//! `/api/snapmirror/relationships`: replication to or from an SVM, looked at before a deletion.

use serde::Deserialize;

use crate::protocol::request::Request;
use crate::record::{fields, record};
use crate::{Object, Reference, Result};

record! {
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
}

record! {
    /// One end of a relationship.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct SnapmirrorEndpoint {
        /// `svm:volume`, or `svm:` for a whole SVM.
        pub path: Option<String>,
        /// SVM of this end.
        pub svm: Reference,
    }
}

impl Object for SnapmirrorRelationship {
    const PATH: &'static str = "/snapmirror/relationships";
}

impl SnapmirrorRelationship {
    /// The request that lists the relationships that copy from this SVM; the source's cluster shows them only when asked for
    /// in this way, and without their state.
    ///
    /// # Errors
    /// [`crate::Error::Argument`] for a name that cannot be asked for.
    pub fn outgoing(svm_name: &str) -> Result<Request> {
        let asked: Vec<_> = fields::<Self>().into_iter().filter(|field| field != "state").collect();
        Ok(Request::get(Self::PATH)
            .fields(&asked)
            .filter("source.svm.name", svm_name)?
            .parameter("list_destinations_only", "true"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::objects::list;

    #[test]
    fn the_sources_side_must_be_asked_for() {
        let asked = ("list_destinations_only".to_owned(), "true".to_owned());
        assert!(SnapmirrorRelationship::outgoing("svm_2").unwrap().query.contains(&asked));
        let incoming = list::<SnapmirrorRelationship>(&[("destination.svm.name", "svm_2")], None).unwrap();
        assert!(!incoming.query.contains(&asked));
    }
}
