//! Conversion of results into HTTP answers.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::Call;
use super::filter::values_at;
use super::object::{Change, Object};
use super::page;
use super::projection::Selection;
use crate::world::World;
use crate::world::error::ApiError;

/// The result of a call.
pub enum Done {
    /// A GET.
    Found(Value),
    /// A POST, with the fields named in its body.
    Created { change: Change, object: &'static dyn Object, named: Vec<String> },
    /// An OPTIONS.
    Methods,
    /// A PATCH or DELETE of one object.
    Changed(Change),
    /// A PATCH or DELETE of several objects.
    ChangedSelected(Vec<Change>),
    /// An answer of the private CLI, with the job that it started, if any.
    Cli(Value, Option<Uuid>),
}

impl Change {
    fn job(&self) -> Option<Uuid> {
        match self {
            Self::Job(job) | Self::CreateJob(job, _) => Some(*job),
            Self::Done | Self::Created(_) => None,
        }
    }

    fn keys(&self) -> Option<&[String]> {
        match self {
            Self::Created(keys) | Self::CreateJob(_, keys) => Some(keys),
            Self::Done | Self::Job(_) => None,
        }
    }
}

impl Done {
    /// Returns the jobs that the call started.
    pub fn jobs(&self) -> Vec<Uuid> {
        match self {
            Self::Found(_) | Self::Methods => vec![],
            Self::Created { change, .. } | Self::Changed(change) => change.job().into_iter().collect(),
            Self::ChangedSelected(changes) => changes.iter().filter_map(Change::job).collect(),
            Self::Cli(_, job) => job.iter().copied().collect(),
        }
    }
}

/// Answers a call that has been carried out or whose job has been started.
pub fn success(world: &World, call: &Call, done: Done) -> Response {
    match done {
        Done::Found(value) => send(StatusCode::OK, value, call),
        Done::Methods => methods(call),
        Done::Created { change, object, named } => created(world, call, &change, object, named),
        Done::Changed(change) => changed(world, call, &change),
        Done::ChangedSelected(changes) => {
            let jobs: Vec<_> =
                changes.iter().filter_map(Change::job).map(|job| job_link(job)["job"].clone()).collect();
            let (status, mut body) = (StatusCode::OK, json!({"num_records": changes.len()}));
            if !jobs.is_empty() {
                body["jobs"] = Value::Array(jobs);
            }
            send(status, body, call)
        }
        Done::Cli(body, None) => send(StatusCode::OK, body, call),
        Done::Cli(body, Some(job)) => command_queued(world, call, body, job),
    }
}

/// NetApp's API rules: OPTIONS is answered on every path. That the header names every method, whether or not
/// the path supports it, is assumed (`options-header`).
fn methods(call: &Call) -> Response {
    let mut response = send(StatusCode::OK, json!({}), call);
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST, PATCH, DELETE, OPTIONS"));
    response
}

/// NetApp's description of the private CLI: the job and the printed text are returned together.
fn command_queued(world: &World, call: &Call, mut body: Value, job: Uuid) -> Response {
    body["job"] = job_link(job)["job"].take();
    match outcome(world, job) {
        Some(Err(error)) => failed(error, job, call),
        Some(Ok(())) if call.method == Method::POST => send(StatusCode::CREATED, body, call),
        Some(Ok(())) => send(StatusCode::OK, body, call),
        None => send(StatusCode::ACCEPTED, body, call),
    }
}

fn created(world: &World, call: &Call, change: &Change, object: &dyn Object, named: Vec<String>) -> Response {
    let (mut status, mut body) = (StatusCode::CREATED, json!({}));
    if let Some(job) = change.job() {
        match outcome(world, job) {
            Some(Err(error)) => return failed(error, job, call),
            Some(Ok(())) => {}
            None => status = StatusCode::ACCEPTED,
        }
        body = job_link(job);
    }
    let keys = change.keys().unwrap_or_default();
    if call.flag("return_records", false)
        && let Some(record) = echo(world, object, keys, named)
    {
        body["num_records"] = json!(1);
        body["records"] = json!([record]);
    }
    let mut response = send(status, body, call);
    let location = format!("{}/{}", object.path(), keys.join("/"));
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// NetApp's reference of POST with `return_records`: the given fields in normal form, and the identifying
/// fields.
fn echo(world: &World, object: &dyn Object, keys: &[String], mut named: Vec<String>) -> Option<Value> {
    let is_new = |record: &Value| {
        object
            .keys()
            .iter()
            .zip(keys)
            .all(|(path, key)| values_at(record, path).iter().any(|value| *value == key))
    };
    let record = object.records(world).into_iter().find(is_new)?;
    let identifying =
        object.fields().iter().filter(|field| field.identifying).map(|field| field.path.to_owned());
    named.extend(identifying.chain(["svm".to_owned()]));
    Some(page::linked(object, &Selection::paths(named), &record))
}

fn changed(world: &World, call: &Call, change: &Change) -> Response {
    let Some(job) = change.job() else { return send(StatusCode::OK, json!({}), call) };
    match outcome(world, job) {
        Some(Err(error)) => failed(error, job, call),
        Some(Ok(())) => send(StatusCode::OK, job_link(job), call),
        None => send(StatusCode::ACCEPTED, job_link(job), call),
    }
}

/// Returns the outcome of a job as the answer to the write shows it; `None` while it runs.
fn outcome(world: &World, job: Uuid) -> Option<&Result<(), ApiError>> {
    let outcome = world.cluster.job(job).and_then(|job| job.outcome.as_ref());
    if world.cluster.variants.failures_only_in_jobs { outcome.map(|_| &Ok(())) } else { outcome }
}

pub fn job_link(job: Uuid) -> Value {
    json!({"job": {"uuid": job, "_links": {"self": {"href": format!("/api/cluster/jobs/{job}")}}}})
}

/// Answers a call whose job failed while the caller waited.
fn failed(error: &ApiError, job: Uuid, call: &Call) -> Response {
    let mut body = job_link(job);
    body["error"] = envelope(error);
    send(status_of(error), body, call)
}

/// Answers a call that has been refused.
pub fn error(error: &ApiError) -> Response {
    respond(status_of(error), &json!({"error": envelope(error)}), true)
}

fn status_of(error: &ApiError) -> StatusCode {
    StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// NetApp's API rules: the code is a number in a string; the target is present only if a field caused the
/// error.
pub fn envelope(error: &ApiError) -> Value {
    let mut envelope = json!({"message": error.message, "code": error.code.to_string()});
    if let Some(target) = &error.target {
        envelope["target"] = json!(target);
    }
    envelope
}

fn send(status: StatusCode, mut body: Value, call: &Call) -> Response {
    if !call.hal {
        let next = body.pointer_mut("/_links/next").map(Value::take);
        drop_links(&mut body);
        // NetApp's automation guide, "REST input variables": the link to the next page is shown all the
        // same.
        if let Some(next) = next {
            body["_links"] = json!({"next": next});
        }
    }
    let mut response = respond(status, &body, call.hal);
    if call.method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

fn respond(status: StatusCode, body: &Value, hal: bool) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let content_type = if hal { "application/hal+json" } else { "application/json" };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache,no-store,must-revalidate"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn drop_links(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("_links");
            members.values_mut().for_each(drop_links);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_links),
        _ => {}
    }
}
