//! Collections: the records of each page and the way to the next page, with limits.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::listed::{Fault, Faulty, Listed};
use crate::protocol::answer::{ApiError, Received, record, refusal, undecodable, unexpected};
use crate::protocol::chain::Chain;
use crate::protocol::partial::partial;
use crate::protocol::request::Request;

/// More records than any requested collection of a cluster has. A CVO system holds 500 volumes per node and
/// some thousand LUNs.
const MAX_RECORDS: usize = 50_000;
/// More bytes than these records have with the requested fields. Decoded, they take several times as much
/// memory.
const MAX_LISTING_BYTES: usize = 64 * 1024 * 1024;

/// A page. An empty collection has an empty list, or only says that there are no records; an answer that
/// says neither is invalid.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow, default)]
    records: Option<Vec<&'a RawValue>>,
    #[serde(default)]
    num_records: Option<u64>,
    /// ONTAP could gather only a part of the records, such as those of one node.
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
    #[serde(default, rename = "_links")]
    links: Option<Links>,
}

#[derive(Deserialize)]
struct Links {
    #[serde(default)]
    next: Option<Next>,
}

/// The reference to the next page. It may be present even if nothing follows.
#[derive(Deserialize)]
struct Next {
    href: String,
}

/// A collection that is being read.
pub struct Listing<T> {
    request: Request,
    faulty: Faulty,
    listed: Listed<T>,
    uuids: HashSet<String>,
    chain: Chain,
    bytes: usize,
}

impl<T: DeserializeOwned> Listing<T> {
    /// Starts before the first page.
    pub fn new(request: &Request, faulty: Faulty) -> Self {
        Self {
            request: request.clone(),
            faulty,
            listed: Listed::default(),
            uuids: HashSet::new(),
            chain: Chain::new(request),
            bytes: 0,
        }
    }

