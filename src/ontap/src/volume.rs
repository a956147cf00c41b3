//! Root volumes.

use crate::{Client, Result, Volume};

impl Client {
    /// Reads the root volume of an SVM; a DR destination has none before its first transfer.
    ///
    /// # Errors
    /// Any error of the request.
    pub async fn root_volume(&self, svm_uuid: &str) -> Result<Option<Volume>> {
        self.find(&[("svm.uuid", svm_uuid), ("is_svm_root", "true")]).await
    }
}
