//! Bodies of POST and PATCH: normal form, known fields and correct types.

use http::Method;
use serde_json::{Map, Value, json};

use crate::inventory::fields::{Field, Kind};
use crate::world::error::{ApiError, ApiResult};
use crate::world::version::OntapVersion;

/// Returns the body with dotted names unfolded and values converted to their types, or ONTAP's error.
pub fn check(body: &Value, fields: &[Field], version: OntapVersion, method: &Method) -> ApiResult<Value> {
    let Value::Object(members) = body else {
        return match body {
            Value::Null => nothing_to_do(method),
            _ => Err(ApiError::new(400, 262_201, "The request body is no JSON object.")),
        };
    };
    let mut checked = unfold(members)?;
    let rules = Rules { fields, version, on_create: *method == Method::POST };
    rules.check_members(&mut checked, "")?;
    if checked.is_empty() { nothing_to_do(method) } else { Ok(Value::Object(checked)) }
}

/// Error 262190: a PATCH without any field.
fn nothing_to_do(method: &Method) -> ApiResult<Value> {
    if *method == Method::PATCH {
        Err(ApiError::new(400, 262_190, "No fields to modify were given."))
    } else {
        Ok(Value::Object(Map::new()))
    }
}

/// `{"svm.name": "x"}` means the same as `{"svm": {"name": "x"}}`. Giving both is error 262188.
fn unfold(members: &Map<String, Value>) -> ApiResult<Map<String, Value>> {
    let mut unfolded = Map::new();
    for (name, value) in members {
        let value = match value {
            Value::Object(inner) => Value::Object(unfold(inner)?),
            Value::Null => continue,
            other => other.clone(),
        };
        insert(&mut unfolded, name, value)?;
    }
    Ok(unfolded)
}

fn insert(into: &mut Map<String, Value>, name: &str, value: Value) -> ApiResult<()> {
    let twice = || ApiError::new(400, 262_188, format!("Field \"{name}\" was given twice.")).on(name);
    let (head, value) = match name.split_once('.') {
        None => (name, value),
        Some((head, rest)) => {
            let mut inner = Map::new();
            insert(&mut inner, rest, value)?;
            (head, Value::Object(inner))
        }
    };
    match (into.get_mut(head), value) {
        (None, value) => {
            into.insert(head.to_owned(), value);
            Ok(())
        }
        (Some(Value::Object(old)), Value::Object(new)) => {
            new.into_iter().try_for_each(|(name, value)| insert(old, &name, value))
        }
        _ => Err(twice()),
    }
}

struct Rules<'a> {
    fields: &'a [Field],
    version: OntapVersion,
    on_create: bool,
}

impl Rules<'_> {
    fn check_members(&self, members: &mut Map<String, Value>, path: &str) -> ApiResult<()> {
        for (name, value) in members.iter_mut() {
            let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            if value.is_string()
                && self.field(&below).is_none()
                && self.field(&format!("{below}.name")).is_some()
            {
                *value = json!({"name": value});
            }
            match (self.field(&below), value) {
                (Some(field), value) => self.check_value(field, value)?,
                (None, Value::Object(inner)) if !inner.is_empty() => self.check_members(inner, &below)?,
                (None, Value::Object(_)) => {}
                (None, _) => return Err(unexpected(&below)),
            }
        }
        members.retain(|_, value| value.as_object().is_none_or(|inner| !inner.is_empty()));
        Ok(())
    }

    fn field(&self, path: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| !field.only_published && field.since <= self.version && field.covers(path))
    }

    /// Error 262196: the field exists but cannot be set with this method.
    fn check_value(&self, field: &Field, value: &mut Value) -> ApiResult<()> {
        let allowed = if self.on_create { field.on_create } else { field.on_modify };
        if !allowed {
            let message = format!("Field \"{}\" cannot be set in this operation.", field.path);
            return Err(ApiError::new(400, 262_196, message).on(field.path));
        }
        let typed = typed(field.kind, value);
        *value = typed.ok_or_else(|| ApiError::invalid(field.path, &value.to_string()))?;
        Ok(())
    }
}

