//! What the log says of requests: each at DEBUG, bodies at TRACE, repeats at WARN. Never a header, and no secret.

use std::time::Duration;

use tracing::Level;

use ontap_core::protocol::answer::Received;
use ontap_core::protocol::redactor::Redactor;
use ontap_core::protocol::request::Request;
use ontap_core::protocol::shown::shown;
use ontap_core::{Error, Result};

/// The number of an attempt, counted from 1.
pub type Attempt = usize;

/// Says which body is about to be sent.
pub fn sending(request: &Request, attempt: Attempt, redactor: &Redactor) {
    let Some(body) = request.body.as_ref().filter(|_| tracing::enabled!(Level::TRACE)) else { return };
    let (method, path) = (request.method, request.path.as_str());
    let body = shown(body.to_string().as_bytes(), redactor);
    tracing::trace!(%method, path, attempt, body, "ONTAP is sent");
}

/// Says which body was received.
pub fn received(request: &Request, attempt: Attempt, received: &Received, redactor: &Redactor) {
    if !tracing::enabled!(Level::TRACE) {
        return;
    }
    let (method, path, status) = (request.method, request.path.as_str(), received.status);
    let body = shown(&received.body, redactor);
    tracing::trace!(%method, path, attempt, status, body, "ONTAP has sent");
}

/// Says how one attempt of a request ended.
pub fn ended(
    request: &Request,
    attempt: Attempt,
    answer: &Result<Received>,
    took: Duration,
    redactor: &Redactor,
) {
    if !tracing::enabled!(Level::DEBUG) {
        return;
    }
    let (method, path, query) = (request.method, request.path.as_str(), query(request, redactor));
    let milliseconds = took.as_millis();
    match answer {
        Ok(received) => {
            let status = received.status;
            tracing::debug!(%method, path, query, attempt, status, milliseconds, "ONTAP answered");
        }
        Err(error) => {
            let (status, code) = (error.status(), error.code());
            tracing::debug!(%method, path, query, attempt, status, code, milliseconds, %error, "ONTAP request failed");
        }
    }
}

/// Says that a request is sent again after this pause, and why.
pub fn repeated(request: &Request, error: &Error, pause: Duration) {
    let (method, path, reason) = (request.method, request.path.as_str(), error.latest());
    let seconds = pause.as_secs_f32();
    tracing::warn!(%method, path, %reason, "ONTAP request is sent again in {seconds:.1} s");
}

fn query(request: &Request, redactor: &Redactor) -> String {
    let pairs = request.query.iter().map(|(name, value)| format!("{name}={value}"));
    redactor.scrub(&pairs.collect::<Vec<_>>().join("&"))
}
