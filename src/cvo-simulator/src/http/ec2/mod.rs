//! The EC2 Query API: parameters in, XML out. The rules are in [`crate::world::ec2`].

mod authorization;
mod describe;
mod network_interface;
mod query;
mod route;
mod sts;
mod tags;
mod xml;

use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::request::Parts;
use uuid::Uuid;

use crate::shared::SharedState;
use crate::world::World;
use crate::world::clock::Moment;
use crate::world::ec2::{Ec2Error, Ec2World, Scope};
use authorization::Caller;
use query::Parameters;

/// The only API version that current clients use. Older versions are not simulated.
const VERSION: &str = "2016-11-15";

pub fn router(state: SharedState) -> Router {
    Router::new().route("/", get(answer).post(answer)).with_state(state)
}

/// A request for one action.
struct Call<'a> {
    parameters: Parameters,
    ec2: &'a mut Ec2World,
    now: Moment,
    reply: xml::Reply<'a>,
}

/// Carries out one action and returns its answer.
type Action = fn(Call<'_>) -> Result<String, Ec2Error>;

const ACTIONS: &[&[(&str, Action)]] =
    &[describe::ACTIONS, network_interface::ACTIONS, route::ACTIONS, tags::ACTIONS];

async fn answer(State(state): State<SharedState>, parts: Parts, body: Bytes) -> Response {
    let request_id = Uuid::new_v4().to_string();
    let mut is_sts = false;
    let done = Parameters::read(parts.uri.query().unwrap_or_default(), &body).and_then(|parameters| {
        is_sts = parameters.is("Version", sts::VERSION);
        let (access, mut world) = (state.access(), state.world());
        let caller = Caller {
            access_key: &access.access_key,
            secret_key: &access.secret_key,
            region: world.ec2.region(),
            service: if is_sts { "sts" } else { "ec2" },
        };
        caller.check(&parts, &body, SystemTime::now())?;
        act(&mut world, parameters, &request_id)
    });
    match done {
        Ok(text) => xml::response(200, text, &request_id),
        Err(error) if is_sts => sts::refusal(&error, &request_id),
        Err(error) => refusal(error.status, error.code, &error.message),
    }
}

/// Returns an error in EC2's format.
pub fn refusal(status: u16, code: &str, message: &str) -> Response {
    let request_id = Uuid::new_v4().to_string();
    xml::response(status, xml::error(code, message, &request_id), &request_id)
}

fn act(world: &mut World, mut parameters: Parameters, request_id: &str) -> Result<String, Ec2Error> {
    let name = parameters.take("Action").ok_or_else(Ec2Error::missing_action)?;
    let version = parameters.required("Version")?;
    if version == sts::VERSION {
        return sts::act(&world.ec2, &name, parameters, request_id);
    }
    if version != VERSION {
        return Err(Ec2Error::no_such_version(&version));
    }
    let action = ACTIONS.iter().flat_map(|actions| actions.iter()).find(|(known, _)| *known == name);
    let (_, action) = action.ok_or_else(|| Ec2Error::invalid_action(&name))?;
    let now = world.clock.now();
    let scope = if parameters.select_nothing() { Scope::Everything } else { Scope::Selection };
    world.ec2.admit(now, &name, scope)?;
    action(Call { parameters, ec2: &mut world.ec2, now, reply: xml::Reply { action: &name, request_id } })
}
