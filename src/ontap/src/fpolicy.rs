//! Policies that notify an external server of file accesses.

use crate::{Client, Fpolicy, FpolicyPolicy, Result, UnlessGone};

impl Client {
    /// Lists the FPolicy policies of an SVM.
    ///
    /// # Errors
    /// Any error of the request.
    pub async fn fpolicies(&self, svm_uuid: &str) -> Result<Vec<FpolicyPolicy>> {
        let found = self.list::<Fpolicy>(&[("svm.uuid", svm_uuid)]).await.unless_gone()?;
        Ok(found.into_iter().flatten().flat_map(|one| one.policies).collect())
    }
}
