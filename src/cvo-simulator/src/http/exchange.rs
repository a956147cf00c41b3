//! One request and its answer: the router, surrounded by latency, faults and the log.

use std::time::{Duration, Instant, SystemTime};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::response::Response;
use http::Request;
use http::request::Parts;
use hyper::body::Incoming;
use serde_json::Value;
use tower::ServiceExt;

use super::fault_answer;
use crate::fault::{Call, Effect};
use crate::request_log::{Bodies, LogEntry, Side};
use crate::shared::SharedState;

/// Maximum size of a request body. No request of either API comes near it.
const MAX_BODY: usize = 4 << 20;

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection was cut by a fault rule")]
pub struct Cut;

/// A failure injected into the job of this request. Handlers find it in the request's extensions.
#[derive(Debug, Clone)]
pub struct InjectedJobFailure {
    pub code: u64,
    pub message: String,
}

/// The layer between a connection and the router of its server.
#[derive(Clone)]
pub struct Exchange {
    /// `None` for the control server, which has neither faults nor a log.
    pub side: Option<Side>,
    /// Node whose management address this is; `None` for an address that is always available.
    pub node: Option<String>,
    pub router: Router,
    pub state: SharedState,
}

impl Exchange {
    /// Whether the node behind the address is down.
    pub fn is_down(&self) -> bool {
        self.node.as_ref().is_some_and(|name| !self.state.world().cluster.is_node_up(name))
    }

    pub async fn answer(self, request: Request<Incoming>) -> Result<Response, Cut> {
        if self.is_down() {
            return Err(Cut);
        }
        let Some(side) = self.side else { return Ok(self.route(request.map(Body::new)).await) };
        let start = (SystemTime::now(), Instant::now());
        let (parts, body) = request.into_parts();
        let body = to_bytes(Body::new(body), MAX_BODY).await.map_err(|_| Cut)?;
        let action = (side == Side::Ec2).then(|| action(&parts, &body)).flatten();
        let call =
            Call { side, method: parts.method.as_str(), path: parts.uri.path(), action: action.as_deref() };
        let effect = self.state.faults().effect_on(call);
        let mut entry = log_entry(call, parts.uri.query(), start.0);
        entry.faulty = effect.is_some();

        tokio::time::sleep(self.state.access().latency).await;
        let (request_json, mut size) = (json(&body), body.len());
        let answer = self.clone().apply(effect, side, Request::from_parts(parts, Body::from(body))).await;
        let (answer, response_json) = match answer {
            Some(answer) => {
                let (answer, body) = buffered(answer).await?;
                size += body.len();
                (Ok(answer), json(&body))
            }
            None => (Err(Cut), Value::Null),
        };
        entry.status = answer.as_ref().ok().map(|answer| answer.status().as_u16());
        entry.duration = start.1.elapsed().as_secs_f64();
        entry.bodies =
            (side == Side::Ontap).then_some(Bodies { request: request_json, response: response_json });
        self.state.log().push(entry, size);
        answer
    }

    /// Returns the answer under the effect of a fault rule; `None` for no answer.
    async fn apply(self, effect: Option<Effect>, side: Side, mut request: Request<Body>) -> Option<Response> {
        match effect {
            None => Some(self.route(request).await),
            Some(Effect::Delay { milliseconds }) => {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                Some(self.route(request).await)
            }
            Some(Effect::Cut { after }) => {
                self.route_if(after, request).await;
                None
            }
            Some(Effect::Error { status, code, message, after }) => {
                self.route_if(after, request).await;
                Some(fault_answer::error(side, status, &code, &message))
            }
            Some(Effect::Body { status, content_type, text, after }) => {
                self.route_if(after, request).await;
                Some(fault_answer::body(status, &content_type, text))
            }
            Some(Effect::Members { named, members }) => {
                Some(fault_answer::with_members(self.route(request).await, named.as_deref(), &members).await)
            }
            Some(Effect::FailJob { code, message }) => {
                request.extensions_mut().insert(InjectedJobFailure { code, message });
                Some(self.route(request).await)
            }
        }
    }

    async fn route_if(self, wanted: bool, request: Request<Body>) {
        if wanted {
            self.route(request).await;
        }
    }

    async fn route(self, request: Request<Body>) -> Response {
        match self.router.oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        }
    }
}

fn log_entry(call: Call<'_>, query: Option<&str>, start: SystemTime) -> LogEntry {
    LogEntry {
        side: call.side,
        method: call.method.to_owned(),
        path: call.path.to_owned(),
        query: query.unwrap_or_default().to_owned(),
        action: call.action.map(str::to_owned),
        status: None,
        start: start.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs_f64(),
        duration: 0.0,
        faulty: false,
        bodies: None,
    }
}

/// Returns the `Action` parameter of an EC2 request, from the form or the query.
fn action(parts: &Parts, body: &Bytes) -> Option<String> {
    let pairs =
        |encoded: &[u8]| serde_urlencoded::from_bytes::<Vec<(String, String)>>(encoded).unwrap_or_default();
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    pairs(body).into_iter().chain(pairs(query)).find(|(name, _)| name == "Action").map(|(_, value)| value)
}

fn json(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_default()
}

async fn buffered(answer: Response) -> Result<(Response, Bytes), Cut> {
    let (parts, body) = answer.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.map_err(|_| Cut)?;
    Ok((Response::from_parts(parts, Body::from(bytes.clone())), bytes))
}