/// Numbers and Booleans may be given as strings, as NetApp's own examples do.
fn typed(kind: Kind, value: &Value) -> Option<Value> {
    match (kind, value) {
        (Kind::Any, value) => Some(value.clone()),
        (Kind::Text, Value::String(_)) | (Kind::Boolean, Value::Bool(_)) => Some(value.clone()),
        (Kind::Text, Value::Number(number)) => Some(Value::String(number.to_string())),
        (Kind::Integer, Value::Number(number)) => number.is_u64().then(|| value.clone()),
        (Kind::Integer, Value::String(text)) => text.parse::<u64>().ok().map(Value::from),
        (Kind::Boolean, Value::String(text)) => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    }
}

/// Error 262179: the answer of a release to a field that it does not know. A trace of 9.12.1 shows the name
/// with underscores in place of dots.
fn unexpected(path: &str) -> ApiError {
    ApiError::new(400, 262_179, format!("Unexpected argument \"{}\".", path.replace('.', "_"))).on(path)
}

/// Returns the dotted paths of the fields in a body.
pub fn paths(body: &Value) -> Vec<String> {
    fn collect(value: &Value, path: &str, into: &mut Vec<String>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, member)| {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                collect(member, &below, into);
            }),
            _ => into.push(path.to_owned()),
        }
    }
    let mut paths = Vec::new();
    collect(body, "", &mut paths);
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::fields::{IP_ROUTE, SVM};

    fn code(body: &Value, fields: &[Field], version: OntapVersion, method: &Method) -> Result<Value, u64> {
        check(body, fields, version, method).map_err(|error| error.code)
    }

    #[test]
    fn bodies_are_checked_against_the_fields_of_the_release() {
        let (old, new) = (OntapVersion::V9_10_1, OntapVersion::V9_15_1);
        let (post, patch) = (&Method::POST, &Method::PATCH);
        for (body, fields, version, method, expected) in [
            (json!({"name": "a"}), SVM, new, post, Ok(json!({"name": "a"}))),
            (json!({"svm.name": "a"}), IP_ROUTE, new, post, Ok(json!({"svm": {"name": "a"}}))),
            (json!({"svm.name": "a", "svm": {"name": "b"}}), IP_ROUTE, new, post, Err(262_188)),
            (json!({"svm": "a"}), IP_ROUTE, new, post, Ok(json!({"svm": {"name": "a"}}))),
            (json!({"gateway": {"name": "a"}}), IP_ROUTE, new, post, Err(262_197)),
            (json!({"metric": "30"}), IP_ROUTE, new, post, Ok(json!({"metric": 30}))),
            (json!({"metric": 30}), IP_ROUTE, old, post, Err(262_179)),
            (json!({"metric": "many"}), IP_ROUTE, new, post, Err(262_197)),
            (json!({"storage": {"limit": 1}}), SVM, old, post, Err(262_179)),
            (json!({"root_volume": "r"}), SVM, new, post, Err(262_179)),
            (json!({"uuid": "u"}), SVM, new, post, Err(262_196)),
            (json!({"state": "stopped"}), SVM, new, post, Err(262_196)),
            (json!({"subtype": "default"}), SVM, new, patch, Err(262_196)),
            (json!({"nfs": {"allowed": "true"}}), SVM, new, patch, Ok(json!({"nfs": {"allowed": true}}))),
            (json!({}), SVM, new, patch, Err(262_190)),
            (json!({"comment": null}), SVM, new, patch, Err(262_190)),
            (json!([]), SVM, new, patch, Err(262_201)),
        ] {
            assert_eq!(code(&body, fields, version, method), expected, "{method} {body}");
        }
    }
}
