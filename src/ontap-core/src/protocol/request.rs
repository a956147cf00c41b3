//! Requests as values, which are built and compared without a socket.

use std::borrow::Borrow;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Method, Result};
use crate::protocol::expected::Expected;
use crate::server_text::short;

/// How long ONTAP may delay the answer while it waits for the job to end. Most jobs end within this time, and
/// a stop of the caller never waits longer than that.
const RETURN_TIMEOUT: Duration = Duration::from_secs(15);

/// How long ONTAP may gather a listing. Without a word it stops after 15 seconds, and a filtered listing is
/// then empty, without a reference to the rest (ansible-collections/netapp.ontap, issue 364). The greatest
/// value is 120 seconds. That a listing is whole within this time is assumed (`listing-in-time`).
const LISTING_TIMEOUT: Duration = Duration::from_secs(60);

/// Query parameter: how many seconds ONTAP may take.
const MAY_TAKE: &str = "return_timeout";

/// A request of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Path below `/api`.
    pub path: String,
    /// Parameters, filters and the list of fields, before encoding.
    pub query: Vec<(String, String)>,
    /// Body.
    pub body: Option<Value>,
    /// The expectations about the records in the answer.
    pub expected: Expected,
    /// Whether it is sent at most once, whatever the answer is, because it soon says what is not true any more.
    pub is_sent_once: bool,
}

impl Request {
    /// Reads a collection, or the only object of its kind.
    pub fn get(path: &str) -> Self {
        Self {
            method: Method::Get,
            path: path.to_owned(),
            query: Vec::new(),
            body: None,
            expected: Expected::default(),
            is_sent_once: false,
        }
    }

    /// Reads the object whose field has this key, and accepts no other object in its place.
    ///
    /// # Errors
    /// [`Error::Argument`] for a key that would address something else.
    pub fn get_one(collection: &str, field: &str, key: &str) -> Result<Self> {
        let mut request = Self::get(&item_path(collection, key)?);
        request.expected.one_of(field, &[key]);
        Ok(request)
    }

    /// Creates an object.
    ///
    /// # Errors
    /// [`Error::Argument`] for a body that cannot be written as JSON.
    pub fn post(path: &str, body: &impl Serialize) -> Result<Self> {
        let body = json(body)?;
        let expected = Expected::of_body(&body);
        Ok(Self { method: Method::Post, body: Some(body), expected, ..Self::get(path) })
    }

    /// Changes one object.
    ///
    /// # Errors
    /// [`Error::Argument`] for a key that would address something else, or a body that cannot be written as
    /// JSON.
    pub fn patch_one(collection: &str, key: &str, body: &impl Serialize) -> Result<Self> {
        Ok(Self { method: Method::Patch, body: Some(json(body)?), ..Self::get(&item_path(collection, key)?) })
    }

    /// Deletes one object.
    ///
    /// # Errors
    /// [`Error::Argument`] for a key that would address something else.
    pub fn delete_one(collection: &str, key: &str) -> Result<Self> {
        Ok(Self { method: Method::Delete, ..Self::get(&item_path(collection, key)?) })
    }

    /// Whether the body is an empty object, which would change nothing.
    pub fn is_empty(&self) -> bool {
        self.body.as_ref().and_then(Value::as_object).is_some_and(|members| members.is_empty())
    }

    /// Requests these fields, which the API does not return by default.
    pub fn fields<T: Borrow<str>>(self, fields: &[T]) -> Self {
        self.parameter("fields", &fields.join(","))
    }

    /// Selects the records whose field has exactly this value, and accepts no other records in their place.
    ///
    /// # Errors
    /// [`Error::Argument`] for a value that cannot be used in a filter.
    pub fn filter(self, field: &str, value: &str) -> Result<Self> {
        self.filter_any(field, &[value])
    }

    /// Selects the records whose field has exactly one of these values, and accepts no other records in their
    /// place.
    ///
    /// # Errors
    /// [`Error::Argument`] for a value that cannot be used in a filter.
    pub fn filter_any(mut self, field: &str, values: &[&str]) -> Result<Self> {
        let literals = values.iter().map(|value| literal(value)).collect::<Result<Vec<_>>>()?;
        self.expected.one_of(field, values);
        Ok(self.parameter(field, &literals.join("|")))
    }

    /// Expects every record to have these fields. An answer that lacks one of them is invalid.
    pub fn always(mut self, fields: Vec<&'static str>) -> Self {
        self.expected.present(fields, None);
        self
    }

    /// Expects the fields in records whose field has this value.
    pub fn always_where(
        mut self,
        (field, value): (&'static str, &'static str),
        fields: Vec<&'static str>,
    ) -> Self {
        self.expected.present(fields, Some((field, value)));
        self
    }

