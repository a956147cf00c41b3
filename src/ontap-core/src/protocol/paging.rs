//! Collections: the records of each page and the way to the next page, with limits.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use url::form_urlencoded;

use crate::error::{Error, Result};
use crate::protocol::answer::{Received, record, undecodable, unexpected};
use crate::protocol::request::Request;

/// More pages than any collection of a cluster has. ONTAP puts up to 10,000 records on one page.
const MAX_PAGES: usize = 1000;
/// More records than any requested collection of a cluster has. A CVO system holds 500 volumes per node and
/// some thousand LUNs.
const MAX_RECORDS: usize = 50_000;
/// More bytes than these records have with the requested fields. Decoded, they take several times as much
/// memory.
const MAX_LISTING_BYTES: usize = 64 * 1024 * 1024;

/// A page. An answer without `records` is invalid: an empty collection has an empty list.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    records: Vec<&'a RawValue>,
    #[serde(default, rename = "_links")]
    links: Option<Links>,
}

#[derive(Deserialize)]
struct Links {
    #[serde(default)]
    next: Option<Next>,
}

/// The reference to the next page, a path that begins with `/api` and must be followed verbatim. It may be
/// present even if nothing follows.
#[derive(Deserialize)]
struct Next {
    href: String,
}

/// A collection that is being read.
pub struct Listing<T> {
    request: Request,
    records: Vec<T>,
    uuids: HashSet<String>,
    pages: HashSet<String>,
    bytes: usize,
    has_stalled: bool,
}

impl<T: DeserializeOwned> Listing<T> {
    /// Starts before the first page.
    pub fn new(request: &Request) -> Self {
        Self {
            request: request.clone(),
            records: Vec::new(),
            uuids: HashSet::new(),
            pages: HashSet::from([page_key(request)]),
            bytes: 0,
            has_stalled: false,
        }
    }

