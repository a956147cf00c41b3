//! Objects in the JSON form that tests write and read.

use serde_json::{Map, Value as Json};

use tfplugin_core::wire::json::decode_state;
use tfplugin_core::{Diagnostics, Outcome, Path, Step, Type, Value};

/// Stands for a value that is known only after apply.
pub const UNKNOWN: &str = "(known after apply)";

/// Converts the JSON to an object. Missing attributes are null; attributes that the type lacks are errors,
/// since they are typing errors.
pub fn object(json: &Json, ty: &Type) -> Outcome<Value> {
    read(json, ty, &Path::default())
}

fn read(json: &Json, ty: &Type, at: &Path) -> Outcome<Value> {
    match (ty, json) {
        (_, Json::String(text)) if text == UNKNOWN => Ok(Value::Unknown),
        (Type::Object(attributes), Json::Object(items)) => {
            if let Some(name) = items.keys().find(|name| !attributes.contains_key(*name)) {
                let at = at.join(Step::Attribute(name.clone()));
                return Err(Diagnostics::error_at(at, "No such attribute", "The schema does not have it."));
            }
            let item = |(name, ty): (&String, &Type)| {
                let json = items.get(name).unwrap_or(&Json::Null);
                Ok((name.clone(), read(json, ty, &at.join(Step::Attribute(name.clone())))?))
            };
            attributes.iter().map(item).collect::<Outcome<_>>().map(Value::Map)
        }
        (Type::List(ty), Json::Array(items)) => elements(items, ty, at).map(Value::List),
        (Type::Tuple(types), Json::Array(items)) if types.len() == items.len() => {
            let item =
                |(index, (ty, item)): (i64, (&Type, &Json))| read(item, ty, &at.join(Step::Index(index)));
            (0..).zip(types.iter().zip(items)).map(item).collect::<Outcome<_>>().map(Value::List)
        }
        (Type::Set(ty), Json::Array(items)) => elements(items, ty, at).map(Value::set),
        (Type::Map(ty), Json::Object(items)) => {
            let item = |(key, item): (&String, &Json)| {
                Ok((key.clone(), read(item, ty, &at.join(Step::Key(key.clone())))?))
            };
            items.iter().map(item).collect::<Outcome<_>>().map(Value::Map)
        }
        (Type::Dynamic, json) if !json.is_null() => {
            let ty = literal(json);
            Ok(Value::Dynamic(ty.clone(), Box::new(read(json, &ty, at)?)))
        }
        _ => Ok(decode_state(json.to_string().as_bytes(), ty)?),
    }
}

/// The type that Terraform infers for such a literal.
fn literal(json: &Json) -> Type {
    match json {
        Json::Null => Type::Dynamic,
        Json::Bool(_) => Type::Bool,
        Json::Number(_) => Type::Number,
        Json::String(_) => Type::String,
        Json::Array(items) => Type::Tuple(items.iter().map(literal).collect()),
        Json::Object(items) => {
            Type::Object(items.iter().map(|(name, item)| (name.clone(), literal(item))).collect())
        }
    }
}

fn elements(items: &[Json], ty: &Type, at: &Path) -> Outcome<Vec<Value>> {
    (0..).zip(items).map(|(index, item)| read(item, ty, &at.join(Step::Index(index)))).collect()
}

/// The value as JSON.
pub fn of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Unknown => UNKNOWN.into(),
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => {
            let text = number.to_string();
            serde_json::from_str(&text).unwrap_or_else(|_| text.into())
        }
        Value::String(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(of).collect(),
        Value::Map(items) => {
            Json::Object(items.iter().map(|(name, item)| (name.clone(), of(item))).collect::<Map<_, _>>())
        }
        Value::Dynamic(_, value) => of(value),
    }
}