    /// Adds a parameter verbatim.
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs the CLI command with advanced privilege.
    pub fn advanced(self) -> Self {
        self.parameter("privilege_level", "advanced")
    }

    /// Declares that it is not sent again, not even after an answer that asks for it.
    pub fn once(self) -> Self {
        Self { is_sent_once: true, ..self }
    }

    /// Declares that ONTAP processes this in a job, and lets it delay the answer for some seconds.
    pub fn by_job(self) -> Self {
        self.parameter(MAY_TAKE, &RETURN_TIMEOUT.as_secs().to_string())
    }

    /// Lets ONTAP take its time to gather all records of a listing.
    pub fn listing(self) -> Self {
        self.parameter(MAY_TAKE, &LISTING_TIMEOUT.as_secs().to_string())
    }

    /// Returns how long ONTAP may deliberately delay the answer.
    pub fn answer_delay(&self) -> Duration {
        let given = self.query.iter().find(|(name, _)| name == MAY_TAKE);
        let seconds = given.and_then(|(_, seconds)| seconds.parse().ok());
        seconds.map_or(Duration::ZERO, |seconds| Duration::from_secs(seconds).min(LISTING_TIMEOUT))
    }
}

fn json(body: &impl Serialize) -> Result<Value> {
    serde_json::to_value(body).map_err(|error| Error::Argument {
        what: "the body",
        value: short(&error.to_string()),
        why: "cannot be written as JSON",
    })
}

/// Returns the path of an object. A key that is empty or contains a slash would address something else, in
/// the worst case a whole collection.
fn item_path(collection: &str, key: &str) -> Result<String> {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if key.is_empty() || !key.bytes().all(is_fine) {
        return Err(Error::Argument {
            what: "the uuid",
            value: short(key),
            why: "is not one: letters, digits and hyphens are expected",
        });
    }
    Ok(format!("{collection}/{key}"))
}

/// Quotes a value in which ONTAP's query language would see operators, wildcards or a range. A value with a
/// quotation mark or a brace could end its own quotation, and no name of an object that is requested here
/// contains one.
fn literal(value: &str) -> Result<String> {
    const SPECIAL: &[char] = &['*', '|', '!', '<', '>', ',', ' '];
    if value.contains(['"', '{', '}']) {
        return Err(Error::Argument {
            what: "the value",
            value: short(value),
            why: "cannot be asked for: quotation marks and braces belong to the query language",
        });
    }
    let is_special = value.is_empty() || value == "null" || value.contains("..");
    Ok(if is_special || value.contains(SPECIAL) { format!("\"{value}\"") } else { value.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_would_address_something_else_is_refused() {
        for key in ["", "..", "a/b", "a?b", "a b", "%2e"] {
            assert!(matches!(Request::delete_one("/svm/svms", key), Err(Error::Argument { .. })), "{key:?}");
        }
        assert_eq!(Request::get_one("/svm/svms", "uuid", "u-1").unwrap().path, "/svm/svms/u-1");
    }

    #[test]
    fn the_value_of_a_filter_is_literal() {
        let cases = [
            ("svm_2", "svm_2"),
            ("10.0.0.5", "10.0.0.5"),
            ("fd00::5", "fd00::5"),
            ("a|b", "\"a|b\""),
            ("*", "\"*\""),
            ("a..b", "\"a..b\""),
            ("", "\"\""),
            ("null", "\"null\""),
        ];
        for (value, expected) in cases {
            assert_eq!(literal(value).unwrap(), expected, "{value:?}");
        }
    }

    #[test]
    fn a_value_that_could_end_its_own_quotation_is_refused() {
        for value in ["\"", "{", "}", "say \"x\"", "{a}", "x\"}|*|{", "a\"|\"b"] {
            let refused = Request::get("/svm/svms").filter("name", value);
            assert!(matches!(refused, Err(Error::Argument { .. })), "{value:?}");
        }
    }

    #[test]
    fn requested_fields_are_listed() {
        let request = Request::get("/svm/svms").fields(&["uuid", "name"]);
        assert_eq!(request.query, [("fields".to_owned(), "uuid,name".to_owned())]);
    }

    #[test]
    fn only_the_answer_about_a_job_or_a_listing_is_delayed() {
        assert_eq!(Request::get("/svm/svms").listing().answer_delay(), LISTING_TIMEOUT);
        let endless = Request::get("/svm/svms").parameter(MAY_TAKE, "100000");
        assert_eq!(endless.answer_delay(), LISTING_TIMEOUT, "a reference to the next page is a server's");
        assert_eq!(Request::get("/cluster").answer_delay(), Duration::ZERO);
        assert_eq!(Request::post("/svm/svms", &()).unwrap().by_job().answer_delay(), RETURN_TIMEOUT);
    }
}