    /// Takes the records of a page and returns the request for the next page. A record that appears again is
    /// dropped.
    pub fn take(&mut self, received: &Received) -> Result<Option<Request>> {
        self.bytes += received.body.len();
        let page: Page<'_> = serde_json::from_slice(received.body.trim_ascii()).map_err(|error| {
            if error.is_data() { self.not_a_collection() } else { undecodable(&self.request, received) }
        })?;
        let is_too_long =
            self.bytes > MAX_LISTING_BYTES || self.records.len() + page.records.len() > MAX_RECORDS;
        if is_too_long {
            return Err(self.unexpected("more records than any collection has"));
        }
        let known = self.records.len();
        for raw in page.records {
            let (record, uuid) = record(&self.request, raw)?;
            if uuid.is_none_or(|uuid| self.uuids.insert(uuid)) {
                self.records.push(record);
            }
        }
        let is_progress = self.records.len() > known;
        page.links.and_then(|links| links.next).map(|next| self.after(&next.href, is_progress)).transpose()
    }

    /// Returns the records of all pages.
    pub fn into_records(self) -> Vec<T> {
        self.records
    }

    /// Returns the request for the page of this reference. Fails if the chain leads elsewhere, back, or on
    /// without progress.
    fn after(&mut self, href: &str, is_progress: bool) -> Result<Request> {
        let rest = href.strip_prefix("/api").unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        if path != self.request.path {
            return Err(self.unexpected("a page whose reference to the next one leads elsewhere"));
        }
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let next = Request { query, ..self.request.clone() };
        let is_new = self.pages.insert(page_key(&next));
        let is_stuck = !is_progress && self.has_stalled;
        self.has_stalled = !is_progress;
        if !is_new || is_stuck || self.pages.len() > MAX_PAGES {
            return Err(self.unexpected("pages that lead to no end"));
        }
        Ok(next)
    }

    fn not_a_collection(&self) -> Error {
        self.unexpected("JSON without a list of records")
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Reference;

    fn request() -> Request {
        Request::get("/svm/svms").fields(&["uuid", "name"])
    }

    fn uuid(number: usize) -> String {
        format!("00000000-0000-4000-8000-{number:012}")
    }

    fn page(records: &[usize], next: Option<&str>) -> Received {
        let records: Vec<Value> =
            records.iter().map(|number| json!({"uuid": uuid(*number), "name": "a"})).collect();
        let links = next.map(|href| json!({"next": {"href": href}}));
        answer(&json!({"records": records, "_links": links}))
    }

    fn answer(body: &Value) -> Received {
        Received { status: 200, body: body.to_string().into_bytes(), is_whole: true }
    }

    fn listing() -> Listing<Reference> {
        Listing::new(&request())
    }

    #[test]
    fn the_next_page_is_requested_verbatim_and_with_the_same_expectations() {
        let href = "/api/svm/svms?start.uuid=u25&fields=uuid%2Cname";
        let request = request().filter("svm.name", "a").unwrap();
        let next = Listing::<Value>::new(&request)
            .take(&answer(&json!({"records": [], "_links": {"next": {"href": href}}})));
        let query = [("start.uuid", "u25"), ("fields", "uuid,name")];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        assert_eq!(next, Ok(Some(Request { query, ..request })));
    }

    #[test]
    fn a_reference_to_elsewhere_is_not_followed() {
        for href in [
            "https://example.com/api/x",
            "//example.com/api/svm/svms",
            "/other",
            "",
            "/api/storage/volumes?a=b",
        ] {
            assert!(matches!(listing().take(&page(&[1], Some(href))), Err(Error::Decode { .. })), "{href}");
        }
    }

    #[test]
    fn a_page_that_was_already_read_is_an_error() {
        for itself in ["/api/svm/svms?fields=uuid,name", "/api/svm/svms?fields=uuid%2Cname"] {
            assert!(listing().take(&page(&[1], Some(itself))).is_err(), "{itself}");
        }
        let mut there_and_back = listing();
        assert!(there_and_back.take(&page(&[1], Some("/api/svm/svms?a=1"))).is_ok());
        assert!(there_and_back.take(&page(&[2], Some("/api/svm/svms?a=2"))).is_ok());
        assert!(there_and_back.take(&page(&[3], Some("/api/svm/svms?a=1"))).is_err());
    }

    #[test]
    fn repeated_pages_without_new_records_are_an_error() {
        for records in [&[][..], &[1]] {
            let mut listing = listing();
            listing.take(&page(&[1], Some("/api/svm/svms?a=0"))).unwrap();
            assert!(listing.take(&page(records, Some("/api/svm/svms?a=1"))).is_ok(), "one is allowed");
            assert!(listing.take(&page(records, Some("/api/svm/svms?a=2"))).is_err());
        }
    }

    #[test]
    fn an_endless_chain_of_pages_is_an_error() {
        let mut listing = listing();
        let end = (0..=MAX_PAGES)
            .map(|number| listing.take(&page(&[number], Some(&format!("/api/svm/svms?a={number}")))))
            .position(|page| page.is_err());
        assert_eq!(end, Some(MAX_PAGES - 1));
    }

    #[test]
    fn records_and_bytes_of_a_listing_are_limited() {
        let many = format!(r#"{{"records":[{}{{}}]}}"#, "{},".repeat(MAX_RECORDS));
        let many = Received { status: 200, body: many.into_bytes(), is_whole: true };
        let error = Listing::<Value>::new(&request()).take(&many).unwrap_err();
        assert!(error.to_string().contains("more records"), "{error}");
        let mut large = listing();
        large.bytes = MAX_LISTING_BYTES - 1000;
        assert!(large.take(&page(&[1], None)).is_ok());
        assert!(large.take(&page(&(2..30).collect::<Vec<_>>(), None)).is_err());
    }

    #[test]
    fn an_answer_without_records_is_not_an_empty_collection() {
        for body in [
            json!({"num_records": 0}),
            json!({"records": null}),
            json!({"records": {}}),
            json!({"records": [["a"]]}),
            json!({"records": [], "_links": {"next": {}}}),
        ] {
            assert!(matches!(listing().take(&answer(&body)), Err(Error::Decode { .. })), "{body}");
        }
        let mut empty = listing();
        assert_eq!(empty.take(&answer(&json!({"records": [], "num_records": 0}))), Ok(None));
        assert!(empty.into_records().is_empty());
    }
}
