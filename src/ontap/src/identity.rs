//! Which cluster each endpoint leads to. Several endpoints are addresses of one cluster; an endpoint that
//! leads to another cluster must not be sent a request meant for the first.

use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;
use tokio::sync::OnceCell;

use ontap_core::Cluster;
use ontap_core::protocol::answer::{self, Received};
use ontap_core::protocol::request::Request;
use ontap_core::{Error, Result};

/// The known cluster of each endpoint.
pub struct Identities {
    first: OnceLock<Seen>,
    verified: Vec<OnceCell<()>>,
}

/// The cluster behind an endpoint.
#[derive(Debug, Clone)]
struct Seen {
    endpoint: String,
    cluster: Identity,
}

#[derive(Debug, Clone, Deserialize)]
struct Identity {
    name: String,
    uuid: String,
}

impl Identities {
    /// Starts with this many endpoints, all of them unverified.
    pub fn new(endpoints: usize) -> Self {
        Self { first: OnceLock::new(), verified: (0..endpoints).map(|_| OnceCell::new()).collect() }
    }

    /// Returns the cell that records the verification of an endpoint, if the endpoint must still be verified
    /// before a request is sent to it. A single endpoint is not compared with anything.
    pub fn unverified(&self, number: usize) -> Option<&OnceCell<()>> {
        let cell = self.verified.get(number).filter(|_| self.verified.len() > 1)?;
        (!cell.initialized()).then_some(cell)
    }

    /// Compares the answer of an endpoint to [`cluster::read`] with that of the first endpoint that answered.
    /// `request` is the request waiting to be sent.
    pub fn verify(&self, endpoint: &str, received: &Received, request: &Request) -> Result<()> {
        let question = Cluster::request();
        answer::judge(&question, received)?;
        let cluster: Identity = answer::decode(&question, received)?;
        let first =
            self.first.get_or_init(|| Seen { endpoint: endpoint.to_owned(), cluster: cluster.clone() });
        if first.cluster.uuid == cluster.uuid {
            return Ok(());
        }
        let message = format!("{endpoint} leads to {cluster}, but {} to {}", first.endpoint, first.cluster);
        Err(Error::AnotherCluster { method: request.method, path: request.path.clone(), message })
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cluster {} with uuid {}", self.name, self.uuid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster(status: u16, number: &str) -> Received {
        let uuid = format!("00000000-0000-4000-8000-00000000000{number}");
        let body = format!(r#"{{"name":"c-{number}","uuid":"{uuid}","version":{{}}}}"#);
        Received { status, body: body.into_bytes(), is_whole: true }
    }

    #[test]
    fn the_first_answer_determines_the_cluster() {
        let identities = Identities::new(3);
        let write = Request::delete_one("/svm/svms", "u-1").unwrap();
        assert_eq!(identities.verify("a", &cluster(200, "1"), &write), Ok(()));
        assert_eq!(identities.verify("b", &cluster(200, "1"), &write), Ok(()));
        let error = identities.verify("c", &cluster(200, "2"), &write).unwrap_err();
        assert_eq!(
            error.to_string(),
            "DELETE /svm/svms/u-1 was not sent: c leads to cluster c-2 with uuid \
             00000000-0000-4000-8000-000000000002, but a to cluster c-1 with uuid \
             00000000-0000-4000-8000-000000000001"
        );
        assert!(!error.is_ambiguous());
    }

    #[test]
    fn an_answer_without_a_cluster_is_an_error() {
        let identities = Identities::new(2);
        let read = Request::get("/svm/svms");
        for received in [
            cluster(401, "1"),
            cluster(200, ""),
            Received { status: 200, body: b"<html>".to_vec(), is_whole: true },
        ] {
            assert!(identities.verify("a", &received, &read).is_err());
        }
        assert!(identities.first.get().is_none());
    }

    #[test]
    fn a_single_endpoint_is_not_verified() {
        assert!(Identities::new(1).unverified(0).is_none());
        let several = Identities::new(2);
        assert!(several.unverified(1).is_some_and(|cell| cell.set(()).is_ok()));
        assert!(several.unverified(1).is_none() && several.unverified(0).is_some());
    }
}
