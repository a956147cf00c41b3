//! Commands that show a table.

use serde_json::{Map, Value, json};

use super::underscored;
use crate::http::ontap::answer::Done;
use crate::http::ontap::call::Call;
use crate::http::ontap::{filter, page};
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};

/// The columns of a table.
pub struct Table {
    /// Columns that are always shown.
    pub keys: &'static [&'static str],
    /// Columns that are shown if `fields=` names them.
    pub fields: &'static [&'static str],
}

impl Table {
    fn check(&self, name: &str) -> ApiResult<()> {
        if self.keys.contains(&name) || self.fields.contains(&name) {
            Ok(())
        } else {
            Err(ApiError::new(400, 262_249, format!("The field \"{name}\" does not exist.")).on("fields"))
        }
    }
}

/// Returns the rows that the query selects, with the keys and the columns that it names (error 262220 for
/// `fields=*`).
pub fn records(world: &World, call: &Call, table: &Table, mut rows: Vec<Value>) -> ApiResult<Done> {
    let wanted = call.parameter("fields").unwrap_or_default().split(',');
    let wanted: Vec<_> = wanted.map(|name| underscored(name.trim())).collect();
    let filters: Vec<_> = call.filters().map(|(name, pattern)| (underscored(name), pattern)).collect();
    if wanted.iter().any(|name| name == "*") {
        return Err(
            ApiError::new(400, 262_220, "The private CLI does not support \"fields=*\".").on("fields")
        );
    }
    wanted.iter().filter(|name| !name.is_empty()).try_for_each(|name| table.check(name))?;
    filters.iter().try_for_each(|(name, _)| table.check(name))?;
    rows.retain(|row| filters.iter().all(|(name, pattern)| filter::matches(row, name, pattern)));
    let (page, next) = page::one_page(world, call, rows)?;
    let shown: Vec<Value> = page
        .into_iter()
        .map(|row| {
            let mut row: Map<String, Value> = row.as_object().cloned().unwrap_or_default();
            row.retain(|name, value| {
                let named = table.keys.contains(&name.as_str())
                    || wanted.contains(name)
                    || filters.iter().any(|(filter, _)| filter == name);
                named && !value.is_null()
            });
            Value::Object(row)
        })
        .collect();
    let mut answer =
        json!({"num_records": shown.len(), "records": shown, "_links": {"self": {"href": call.href}}});
    if let Some(next) = next {
        answer["_links"]["next"] = json!({"href": next});
    }
    Ok(Done::Found(answer))
}
