//! Collections: the records of one page, and the way to the next.

use serde::de::DeserializeOwned;
use serde_json::Value;
use url::form_urlencoded;

use crate::answer;
use crate::error::{Error, Result};
use crate::request::Request;

/// More pages than any collection of one cluster has; a server that always names a next one is not followed on.
const MOST_PAGES: usize = 1000;

/// One page of a collection.
pub(crate) struct Page<T> {
    /// Its records.
    pub(crate) records: Vec<T>,
    /// Where the next page is, if there may be one: a reference below `/api`, to be followed as it is.
    pub(crate) next: Option<String>,
}

/// Reads one page. An answer without `records` is none: an empty collection has an empty list.
pub(crate) fn read<T: DeserializeOwned>(request: &Request, mut body: Value) -> Result<Page<T>> {
    let next = body.pointer("/_links/next/href").and_then(Value::as_str).map(str::to_owned);
    let records = answer::decode(request, body["records"].take())?;
    Ok(Page { records, next })
}

/// The first record of an answer to a POST, if it is complete enough to be understood.
pub(crate) fn first_record<T: DeserializeOwned>(body: &Value) -> Option<T> {
    serde_json::from_value(body.pointer("/records/0")?.clone()).ok()
}

/// Counts pages.
#[derive(Default)]
pub(crate) struct Pages(usize);

impl Pages {
    /// The request for the page after this one.
    pub(crate) fn after(&mut self, request: &Request, next: Option<String>) -> Result<Option<Request>> {
        let Some(href) = next else { return Ok(None) };
        self.0 += 1;
        let below_api = href.strip_prefix("/api/").filter(|_| self.0 < MOST_PAGES);
        let Some(rest) = below_api else { return Err(no_next_page(request)) };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Ok(Some(Request { query, ..Request::get(&format!("/{path}")) }))
    }
}

fn no_next_page(request: &Request) -> Error {
    Error::Decode {
        method: request.method,
        path: request.path.clone(),
        status: 200,
        received: "a page whose reference to the next one cannot be followed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_next_page_is_asked_for_as_the_server_names_it() {
        let href = "/api/storage/aggregates?start.aggregate=aggr25&fields=uuid%2Cname";
        let next =
            Pages::default().after(&Request::get("/storage/aggregates"), Some(href.to_owned())).unwrap();
        let expected = Request::get("/storage/aggregates")
            .parameter("start.aggregate", "aggr25")
            .parameter("fields", "uuid,name");
        assert_eq!(next, Some(expected));
    }

    #[test]
    fn a_reference_to_elsewhere_is_not_followed() {
        for href in ["https://example.com/api/x", "//example.com/api/x", "/other"] {
            let next = Pages::default().after(&Request::get("/svm/svms"), Some(href.to_owned()));
            assert!(matches!(next, Err(Error::Decode { .. })), "{href}");
        }
    }

    #[test]
    fn an_endless_chain_of_pages_is_an_error() {
        let mut pages = Pages::default();
        let end = (0..=MOST_PAGES)
            .map(|_| pages.after(&Request::get("/svm/svms"), Some("/api/svm/svms?a=b".to_owned())))
            .find(Result::is_err);
        assert!(end.is_some());
    }

    #[test]
    fn an_answer_without_records_is_not_an_empty_collection() {
        let request = Request::get("/svm/svms");
        assert!(matches!(read::<Value>(&request, json!({"num_records": 0})), Err(Error::Decode { .. })));
        assert!(
            read::<Value>(&request, json!({"records": [], "num_records": 0})).unwrap().records.is_empty()
        );
    }
}
