//! `/api/protocols/fpolicy`: policies that tell an outside server of file accesses.

use serde::Deserialize;

use crate::{Client, FpolicyPolicy, Result, UnlessGone};
use ontap_core::protocol::request::Request;

/// The FPolicy configuration of one SVM.
#[derive(Deserialize)]
struct Fpolicy {
    #[serde(default)]
    policies: Vec<FpolicyPolicy>,
}

fn of_svm(svm_uuid: &str) -> Result<Request> {
    Request::get("/protocols/fpolicy").fields(&["policies"]).filter("svm.uuid", svm_uuid)
}

impl Client {
    /// Lists the FPolicy policies of an SVM.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn fpolicies(&self, svm_uuid: &str) -> Result<Vec<FpolicyPolicy>> {
        let found: Option<Vec<Fpolicy>> = self.list(&of_svm(svm_uuid)?).await.unless_gone()?;
        Ok(found.into_iter().flatten().flat_map(|one| one.policies).collect())
    }
}
