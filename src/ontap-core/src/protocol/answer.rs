//! Answers: turns status and bytes into records, or into an error that says what was received without its
//! content.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, Method, Result};
use crate::error_code;
use crate::protocol::foreign::describe;
use crate::protocol::partial::drop_nulls;
use crate::protocol::request::Request;
use crate::protocol::written::Written;

/// Upper limit of an answer, some thousand times the largest one that this client's requests get.
pub const MAX_ANSWER_BYTES: usize = 8 * 1024 * 1024;
/// Upper limit of a record. The largest kind, a node, has some kilobytes. It bounds the cost of decoding one
/// record.
const MAX_RECORD_BYTES: usize = 256 * 1024;

/// An answer as received, before it is decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// HTTP status.
    pub status: u16,
    /// Body, as far as it was read.
    pub body: Vec<u8>,
    /// Whether the body was read to its end. It is not if it is larger than [`MAX_ANSWER_BYTES`].
    pub is_whole: bool,
}

#[derive(Deserialize)]
struct Envelope {
    error: ApiError,
}

/// An error in ONTAP's own form.
#[derive(Deserialize)]
pub(crate) struct ApiError {
    message: String,
    #[serde(default, deserialize_with = "error_code::read")]
    code: Option<u64>,
    target: Option<String>,
}

/// Checks that an answer is a success. Otherwise returns the error that it means.
pub fn judge(request: &Request, received: &Received) -> Result<()> {
    let body = received.body.trim_ascii();
    if !received.is_whole || !body.is_empty() && !body.starts_with(b"{") {
        return Err(undecodable(request, received));
    }
    let is_good = (200..300).contains(&received.status);
    match (is_good, request.method.is_read()) {
        (true, true) if !body.is_empty() => Ok(()),
        (true, false) if body.is_empty() => match request.method {
            // Whether a change took effect is seen in the read that follows, and a deletion is verified.
            Method::Patch => Ok(()),
            _ => Err(undecodable(request, received)),
        },
        (true, false) => match Written::read(request, received)?.error() {
            None => Ok(()),
            Some(Ok(error)) => Err(refusal(request, received, error)),
            Some(Err(_)) => Err(undecodable(request, received)),
        },
        _ => match serde_json::from_slice::<Envelope>(body) {
            Ok(envelope) => Err(refusal(request, received, envelope.error)),
            Err(_) => Err(undecodable(request, received)),
        },
    }
}

/// Builds the error that ONTAP gave in an answer.
pub(crate) fn refusal(request: &Request, received: &Received, error: ApiError) -> Error {
    Error::Api {
        method: request.method,
        path: request.path.clone(),
        status: received.status,
        code: error.code,
        message: error.message,
        target: error.target,
    }
}

/// Decodes the only record of a successful answer.
pub fn decode<T: DeserializeOwned>(request: &Request, received: &Received) -> Result<T> {
    match serde_json::from_slice::<&RawValue>(received.body.trim_ascii()) {
        Ok(raw) => Ok(record(request, raw)?.0),
        Err(_) => Err(undecodable(request, received)),
    }
}

/// A record, and its uuid if it has one.
pub type Decoded<T> = (T, Option<String>);

/// Decodes one record and checks it against the request's expectations.
pub fn record<T: DeserializeOwned>(request: &Request, raw: &RawValue) -> Result<Decoded<T>> {
    let mut value = parsed(request, raw)?;
    let had_nulls = drop_nulls(&mut value);
    request.expected.check(&value).map_err(|what| unexpected(request, what))?;
    let typed = if had_nulls { T::deserialize(&value) } else { serde_json::from_str(raw.get()) };
    let typed = typed.map_err(|error| unexpected(request, unexpected_field(&error)))?;
    Ok((typed, value["uuid"].as_str().map(str::to_owned)))
}

/// Returns the members of a record, whatever they are.
pub(crate) fn parsed(request: &Request, raw: &RawValue) -> Result<Value> {
    let text = raw.get();
    if text.len() > MAX_RECORD_BYTES {
        return Err(unexpected(request, format!("a record of {} bytes", text.len())));
    }
    let value: Value =
        serde_json::from_str(text).map_err(|error| unexpected(request, unexpected_field(&error)))?;
    if value.is_object() {
        Ok(value)
    } else {
        Err(unexpected(request, "a record that is no object".to_owned()))
    }
}

/// Builds the error about a successful answer that contains something unexpected.
pub fn unexpected(request: &Request, received: String) -> Error {
    Error::Decode { method: request.method, path: request.path.clone(), status: 200, received }
}

/// Builds the error about an answer that is not one of the API.
pub fn undecodable(request: &Request, received: &Received) -> Error {
    Error::Decode {
        method: request.method,
        path: request.path.clone(),
        status: received.status,
        received: describe(received),
    }
}

