//! Answers with which a fault rule replaces the real ones.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

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
