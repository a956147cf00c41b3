//! The control server, through which tests and demonstrations inspect and control the simulator.

mod answers;
mod guard;
mod system;

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::fault::Rule;
use crate::shared::SharedState;
use crate::world::clock::ClockMode;

pub fn router(state: SharedState, listen: IpAddr) -> Router {
    Router::new()
        .route("/state", get(async |State(state): State<SharedState>| Json(state.world().snapshot())))
        .route("/requests", get(requests).delete(forget_requests))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/clock", post(clock))
        .route("/consistency", post(consistency))
        .route("/takeover", post(system::takeover))
        .route("/giveback", post(system::giveback))
        .route("/upgrade", post(system::upgrade))
        .route("/mediator", post(system::mediator))
        .route("/rehoming", post(system::rehoming))
        .route("/role", post(system::role))
        .route("/answers", post(answers::answers))
        .route("/variants", post(system::variants))
        .route("/route", post(system::route))
        .route("/reservation", post(system::reservation))
        .layer(from_fn_with_state(listen, guard::guard))
        .with_state(state)
}

async fn requests(
    State(state): State<SharedState>,
    Query(query): Query<HashMap<String, String>>,
) -> Json<Value> {
    let with_bodies = query.get("bodies").is_some_and(|value| value == "true");
    Json(json!(state.log().entries(with_bodies)))
}

async fn forget_requests(State(state): State<SharedState>) -> StatusCode {
    state.log().clear();
    StatusCode::NO_CONTENT
}

async fn faults(State(state): State<SharedState>) -> Json<Vec<Rule>> {
    Json(state.faults().rules())
}

/// One rule or a list of rules.
#[derive(Deserialize)]
#[serde(untagged)]
enum Rules {
    One(Rule),
    Many(Vec<Rule>),
}

async fn add_fault(State(state): State<SharedState>, body: String) -> Response {
    let rules = match serde_json::from_str(&body) {
        Ok(Rules::One(rule)) => vec![rule],
        Ok(Rules::Many(rules)) => rules,
        // The untagged enum hides the reason, so parse again as a single rule to get it.
        Err(_) => match serde_json::from_str::<Rule>(&body) {
            Ok(rule) => vec![rule],
            Err(error) => return refuse(format!("this is no fault rule: {error}")),
        },
    };
    rules.into_iter().for_each(|rule| state.faults().add(rule));
    (StatusCode::CREATED, Json(json!({}))).into_response()
}

async fn clear_faults(State(state): State<SharedState>) -> StatusCode {
    state.faults().clear();
    StatusCode::NO_CONTENT
}

/// A change of simulated time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockOrder {
    mode: Option<ClockMode>,
    advance_ms: Option<u64>,
}

async fn clock(State(state): State<SharedState>, body: String) -> Response {
    let order: ClockOrder = match read(&body, "order for the clock") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    let shown = {
        let mut world = state.world();
        if let Some(mode) = order.mode {
            world.clock.switch(mode);
        }
        world.clock.advance(Duration::from_millis(order.advance_ms.unwrap_or_default()));
        world.settle();
        json!({"mode": world.clock.mode(), "now": world.clock.now().iso8601()})
    };
    state.clock_changed().notify_waiters();
    Json(shown).into_response()
}

/// The delay until reads show writes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsistencyOrder {
    ec2_read_delay_ms: u64,
}

async fn consistency(State(state): State<SharedState>, body: String) -> Response {
    let order: ConsistencyOrder = match read(&body, "order about consistency") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    state.world().ec2.set_read_delay(Duration::from_millis(order.ec2_read_delay_ms));
    Json(json!({"ec2_read_delay_ms": order.ec2_read_delay_ms})).into_response()
}

/// Parses an order from a body, or returns the refusal.
#[expect(clippy::result_large_err, reason = "the refusal is the answer that is sent")]
fn read<T: DeserializeOwned>(body: &str, what: &str) -> Result<T, Response> {
    serde_json::from_str(body).map_err(|error| refuse(format!("this is no {what}: {error}")))
}

fn refuse(message: String) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": message}))).into_response()
}
