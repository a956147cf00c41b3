//! Orders about the system: takeover, giveback, upgrade, and the mediator.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use ipnet::Ipv4Net;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{read, refuse};
use crate::inventory::ec2::CidrReservationSpec;
use crate::shared::SharedState;
use crate::world::World;
use crate::world::ec2::RouteRequest;
use crate::world::failover::FailoverError;
use crate::world::role::Role;
use crate::world::variants::Variants;
use crate::world::version::OntapVersion;

/// The node to take over or to give back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NodeOrder {
    node: String,
}

pub async fn takeover(state: State<SharedState>, body: String) -> Response {
    change_roles(&state, &body, World::take_over)
}

pub async fn giveback(state: State<SharedState>, body: String) -> Response {
    change_roles(&state, &body, World::give_back)
}

fn change_roles(
    state: &SharedState,
    body: &str,
    change: fn(&mut World, &str) -> Result<(), FailoverError>,
) -> Response {
    let order: NodeOrder = match read(body, "order about a node") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    let mut world = state.world();
    let (status, mut answer) = match change(&mut world, &order.node) {
        Ok(()) => (StatusCode::OK, json!({})),
        Err(error @ FailoverError::UnknownNode(_)) => (StatusCode::NOT_FOUND, message(&error)),
        Err(error) => (StatusCode::CONFLICT, message(&error)),
    };
    answer["nodes"] = world.nodes();
    (status, Json(answer)).into_response()
}

fn message(error: &FailoverError) -> Value {
    json!({"error": error.to_string()})
}

/// The release to upgrade to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UpgradeOrder {
    version: String,
}

pub async fn upgrade(State(state): State<SharedState>, body: String) -> Response {
    let order: UpgradeOrder = match read(&body, "order to upgrade") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    let version: OntapVersion = match order.version.parse() {
        Ok(version) => version,
        Err(error) => return refuse(error),
    };
    let mut world = state.world();
    let runs = world.cluster.version;
    if version < runs {
        let answer = json!({"error": format!("ONTAP {runs} cannot go back to {version}")});
        return (StatusCode::CONFLICT, Json(answer)).into_response();
    }
    world.cluster.upgrade(version);
    Json(json!({"version": version.to_string()})).into_response()
}

/// Permission and speed of the mediator of a pair.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MediatorOrder {
    permitted: Option<bool>,
    route_delay_ms: Option<u64>,
    follows_rehoming: Option<bool>,
    releases_addresses: Option<bool>,
    moves_in_part: Option<bool>,
}

pub async fn mediator(State(state): State<SharedState>, body: String) -> Response {
    let order: MediatorOrder = match read(&body, "order about the mediator") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    let mut world = state.world();
    let Some(mediator) = &mut world.mediator else {
        return (StatusCode::CONFLICT, Json(json!({"error": "a single node has no mediator"})))
            .into_response();
    };
    mediator.permitted = order.permitted.unwrap_or(mediator.permitted);
    mediator.route_delay = order.route_delay_ms.map_or(mediator.route_delay, Duration::from_millis);
    mediator.follows_rehoming = order.follows_rehoming.unwrap_or(mediator.follows_rehoming);
    mediator.releases_addresses = order.releases_addresses.unwrap_or(mediator.releases_addresses);
    mediator.moves_in_part = order.moves_in_part.unwrap_or(mediator.moves_in_part);
    let answer = json!({
        "permitted": mediator.permitted,
        "route_delay_ms": mediator.route_delay.as_millis(),
        "follows_rehoming": mediator.follows_rehoming,
        "releases_addresses": mediator.releases_addresses,
        "moves_in_part": mediator.moves_in_part,
    });
    Json(answer).into_response()
}

/// What a change of a LIF's home does.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RehomingOrder {
    moves_lifs: bool,
}

pub async fn rehoming(State(state): State<SharedState>, body: String) -> Response {
    let order: RehomingOrder = match read(&body, "order about re-homing") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    state.world().cluster.rehoming_moves_lifs = order.moves_lifs;
    Json(json!({"moves_lifs": order.moves_lifs})).into_response()
}

/// Gives the account another role.
pub async fn role(State(state): State<SharedState>, body: String) -> Response {
    let role: Role = match read(&body, "role") {
        Ok(role) => role,
        Err(refusal) => return refusal,
    };
    let answer = json!(role);
    state.world().cluster.role = role;
    Json(answer).into_response()
}

/// Sets all variants; those that the order leaves out are off.
pub async fn variants(state: State<SharedState>, body: String) -> Response {
    let order: Variants = match read(&body, "order about variants") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    state.world().cluster.variants = order;
    Json(order).into_response()
}

/// A route that somebody else creates in AWS.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteOrder {
    route_table_id: String,
    destination: String,
    network_interface_id: String,
}

/// Creates a route without the credentials of a client.
pub async fn route(state: State<SharedState>, body: String) -> Response {
    let order: RouteOrder = match read(&body, "order about a route") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    let request = RouteRequest {
        route_table_id: order.route_table_id,
        destination_cidr_block: order.destination,
        network_interface_id: Some(order.network_interface_id),
        ..RouteRequest::default()
    };
    let mut world = state.world();
    let now = world.clock.now();
    match world.ec2.create_route(now, &request) {
        Ok(()) => (StatusCode::CREATED, Json(json!({}))).into_response(),
        Err(error) => refuse(error.to_string()),
    }
}

/// A range that somebody else reserves in its subnet, so that nobody chooses an address of it by chance.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReservationOrder {
    cidr: Ipv4Net,
}

pub async fn reservation(State(state): State<SharedState>, body: String) -> Response {
    let order: ReservationOrder = match read(&body, "order about a reservation") {
        Ok(order) => order,
        Err(refusal) => return refusal,
    };
    let mut world = state.world();
    let mut subnets = world.ec2.account_mut().subnets.iter_mut();
    let Some(subnet) = subnets.find(|subnet| subnet.cidr.contains(&order.cidr)) else {
        return refuse(format!("no subnet contains {}", order.cidr));
    };
    subnet.reservations.push(CidrReservationSpec {
        id: format!("scr-{:017x}", u32::from(order.cidr.network())),
        cidr: order.cidr,
        reservation_type: "explicit".to_owned(),
        description: String::new(),
    });
    (StatusCode::CREATED, Json(json!({}))).into_response()
}
