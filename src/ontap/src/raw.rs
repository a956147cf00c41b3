//! Reading what is at a path without a look at what it means.

use ontap_core::protocol::raw::Reading;
use ontap_core::protocol::request::Request;

use crate::{Client, Raw, Result};

impl Client {
    /// Reads the only object of its kind at this path below `/api`. The parameters, such as `fields`, are
    /// sent verbatim.
    ///
    /// # Errors
    /// Any error of the request, or [`crate::Error::Decode`] for an answer that is no JSON object.
    pub async fn raw_object(&self, path: &str, query: &[(&str, &str)]) -> Result<Raw> {
        self.read_raw(Reading::of_object(path, query), 0).await
    }

    /// Reads all pages of the collection at this path, but no more than `most` records.
    ///
    /// # Errors
    /// The same, and pages that lead elsewhere, back or to no end.
    pub async fn raw_collection(&self, path: &str, query: &[(&str, &str)], most: usize) -> Result<Raw> {
        self.read_raw(Reading::of_collection(path, query), most).await
    }

    async fn read_raw(&self, first: Request, most: usize) -> Result<Raw> {
        let mut reading = Reading::new(&first, most);
        let mut next = Some(first);
        while let Some(request) = next {
            let received = self.send(&request).await?;
            next = reading.take(&received).map_err(|error| self.scrubbed(error))?;
        }
        Ok(reading.into_raw())
    }
}