    /// Takes the records of a page and returns the request for the next page. A record that appears again is
    /// dropped.
    pub fn take(&mut self, received: &Received) -> Result<Option<Request>> {
        self.bytes += received.body.len();
        let page: Page<'_> = serde_json::from_slice(received.body.trim_ascii()).map_err(|error| {
            if error.is_data() { self.not_a_collection() } else { undecodable(&self.request, received) }
        })?;
        if let Some(error) = page.error {
            let error = serde_json::from_str::<ApiError>(error.get());
            return Err(match error {
                Ok(error) => refusal(&self.request, received, error),
                Err(_) => undecodable(&self.request, received),
            });
        }
        let records = match (page.records, page.num_records) {
            (Some(records), _) => records,
            (None, Some(0)) => Vec::new(),
            (None, _) => return Err(self.not_a_collection()),
        };
        let known = self.listed.records.len();
        if self.bytes > MAX_LISTING_BYTES || known + records.len() > MAX_RECORDS {
            return Err(self.unexpected("more records than any collection has"));
        }
        records.into_iter().try_for_each(|raw| self.add(raw))?;
        let is_progress = self.listed.records.len() > known;
        match page.links.and_then(|links| links.next) {
            Some(next) => self.chain.after(&next.href, is_progress).map(Some),
            None => Ok(None),
        }
    }

    /// Returns the records of all pages.
    pub fn into_listed(self) -> Listed<T> {
        self.listed
    }

    fn add(&mut self, raw: &RawValue) -> Result<()> {
        let (record, uuid) = match (record(&self.request, raw), self.faulty) {
            (Err(Error::Decode { path, received, .. }), Faulty::KeptInPart) => {
                let (record, uuid) = partial(&self.request, raw)?;
                self.listed.faults.push(Fault { uuid: uuid.clone(), path, received });
                (record, uuid)
            }
            (whole, _) => whole?,
        };
        if uuid.is_none_or(|uuid| self.uuids.insert(uuid)) {
            self.listed.records.push(record);
        }
        Ok(())
    }

    fn not_a_collection(&self) -> Error {
        self.unexpected("JSON without a list of records")
    }

    fn unexpected(&self, received: &str) -> Error {
        unexpected(&self.request, received.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Reference;
    use crate::protocol::chain::MAX_PAGES;

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
        Listing::new(&request(), Faulty::KeptInPart)
    }

    #[test]
    fn the_next_page_is_requested_verbatim_and_with_the_same_expectations() {
        let href = "/api/svm/svms?start.uuid=u25&fields=uuid%2Cname";
        let request = request().filter("svm.name", "a").unwrap();
        let next = Listing::<Value>::new(&request, Faulty::Refused)
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
    fn a_reference_to_a_page_that_was_already_read_is_an_error_at_once() {
        for itself in ["/api/svm/svms?fields=uuid,name", "/api/svm/svms?fields=uuid%2Cname"] {
            assert!(listing().take(&page(&[1], Some(itself))).is_err(), "{itself}");
        }
        let mut there_and_back = listing();
        assert!(there_and_back.take(&page(&[1], Some("/api/svm/svms?a=1"))).is_ok());
        assert!(there_and_back.take(&page(&[2], Some("/api/svm/svms?a=2"))).is_ok());
        assert!(there_and_back.take(&page(&[3], Some("/api/svm/svms?a=1"))).is_err());
    }

    #[test]
    fn an_error_beside_the_records_is_an_error() {
        let beside = |error: Value| answer(&json!({"records": [{"uuid": uuid(1)}], "error": error}));
        let refused = listing().take(&beside(json!({"message": "node down", "code": "65552"})));
        assert!(matches!(refused, Err(Error::Api { status: 200, code: Some(65_552), .. })), "{refused:?}");
        assert!(matches!(listing().take(&beside(json!({}))), Err(Error::Decode { .. })));
        assert_eq!(listing().take(&beside(Value::Null)), Ok(None));
    }

    #[test]
    fn a_faulty_record_fails_only_a_listing_about_one_object() {
        let request = request().always(vec!["state"]);
        let body = json!({"records": [{"uuid": uuid(1), "name": null}, {"uuid": uuid(2), "state": "up"}]});
        let mut all = Listing::<Reference>::new(&request, Faulty::KeptInPart);
        assert_eq!(all.take(&answer(&body)), Ok(None));
        let listed = all.into_listed();
        assert_eq!((listed.records.len(), listed.faults.len()), (2, 1), "{listed:?}");
        assert!(listed.refuse_faulty(&uuid(1)).unwrap_err().to_string().contains("`state`"));
        assert_eq!(listed.refuse_faulty(&uuid(2)), Ok(()));
        let mut one = Listing::<Reference>::new(&request, Faulty::Refused);
        assert!(one.take(&answer(&body)).is_err());
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
        let error = Listing::<Value>::new(&request(), Faulty::Refused).take(&many).unwrap_err();
        assert!(error.to_string().contains("more records"), "{error}");
        let mut large = listing();
        large.bytes = MAX_LISTING_BYTES - 1000;
        assert!(large.take(&page(&[1], None)).is_ok());
        assert!(large.take(&page(&(2..30).collect::<Vec<_>>(), None)).is_err());
    }

    #[test]
    fn an_answer_without_records_is_not_an_empty_collection() {
        for body in [
            json!({}),
            json!({"num_records": 1}),
            json!({"records": null}),
            json!({"records": {}}),
            json!({"records": [["a"]]}),
            json!({"records": [], "_links": {"next": {}}}),
        ] {
            assert!(matches!(listing().take(&answer(&body)), Err(Error::Decode { .. })), "{body}");
        }
        for body in [
            json!({"records": []}),
            json!({"num_records": 0}),
            json!({"records": null, "num_records": 0}),
            json!({"records": [], "num_records": 0}),
        ] {
            let mut empty = listing();
            assert_eq!(empty.take(&answer(&body)), Ok(None), "{body}");
            assert!(empty.into_listed().records.is_empty());
        }
    }
}
