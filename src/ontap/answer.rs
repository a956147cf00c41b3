//! Answers: from status and bytes to JSON or an error that says what was received, never its content.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::error::{Error, Method, Result};
use crate::request::Request;

/// What came back, not yet understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    /// HTTP status.
    pub(crate) status: u16,
    /// Body.
    pub(crate) body: Vec<u8>,
}

#[derive(Deserialize)]
struct Envelope {
    error: ApiError,
}

#[derive(Deserialize)]
struct ApiError {
    message: String,
    #[serde(default, deserialize_with = "code")]
    code: Option<u64>,
    target: Option<String>,
}

/// Codes are documented as integers in strings, and some releases send plain integers.
pub(crate) fn code<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<u64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// The JSON of a good answer, or the error that a bad one stands for.
pub(crate) fn read(request: &Request, received: &Received) -> Result<Value> {
    let is_good = (200..300).contains(&received.status);
    if is_good && received.body.trim_ascii().is_empty() && needs_no_body(request.method) {
        return Ok(Value::Null);
    }
    let body = match serde_json::from_slice::<Value>(&received.body) {
        Ok(body @ Value::Object(_)) => body,
        _ => return Err(undecodable(request, received)),
    };
    if is_good && !holds_error(request.method, &body) {
        return Ok(body);
    }
    match serde_json::from_value::<Envelope>(body) {
        Ok(Envelope { error }) => Err(Error::Api {
            method: request.method,
            path: request.path.clone(),
            status: received.status,
            code: error.code,
            message: error.message,
            target: error.target,
        }),
        Err(_) => Err(undecodable(request, received)),
    }
}

/// A job that failed while ONTAP held the answer to a write back shows an error beside it: the job tells the whole
/// story. In the answer to a read `error` is a field like any other.
fn holds_error(method: Method, body: &Value) -> bool {
    !method.is_read() && body.get("error").is_some() && body.get("job").is_none()
}

/// The records of a good answer.
pub(crate) fn decode<T: DeserializeOwned>(request: &Request, body: Value) -> Result<T> {
    serde_json::from_value(body).map_err(|error| Error::Decode {
        method: request.method,
        path: request.path.clone(),
        status: 200,
        received: unexpected(&error),
    })
}

fn needs_no_body(method: Method) -> bool {
    matches!(method, Method::Patch | Method::Delete)
}

/// Serde's text quotes the value unless it speaks of a missing field.
fn unexpected(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.starts_with("missing field") {
        true => format!("JSON with a {text}"),
        false => "JSON with a field of an unexpected type".to_owned(),
    }
}

fn undecodable(request: &Request, received: &Received) -> Error {
    Error::Decode {
        method: request.method,
        path: request.path.clone(),
        status: received.status,
        received: describe(received),
    }
}

fn describe(received: &Received) -> String {
    let body = received.body.trim_ascii();
    let length = received.body.len();
    if (300..400).contains(&received.status) {
        return format!("a redirection to elsewhere and {length} bytes");
    }
    if body.is_empty() {
        return "an empty body".to_owned();
    }
    if body.starts_with(b"<") {
        return format!("{length} bytes of HTML or XML");
    }
    match serde_json::from_slice::<Value>(body) {
        Ok(_) => format!("{length} bytes of JSON of another form"),
        Err(error) if error.is_eof() => format!("{length} bytes of JSON that breaks off"),
        Err(_) if body.starts_with(b"{") => format!("{length} bytes of faulty JSON"),
        Err(_) => format!("{length} bytes that are neither JSON nor HTML"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn request(method: Method) -> Request {
        Request { method, ..Request::get("/svm/svms") }
    }

    fn answer(method: Method, status: u16, body: &str) -> Result<Value> {
        read(&request(method), &Received { status, body: body.as_bytes().to_vec() })
    }

    fn received(outcome: Result<Value>) -> String {
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
    fn what_is_not_of_the_api_is_told_by_kind_and_length() {
        let cases = [
            (200, "", "an empty body"),
            (200, "<html>hunter22</html>", "21 bytes of HTML or XML"),
            (200, r#"{"records":[{"na"#, "16 bytes of JSON that breaks off"),
            (200, "[]", "2 bytes of JSON of another form"),
            (200, "{]", "2 bytes of faulty JSON"),
            (503, "busy", "4 bytes that are neither JSON nor HTML"),
            (500, r#"{"fault":"x"}"#, "13 bytes of JSON of another form"),
            (302, "", "a redirection to elsewhere and 0 bytes"),
        ];
        for (status, body, expected) in cases {
            assert_eq!(received(answer(Method::Get, status, body)), expected);
        }
    }

    #[test]
    fn a_bare_404_does_not_say_that_an_object_is_gone() {
        let error = answer(Method::Get, 404, "<html>not here</html>").unwrap_err();
        assert!(!error.is_not_found());
    }

    #[test]
    fn a_change_or_deletion_needs_no_body_in_the_answer_but_a_creation_does() {
        assert_eq!(answer(Method::Delete, 200, ""), Ok(Value::Null));
        assert_eq!(answer(Method::Patch, 200, ""), Ok(Value::Null));
        assert!(answer(Method::Post, 201, "").unwrap_err().is_ambiguous());
    }

    #[test]
    fn an_error_beside_a_job_is_left_to_the_job() {
        let body = json!({"job": {"uuid": "j"}, "error": {"message": "m", "code": "1"}});
        assert_eq!(answer(Method::Post, 202, &body.to_string()), Ok(body));
        let alone = json!({"error": {"message": "m", "code": "1"}}).to_string();
        assert!(matches!(answer(Method::Post, 202, &alone), Err(Error::Api { code: Some(1), .. })));
        assert!(answer(Method::Get, 200, &alone).is_ok(), "a failed job has a field of this name");
    }

    #[test]
    fn an_unexpected_field_is_told_without_its_value() {
        let wrong = decode::<crate::Version>(&request(Method::Get), json!({"generation": "hunter22"}));
        assert!(!wrong.unwrap_err().to_string().contains("hunter22"));
        let missing = decode::<crate::Version>(&request(Method::Get), json!({"generation": 9}));
        assert!(missing.unwrap_err().to_string().contains("missing field `major`"));
    }
}
