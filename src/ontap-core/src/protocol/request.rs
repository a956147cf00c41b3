//! Requests as values: built and compared without a socket.

use std::borrow::Borrow;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Method, Result};
use crate::protocol::expected::Expected;
use crate::server_text::short;

/// How long ONTAP holds the answer back for a job to end. Most jobs end within it; a stop of the caller waits for
/// no more than this.
const RETURN_TIMEOUT: Duration = Duration::from_secs(15);

/// One request of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What to do.
    pub method: Method,
    /// Path below `/api`.
    pub path: String,
    /// Parameters, filters and the list of fields, not yet encoded.
    pub query: Vec<(String, String)>,
    /// Body.
    pub body: Option<Value>,
    /// What the records that answer it must be like.
    pub expected: Expected,
}

impl Request {
    /// Reads a collection or the only object of its kind.
    pub fn get(path: &str) -> Self {
        Self {
            method: Method::Get,
            path: path.to_owned(),
            query: Vec::new(),
            body: None,
            expected: Expected::default(),
        }
    }

    /// Reads the object whose field has this key, and takes no other for it.
    ///
    /// # Errors
    /// [`Error::Argument`] for a key that would name something else.
    pub fn get_one(collection: &str, field: &str, key: &str) -> Result<Self> {
        let mut request = Self::get(&one(collection, key)?);
        request.expected.equal(field, key);
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
    /// [`Error::Argument`] for a key that would name something else and a body that cannot be written as JSON.
    pub fn patch_one(collection: &str, key: &str, body: &impl Serialize) -> Result<Self> {
        Ok(Self { method: Method::Patch, body: Some(json(body)?), ..Self::get(&one(collection, key)?) })
    }

    /// Deletes one object.
    ///
    /// # Errors
    /// [`Error::Argument`] for a key that would name something else.
    pub fn delete_one(collection: &str, key: &str) -> Result<Self> {
        Ok(Self { method: Method::Delete, ..Self::get(&one(collection, key)?) })
    }

    /// Whether it would change nothing.
    pub fn is_empty(&self) -> bool {
        self.body.as_ref().and_then(Value::as_object).is_some_and(|members| members.is_empty())
    }

    /// Asks for these fields, which the API does not give by itself.
    pub fn fields<T: Borrow<str>>(self, fields: &[T]) -> Self {
        self.parameter("fields", &fields.join(","))
    }

    /// Lets only records pass whose field has exactly this value, and takes no other for them.
    ///
    /// # Errors
    /// [`Error::Argument`] for a value that cannot be asked for.
    pub fn filter(mut self, field: &str, value: &str) -> Result<Self> {
        let literal = literal(value)?;
        self.expected.equal(field, value);
        Ok(self.parameter(field, &literal))
    }

    /// Says which fields every record has; without one of them an answer is none.
    pub fn always(mut self, fields: Vec<&'static str>) -> Self {
        self.expected.present(fields, None);
        self
    }

    /// Likewise for records whose field has this value.
    pub fn always_where(
        mut self,
        (field, value): (&'static str, &'static str),
        fields: Vec<&'static str>,
    ) -> Self {
        self.expected.present(fields, Some((field, value)));
        self
    }

    /// Sets a parameter as it is.
    pub fn parameter(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes a command of the CLI that needs advanced privilege.
    pub fn advanced(self) -> Self {
        self.parameter("privilege_level", "advanced")
    }

    /// Says that ONTAP works on this in a job, and lets it hold the answer back for some seconds.
    pub fn by_job(self) -> Self {
        self.parameter("return_timeout", &RETURN_TIMEOUT.as_secs().to_string())
    }

    /// How long ONTAP may hold the answer back on purpose.
    pub fn held_back(&self) -> Duration {
        if self.query.iter().any(|(name, _)| name == "return_timeout") {
            RETURN_TIMEOUT
        } else {
            Duration::ZERO
        }
    }
}

fn json(body: &impl Serialize) -> Result<Value> {
    serde_json::to_value(body).map_err(|error| Error::Argument {
        what: "the body",
        value: short(&error.to_string()),
        why: "cannot be written as JSON",
    })
}

/// A key that is empty or holds a slash would name something else, in the worst case a whole collection.
fn one(collection: &str, key: &str) -> Result<String> {
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

/// Quotes a value in which ONTAP's query language would see operators, wildcards or a range. A value with a quotation
/// mark or a brace could end its own quotation, and no object that is asked for here has one in its name.
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
    fn a_key_that_would_name_something_else_is_refused() {
        for key in ["", "..", "a/b", "a?b", "a b", "%2e"] {
            assert!(matches!(Request::delete_one("/svm/svms", key), Err(Error::Argument { .. })), "{key:?}");
        }
        assert_eq!(Request::get_one("/svm/svms", "uuid", "u-1").unwrap().path, "/svm/svms/u-1");
    }

    #[test]
    fn a_filter_takes_its_value_literally() {
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
    fn fields_are_always_named() {
        let request = Request::get("/svm/svms").fields(&["uuid", "name"]);
        assert_eq!(request.query, [("fields".to_owned(), "uuid,name".to_owned())]);
    }

    #[test]
    fn only_a_job_is_held_back() {
        assert_eq!(Request::get("/cluster").held_back(), Duration::ZERO);
        assert_eq!(Request::post("/svm/svms", &()).unwrap().by_job().held_back(), RETURN_TIMEOUT);
    }
}
