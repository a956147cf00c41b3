//! CIFS shares, checked before a deletion.

use crate::{CifsShare, Client, Result};

impl Client {
    /// Lists the CIFS shares of these SVMs, without the built-in ones.
    ///
    /// # Errors
    /// Any error of the request.
    pub async fn cifs_shares(&self, svm_uuids: &[&str]) -> Result<Vec<CifsShare>> {
        let all: Vec<CifsShare> = self.list_any("svm.uuid", svm_uuids).await?;
        Ok(all.into_iter().filter(|share| !share.is_built_in()).collect())
    }
}