/// Describes a decoding error. Serde's text quotes the value, except for a missing field.
pub(crate) fn unexpected_field(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if text.starts_with("missing field") {
        format!("JSON with a {text}")
    } else {
        "JSON with a field of an unexpected type".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(method: Method) -> Request {
        Request { method, ..Request::get("/svm/svms") }
    }

    fn answer(method: Method, status: u16, body: &str) -> Result<()> {
        judge(&request(method), &Received { status, body: body.as_bytes().to_vec(), is_whole: true })
    }

    fn version(text: &str) -> Result<crate::Version> {
        let received = Received { status: 200, body: text.as_bytes().to_vec(), is_whole: true };
        decode(&request(Method::Get), &received)
    }

    fn received<T: std::fmt::Debug>(outcome: Result<T>) -> String {
        match outcome {
            Err(Error::Decode { received, .. }) => received,
            other => panic!("not a decoding error: {other:?}"),
        }
    }

    #[test]
    fn an_error_is_read_with_its_code_as_string_or_number() {
        for code in ["\"4\"", "4"] {
            let body =
                format!(r#"{{"error":{{"message":"entry doesn't exist","code":{code},"target":"uuid"}}}}"#);
            let error = answer(Method::Get, 404, &body).unwrap_err();
            assert!(error.is_not_found(), "{error:?}");
            assert_eq!(
                error.to_string(),
                "ONTAP answered GET /svm/svms with status 404 and code 4: entry doesn't exist (field uuid)"
            );
        }
    }

    #[test]
    fn a_foreign_answer_is_described_by_kind_and_length() {
        let cases = [
            (200, "", "an empty body"),
            (200, "<html>hunter22</html>", "21 bytes of HTML or XML"),
            (200, "[]", "2 bytes of JSON of another form"),
            (503, "busy", "4 bytes that are neither JSON nor HTML"),
            (500, r#"{"fault":"x"}"#, "13 bytes of JSON of another form"),
            (302, "", "a redirection to elsewhere and 0 bytes"),
        ];
        for (status, body, expected) in cases {
            assert_eq!(received(answer(Method::Get, status, body)), expected);
        }
        for (body, expected) in
            [(r#"{"records":[{"na"#, "16 bytes of JSON that breaks off"), ("{]", "2 bytes of faulty JSON")]
        {
            assert_eq!(received(version(body)), expected);
            assert_eq!(received(answer(Method::Post, 201, body)), expected);
        }
    }

    #[test]
    fn an_answer_that_is_too_large_is_refused_even_if_its_beginning_is_valid() {
        let cut = Received { status: 200, body: b"{}".to_vec(), is_whole: false };
        for method in [Method::Get, Method::Post, Method::Patch, Method::Delete] {
            assert!(received(judge(&request(method), &cut)).contains("more than 8 MiB"));
        }
        let large =
            format!(r#"{{"generation":9,"major":1,"minor":1,"x":"{}"}}"#, "x".repeat(MAX_RECORD_BYTES));
        assert!(received(version(&large)).contains("a record of"));
    }

    #[test]
    fn a_bare_404_does_not_mean_that_an_object_is_gone() {
        let error = answer(Method::Get, 404, "<html>not here</html>").unwrap_err();
        assert!(!error.is_not_found());
    }

    #[test]
    fn the_answer_to_a_change_may_be_empty_but_not_that_to_a_creation_or_deletion() {
        assert_eq!(answer(Method::Patch, 200, ""), Ok(()));
        for method in [Method::Post, Method::Delete] {
            assert!(answer(method, 200, "").unwrap_err().is_ambiguous());
        }
    }

    #[test]
    fn an_error_beside_a_job_is_left_to_the_job() {
        let job = json!({"uuid": "00000000-0000-4000-8000-00000000000a"});
        let body = json!({"job": job, "error": {"message": "m", "code": "1"}});
        assert_eq!(answer(Method::Post, 202, &body.to_string()), Ok(()));
        let alone = json!({"error": {"message": "m", "code": "1"}}).to_string();
        assert!(matches!(answer(Method::Post, 202, &alone), Err(Error::Api { code: Some(1), .. })));
        assert!(answer(Method::Get, 200, &alone).is_ok(), "a failed job has a field of this name");
    }

    #[test]
    fn an_error_in_a_successful_answer_to_a_write_leaves_its_outcome_open() {
        let bodies = [
            r#"{"error":{"message":"m","code":"2"}}"#,
            r#"{"error":{"message":"m"},"records":[]}"#,
            r#"{"error":{}}"#,
            r#"{"error":"text"}"#,
            r#"{"job":{}}"#,
            r#"{"job":{"uuid":""}}"#,
            r#"{"job":{"uuid":"../svm"}}"#,
            r#"{"jobs":[{"uuid":7}]}"#,
        ];
        for body in bodies {
            for method in [Method::Post, Method::Patch, Method::Delete] {
                assert!(answer(method, 200, body).unwrap_err().is_ambiguous(), "{method}: {body}");
            }
        }
    }

    #[test]
    fn an_unexpected_field_is_reported_without_its_value() {
        assert!(!version(r#"{"generation":"hunter22"}"#).unwrap_err().to_string().contains("hunter22"));
        assert!(version(r#"{"generation":9}"#).unwrap_err().to_string().contains("missing field `major`"));
        assert!(version(r#"{"generation":9,"major":1,"minor":1,"minor":2}"#).is_err(), "a field twice");
    }
}
