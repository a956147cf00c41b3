//! `/api/snapmirror/relationships`: replication to or from an SVM, which is checked before a deletion.

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
        /// The source.
        #[serde(default)]
        pub source: SnapmirrorEndpoint,
        /// The destination.
        #[serde(default)]
        pub destination: SnapmirrorEndpoint,
        /// Its state, such as `snapmirrored`; not available on the source's cluster.
        pub state: Option<String>,
    }
}

record! {
    /// One endpoint of a relationship.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct SnapmirrorEndpoint {
        /// `svm:volume`, or `svm:` for a whole SVM.
        pub path: Option<String>,
        /// SVM of this endpoint.
        pub svm: Reference,
    }
}

impl Object for SnapmirrorRelationship {
    const PATH: &'static str = "/snapmirror/relationships";
}

impl SnapmirrorRelationship {
    /// Returns the request that lists the relationships whose source is one of these SVMs. The source's cluster shows
    /// them only to such a request, and without their state.
    ///
    /// # Errors
    /// [`crate::Error::Argument`] for a name that cannot be used in a filter.
    pub fn outgoing(svm_names: &[&str]) -> Result<Request> {
        let fields: Vec<_> = fields::<Self>().into_iter().filter(|field| field != "state").collect();
        Ok(Request::get(Self::PATH)
            .fields(&fields)
            .filter_any("source.svm.name", svm_names)?
            .parameter("list_destinations_only", "true")
            .listing())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::objects::list;

    #[test]
    fn relationships_of_a_source_need_an_explicit_request() {
        let parameter = ("list_destinations_only".to_owned(), "true".to_owned());
        assert!(SnapmirrorRelationship::outgoing(&["svm_2"]).unwrap().query.contains(&parameter));
        let incoming = list::<SnapmirrorRelationship>(&[("destination.svm.name", "svm_2")], None).unwrap();
        assert!(!incoming.query.contains(&parameter));
    }
}
