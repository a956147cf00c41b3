//! Collections: filtering, sorting and paging.

use serde_json::{Value, json};

use super::call::Call;
use super::filter;
use super::object::Object;
use super::projection::{Selection, is_readable};
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};

/// Query parameters that are not filters.
const PARAMETERS: [&str; 18] = [
    "fields",
    "max_records",
    "offset",
    "order_by",
    "$orderBy",
    "pretty",
    "return_records",
    "return_timeout",
    "ignore_unknown_fields",
    "query",
    "query_fields",
    "continue_on_failure",
    "force",
    "privilege_level",
    "validate_only",
    "hard_delete",
    "list_destinations_only",
    "serial_records",
];

impl Call {
    /// Returns the query parameters that are filters.
    pub(super) fn filters(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        pairs.filter(|(name, _)| !PARAMETERS.contains(name))
    }
}

/// Returns the full records that match the filters of a call (error 262250 for a field that cannot be
/// queried).
pub fn selected(world: &World, call: &Call, object: &dyn Object) -> ApiResult<Vec<Value>> {
    let version = world.cluster.version;
    if let Some((path, _)) = call.filters().find(|(path, _)| !is_readable(object.fields(), path, version)) {
        let message = format!("Field \"{path}\" cannot be queried.");
        return Err(ApiError::new(400, 262_250, message).on(path));
    }
    let mut records = object.records(world);
    records.retain(|record| call.filters().all(|(path, pattern)| filter::matches(record, path, pattern)));
    records.retain(|record| matches_query(record, call));
    Ok(records)
}

/// Evaluates `query_fields=a,b&query=x y|z`: each part between blanks must match at least one of the fields.
fn matches_query(record: &Value, call: &Call) -> bool {
    let (Some(fields), Some(query)) = (call.parameter("query_fields"), call.parameter("query")) else {
        return true;
    };
    query.split_whitespace().all(|part| fields.split(',').any(|path| filter::matches(record, path, part)))
}

/// Answers a GET of a collection.
pub fn page(world: &World, call: &Call, object: &dyn Object) -> ApiResult<Value> {
    let selection = Selection::of(call, object.fields(), world.cluster.version, false)?;
    let mut records = selected(world, call, object)?;
    sort(&mut records, call);
    let (rest, next) = one_page(world, call, records)?;
    let shown: Vec<_> = rest.iter().map(|record| linked(object, &selection, record)).collect();
    let mut answer = json!({"num_records": shown.len(), "_links": {"self": {"href": call.href}}});
    if call.flag("return_records", true) {
        answer["records"] = Value::Array(shown);
    }
    if let Some(next) = next {
        answer["_links"]["next"] = json!({"href": next});
    }
    Ok(answer)
}

/// Returns the records of the page that a call asks for, and the link to the next page. NetApp's API rules:
/// the link appears when the limit has been reached, even if nothing follows.
pub fn one_page(world: &World, call: &Call, records: Vec<Value>) -> ApiResult<(Vec<Value>, Option<String>)> {
    let offset = call.number("offset")?.map_or(0, to_usize);
    let asked = call.number("max_records")?.map_or(usize::MAX, to_usize);
    let most = asked.min(world.answers.page_size.unwrap_or(usize::MAX));
    let page: Vec<_> = records.into_iter().skip(offset).take(most).collect();
    let next = (most > 0 && page.len() >= most).then(|| next_href(call, offset + most));
    Ok((page, next))
}

/// Returns the selected part of a record, with a link to itself.
pub fn linked(object: &dyn Object, selection: &Selection, record: &Value) -> Value {
    let mut shown = selection.of_record(record);
    shown["_links"] = json!({"self": {"href": href(object, record)}});
    shown
}

/// Returns the path of one object.
pub fn href(object: &dyn Object, record: &Value) -> String {
    let mut href = object.path().to_owned();
    if object.is_single() {
        return href;
    }
    for key in object.keys() {
        let value =
            filter::values_at(record, key).first().and_then(|value| value.as_str()).unwrap_or_default();
        href.push('/');
        href.push_str(value);
    }
    href
}

fn sort(records: &mut [Value], call: &Call) {
    let Some(order) = call.parameter("order_by").or_else(|| call.parameter("$orderBy")) else { return };
    for part in order.split(',').rev() {
        let mut words = part.split_whitespace();
        let Some(path) = words.next() else { continue };
        records.sort_by_key(|record| sort_key(record, path));
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("desc")) {
            records.reverse();
        }
    }
}

/// Pads numbers so that they sort by value.
fn sort_key(record: &Value, path: &str) -> String {
    match filter::values_at(record, path).first() {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => format!("{:>24}", number.to_string()),
        other => other.map(ToString::to_string).unwrap_or_default(),
    }
}

fn next_href(call: &Call, offset: usize) -> String {
    let kept = call.query.iter().filter(|(name, _)| name != "offset").cloned();
    let query: Vec<_> = kept.chain([("offset".to_owned(), offset.to_string())]).collect();
    format!("{}?{}", call.path, serde_urlencoded::to_string(query).unwrap_or_default())
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
