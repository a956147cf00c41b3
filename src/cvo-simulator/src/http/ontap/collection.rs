//! Dispatch from path and method to the operation of an object.

use http::Method;
use serde_json::Value;

use super::answer::Done;
use super::body;
use super::call::Call;
use super::filter::values_at;
use super::object::{Change, Object, not_supported};
use super::page;
use super::projection::Selection;
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};

/// Carries out a call.
pub fn perform(world: &mut World, call: &Call, objects: &[&'static dyn Object]) -> ApiResult<Done> {
    let (object, keys) = find(&call.path, objects)?;
    match (&call.method, keys.as_slice()) {
        (&Method::OPTIONS, _) => Ok(Done::Methods),
        (&Method::GET | &Method::HEAD, []) if !object.is_single() => {
            page::page(world, call, object).map(Done::Found)
        }
        (&Method::GET | &Method::HEAD, keys) => one(world, call, object, keys).map(Done::Found),
        (&Method::POST, []) => create(world, call, object),
        (&Method::PATCH | &Method::DELETE, []) if !object.is_single() => change_selected(world, call, object),
        (&Method::PATCH | &Method::DELETE, keys) => {
            let record = find_record(world, object, keys)?;
            let change = change(world, call, object, &record)?;
            Ok(Done::Changed(change))
        }
        _ => Err(not_supported()),
    }
}

/// Returns the object kind that a path belongs to, and the keys in the rest of the path. NetApp lists code 3
/// for a wrong API name.
fn find<'a>(
    path: &'a str,
    objects: &[&'static dyn Object],
) -> ApiResult<(&'static dyn Object, Vec<&'a str>)> {
    let fitting = objects.iter().filter_map(|object| {
        let rest = path.strip_prefix(object.path())?;
        let keys: Vec<_> = rest.split('/').skip(1).collect();
        let fits = (rest.is_empty() || rest.starts_with('/'))
            && (keys.is_empty() || (keys.len() == object.keys().len() && !object.is_single()));
        fits.then_some((*object, keys))
    });
    fitting
        .max_by_key(|(object, _)| object.path().len())
        .ok_or_else(|| ApiError::new(404, 3, "API not found"))
}

fn find_record(world: &World, object: &dyn Object, keys: &[&str]) -> ApiResult<Value> {
    let fits = |record: &Value| {
        object
            .keys()
            .iter()
            .zip(keys)
            .all(|(path, key)| values_at(record, path).iter().any(|value| *value == key))
    };
    let mut records = object.records(world).into_iter();
    if object.is_single() { records.next() } else { records.find(fits) }
        .ok_or_else(|| ApiError::not_found(object.keys().last().copied().unwrap_or("uuid")))
}

fn one(world: &World, call: &Call, object: &dyn Object, keys: &[&str]) -> ApiResult<Value> {
    let record = find_record(world, object, keys)?;
    let selection = Selection::of(call, object.fields(), world.cluster.version, true)?;
    Ok(page::linked(object, &selection, &record))
}

fn create(world: &mut World, call: &Call, object: &'static dyn Object) -> ApiResult<Done> {
    if let Some((name, _)) = call.filters().next() {
        let message = format!("A POST cannot have the query field \"{name}\".");
        return Err(ApiError::new(400, 262_211, message).on(name));
    }
    let body = body::check(&call.body, object.fields(), world.cluster.version, &call.method)?;
    let named = body::paths(&body);
    let change = object.create(world, call, body)?;
    Ok(Done::Created { change, object, named })
}

fn change(world: &mut World, call: &Call, object: &dyn Object, record: &Value) -> ApiResult<Change> {
    match call.method {
        Method::PATCH => {
            let body = body::check(&call.body, object.fields(), world.cluster.version, &call.method)?;
            object.modify(world, call, record, body)
        }
        _ => object.remove(world, call, record),
    }
}

/// Handles a PATCH or DELETE of all records that a query selects. Without a query, it is refused.
fn change_selected(world: &mut World, call: &Call, object: &'static dyn Object) -> ApiResult<Done> {
    if call.filters().next().is_none() {
        return Err(ApiError::new(400, 262_212, "A change of a collection needs a query."));
    }
    let mut changes = Vec::new();
    for record in page::selected(world, call, object)? {
        changes.push(change(world, call, object, &record)?);
    }
    Ok(Done::ChangedSelected(changes))
}
