//! Answers with which a fault rule replaces the real ones.

use axum::body::{Body, to_bytes};
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

use super::ec2;
use crate::request_log::Side;

/// Returns an error in the format of the API that was called.
pub fn error(side: Side, status: u16, code: &str, message: &str) -> Response {
    match side {
        Side::Ontap => {
            let envelope = json!({"error": {"message": message, "code": code}});
            body(status, "application/hal+json", envelope.to_string())
        }
        Side::Ec2 => ec2::refusal(status, code, message),
    }
}

/// Returns any body with any status.
pub fn body(status: u16, content_type: &str, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Ok(content_type) = HeaderValue::from_str(content_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    }
    response
}

/// Returns an answer whose records have other members. An answer without records is one record.
pub async fn with_members(answer: Response, named: Option<&str>, members: &Map<String, Value>) -> Response {
    let (mut parts, body) = answer.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    let change = |record: &mut Value| {
        if let Value::Object(record) = record
            && named.is_none_or(|named| record.get("name").is_some_and(|name| name == named))
        {
            record.extend(members.clone());
        }
    };
    match value.get_mut("records").and_then(Value::as_array_mut) {
        Some(records) => records.iter_mut().for_each(change),
        None => change(&mut value),
    }
    Response::from_parts(parts, Body::from(value.to_string()))
}
