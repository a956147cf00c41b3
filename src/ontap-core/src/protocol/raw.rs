//! Answers as JSON, without a look at what they mean: all pages of a collection as one, or an object.

use serde_json::Value;

use crate::Raw;
use crate::error::Result;
use crate::protocol::answer::{ApiError, Received, refusal, undecodable};
use crate::protocol::chain::Chain;
use crate::protocol::request::Request;

/// Records per page: with all their fields, a page stays far below the limit of an answer.
const PAGE: &str = "500";

/// An answer that is being read.
pub struct Reading {
    request: Request,
    chain: Chain,
    most: usize,
    records: Option<Vec<Value>>,
    object: Value,
    is_cut: bool,
    taken: usize,
}

impl Reading {
    /// Starts before the first answer to the request. No more than `most` records are kept.
    pub fn new(request: &Request, most: usize) -> Self {
        let (request, chain) = (request.clone(), Chain::new(request));
        Self { request, chain, most, records: None, object: Value::Null, is_cut: false, taken: 0 }
    }

    /// Returns the request for the only object of its kind at this path below `/api`, with these parameters
    /// verbatim.
    pub fn of_object(path: &str, query: &[(&str, &str)]) -> Request {
        query.iter().fold(Request::get(path), |request, (name, value)| request.parameter(name, value))
    }

    /// Returns the request for a collection.
    pub fn of_collection(path: &str, query: &[(&str, &str)]) -> Request {
        Self::of_object(path, query).listing().parameter("max_records", PAGE)
    }

    /// Takes an answer and returns the request for the next page.
    ///
    /// # Errors
    /// An answer that is no JSON object, an error beside the records, or a reference that leads elsewhere,
    /// back or to no end.
    pub fn take(&mut self, received: &Received) -> Result<Option<Request>> {
        self.taken += 1;
        let undecodable = || undecodable(&self.request, received);
        let mut page: Value =
            serde_json::from_slice(received.body.trim_ascii()).map_err(|_| undecodable())?;
        let page = page.as_object_mut().ok_or_else(undecodable)?;
        let records = match page.remove("records") {
            Some(Value::Array(records)) => records,
            None if self.records.is_none() && !page.contains_key("num_records") => {
                self.object = Value::Object(std::mem::take(page));
                return Ok(None);
            }
            _ => Vec::new(),
        };
        if let Some(error) = page.remove("error").filter(|error| !error.is_null()) {
            let error = serde_json::from_value::<ApiError>(error).map_err(|_| undecodable())?;
            return Err(refusal(&self.request, received, error));
        }
        let next = page.get("_links").and_then(|links| links["next"]["href"].as_str());
        let is_progress = !records.is_empty();
        let known = self.records.get_or_insert_default();
        let room = self.most - known.len();
        self.is_cut = records.len() > room || records.len() == room && next.is_some();
        known.extend(records.into_iter().take(room));
        match next {
            Some(href) if !self.is_cut => self.chain.after(href, is_progress).map(Some),
            _ => Ok(None),
        }
    }

    /// Returns what was read.
    pub fn into_raw(self) -> Raw {
        let Some(records) = self.records else {
            return Raw { answer: self.object, is_cut: false, pages: self.taken };
        };
        let count = Value::from(records.len());
        let members = [("num_records".to_owned(), count), ("records".to_owned(), Value::Array(records))];
        Raw { answer: Value::Object(members.into_iter().collect()), is_cut: self.is_cut, pages: self.taken }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Error;

    fn answer(body: &Value) -> Received {
        Received { status: 200, body: body.to_string().into_bytes(), is_whole: true }
    }

    fn page(names: &[&str], next: Option<&str>) -> Received {
        let records: Vec<_> = names.iter().map(|name| json!({"name": name, "empty": null})).collect();
        let links = next.map(|next| json!({"next": {"href": next}}));
        answer(&json!({"records": records, "num_records": names.len(), "_links": links}))
    }

    fn reading(most: usize) -> Reading {
        Reading::new(&Reading::of_collection("/svm/svms", &[("fields", "**")]), most)
    }

    #[test]
    fn the_pages_of_a_collection_become_one_and_keep_what_is_null() {
        let mut reading = reading(10);
        let next = reading.take(&page(&["a", "b"], Some("/api/svm/svms?start=b"))).unwrap().unwrap();
        assert_eq!(next.query, [("start".to_owned(), "b".to_owned())]);
        assert_eq!(reading.take(&page(&["b"], None)), Ok(None));
        let named = |name: &str| json!({"name": name, "empty": null});
        let records = [named("a"), named("b"), named("b")];
        let raw = Raw { answer: json!({"records": records, "num_records": 3}), is_cut: false, pages: 2 };
        assert_eq!(reading.into_raw(), raw);
    }

    #[test]
    fn an_object_is_returned_as_it_is_and_a_collection_may_be_empty() {
        let object = json!({"name": "a", "error": {"x": 1}, "_links": {"self": {"href": "/api"}}});
        let mut whole = reading(1);
        assert_eq!(whole.take(&answer(&object)), Ok(None));
        assert_eq!(whole.into_raw().answer, object);
        for empty in [json!({"num_records": 0}), json!({"records": [], "num_records": 0})] {
            let mut reading = reading(1);
            assert_eq!(reading.take(&answer(&empty)), Ok(None));
            assert_eq!(reading.into_raw().answer, json!({"records": [], "num_records": 0}));
        }
    }

    #[test]
    fn more_records_than_wanted_are_not_asked_for() {
        for (names, next, is_cut) in [
            (&["a", "b"][..], None, false),
            (&["a", "b"], Some("/api/svm/svms?start=b"), true),
            (&["a", "b", "c"], None, true),
        ] {
            let mut reading = reading(2);
            assert_eq!(reading.take(&page(names, next)), Ok(None), "{names:?}");
            let raw = reading.into_raw();
            assert_eq!((&raw.answer["num_records"], raw.is_cut), (&json!(2), is_cut), "{names:?}");
        }
    }

    #[test]
    fn a_page_that_leads_back_or_tells_an_error_or_is_none_is_refused() {
        let mut back = reading(10);
        back.take(&page(&["a"], Some("/api/svm/svms?start=a"))).unwrap();
        assert!(matches!(back.take(&page(&["b"], Some("/api/svm/svms?start=a"))), Err(Error::Decode { .. })));
        let beside = json!({"records": [{}], "error": {"code": "6", "message": "no"}});
        let refused = reading(10).take(&answer(&beside)).unwrap_err();
        assert_eq!((refused.code(), refused.status()), (Some(6), Some(200)));
        for other in [json!([]), json!("a"), json!({"records": [], "error": "text"})] {
            assert!(matches!(reading(10).take(&answer(&other)), Err(Error::Decode { .. })), "{other}");
        }
    }
}
