//! The way from one page of a collection to the next, which must lead on and to an end.

use std::collections::HashSet;

use url::form_urlencoded;

use crate::error::{Error, Result};
use crate::protocol::answer::unexpected;
use crate::protocol::request::Request;

/// More pages than any collection of a cluster has. ONTAP puts up to 10,000 records on one page.
pub(super) const MAX_PAGES: usize = 1000;

/// The pages of a collection that were requested.
pub(super) struct Chain {
    request: Request,
    pages: HashSet<String>,
    has_stalled: bool,
}

impl Chain {
    /// Starts at the first page.
    pub(super) fn new(request: &Request) -> Self {
        Self { request: request.clone(), pages: HashSet::from([page_key(request)]), has_stalled: false }
    }

    /// Returns the request for the page of this reference, a path that begins with `/api` and must be
    /// followed verbatim. Fails if the chain leads elsewhere, back, or on without progress: whether there
    /// are more records is then not known, and a guard must not take those that it does not see for absent.
    pub(super) fn after(&mut self, href: &str, is_progress: bool) -> Result<Request> {
        let rest = href.strip_prefix("/api").unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        if path != self.request.path {
            return Err(self.unexpected("a page whose reference to the next one leads elsewhere"));
        }
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let next = Request { query, ..self.request.clone() };
        if !self.pages.insert(page_key(&next)) {
            return Err(
                self.unexpected("a page whose reference to the next one leads back to one that was read")
            );
        }
        let is_stuck = !is_progress && self.has_stalled;
        self.has_stalled = !is_progress;
        if is_stuck || self.pages.len() > MAX_PAGES {
            return Err(self.unexpected("pages that lead to no end"));
        }
        Ok(next)
    }

    fn unexpected(&self, received: &str) -> Error {
        unexpected(&self.request, received.to_owned())
    }
}

/// Returns a key that identifies a page, however its reference is spelled.
fn page_key(request: &Request) -> String {
    let mut query = request.query.clone();
    query.sort();
    format!(
        "{}?{}",
        request.path,
        form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish()
    )
}
