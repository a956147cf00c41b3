//! A parsed request of the ONTAP API.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, Method, Request, header};
use serde_json::Value;

use crate::http::exchange::InjectedJobFailure;
use crate::shared::Access;
use crate::world::error::{ApiError, ApiResult};

/// NetApp's API rules: default wait of a GET and of a change of a collection.
const COLLECTION_WAIT: Duration = Duration::from_secs(15);

/// NetApp's API rules: maximum `return_timeout`, in seconds.
const LONGEST_WAIT: u64 = 120;

/// An authenticated request.
#[derive(Debug)]
pub struct Call {
    pub method: Method,
    pub path: String,
    /// Path and query as sent.
    pub href: String,
    pub query: Vec<(String, String)>,
    pub body: Value,
    /// Whether the answer includes links.
    pub hal: bool,
    /// The error with which a fault rule makes the job of this call fail.
    pub job_failure: Option<ApiError>,
}

impl Call {
    pub async fn read(request: Request<Body>, access: &Access) -> ApiResult<Self> {
        let (parts, body) = request.into_parts();
        authenticate(&parts.headers, access)?;
        let query = parts.uri.query().unwrap_or_default();
        let query =
            serde_urlencoded::from_str(query).map_err(|_| ApiError::new(400, 262_248, "Bad query."))?;
        let injected = parts.extensions.get::<InjectedJobFailure>();
        let bytes = to_bytes(body, usize::MAX).await.map_err(|_| ApiError::new(400, 262_201, "No body."))?;
        let call = Self {
            hal: wants_links(&parts.headers),
            path: parts.uri.path().trim_end_matches('/').to_owned(),
            href: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            method: parts.method,
            query,
            body: parse_body(&bytes)?,
            job_failure: injected.map(|failure| ApiError::new(500, failure.code, failure.message.clone())),
        };
        call.refuse_a_body_where_none_belongs()?;
        Ok(call)
    }

    fn refuse_a_body_where_none_belongs(&self) -> ApiResult<()> {
        let is_read = self.method == Method::GET || self.method == Method::HEAD;
        if is_read && !self.body.is_null() {
            Err(ApiError::new(400, 262_198, "A request body is not allowed on GET and HEAD."))
        } else {
            Ok(())
        }
    }

    /// Returns the value of a query parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the value of a numeric query parameter.
    pub fn number(&self, name: &str) -> ApiResult<Option<u64>> {
        let Some(text) = self.parameter(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| ApiError::invalid(name, text))
    }

    /// Returns the value of a Boolean query parameter.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        self.parameter(name).map_or(default, |text| text == "true")
    }

    /// Returns how long the caller wants to wait for jobs.
    pub fn return_timeout(&self) -> Duration {
        let given = self.parameter("return_timeout").and_then(|text| text.parse().ok());
        given.map_or(Duration::ZERO, |seconds: u64| Duration::from_secs(seconds.min(LONGEST_WAIT)))
    }

    /// Returns how long a change of a whole collection waits: `return_timeout`, or ONTAP's default.
    pub fn collection_timeout(&self) -> Duration {
        match self.parameter("return_timeout") {
            Some(_) => self.return_timeout(),
            None => COLLECTION_WAIT,
        }
    }

    /// Returns the description of a job that this call starts.
    pub fn description(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// NetApp's API rules: `application/json` turns links off; anything else leaves them on.
fn wants_links(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    !accept.split(',').any(|part| part.trim().starts_with("application/json"))
}

fn parse_body(bytes: &[u8]) -> ApiResult<Value> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Null);
    }
    serde_json::from_slice(bytes)
        .map_err(|error| ApiError::new(400, 262_199, format!("Invalid JSON: {error}.")))
}

/// Checks basic authentication. A wrong password is 401 with code 6691623.
fn authenticate(headers: &HeaderMap, access: &Access) -> ApiResult<()> {
    let sent = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let expected = format!("{}:{}", access.username, access.password);
    let given = sent.strip_prefix("Basic ").and_then(|encoded| STANDARD.decode(encoded.trim()).ok());
    if given.as_deref() == Some(expected.as_bytes()) {
        Ok(())
    } else {
        Err(ApiError::new(401, 6_691_623, "User is not authorized"))
    }
}
