//! [`Options`]: a parameter of which every part may be left out.

use super::error::refused;
use super::passed::Passed;
use crate::diag::Outcome;
use crate::model::Model;
use crate::schema::{Attribute, AttributeType, check, object_type};
use crate::value::{Path, Step, Type, Value};

/// A parameter of dynamic type: null, or an object with any of the model's attributes. Those that are left
/// out are null, or what `#[attr(default = …)]` says.
///
/// A parameter with the model itself would be an object type, of which Terraform wants every attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Options<M>(pub M);

impl<M: Model> Passed for Options<M> {
    const NULL: bool = true;

    fn ty() -> AttributeType {
        AttributeType::Plain(Type::Dynamic)
    }

    fn options() -> Vec<Attribute> {
        M::attributes()
    }

    fn read(value: &Value, at: &Path) -> Outcome<Self> {
        let object = match value {
            Value::Null => &Value::object([]),
            Value::Dynamic(_, object) if matches!(**object, Value::Map(_)) => &**object,
            _ => return Err(refused(at, "Expected an object, or null.")),
        };
        if !object.is_wholly_known() {
            return Err(refused(at, "The object has values that are known only after apply."));
        }
        let attributes = M::attributes();
        refuse_strangers(&attributes, object, at)?;
        let object = with_defaults(&attributes, object);
        check(&attributes, &object, at).into_result()?;
        M::from_value(&object, at).map(Self)
    }

    fn write(&self) -> Value {
        Value::Dynamic(object_type(&M::attributes()), Box::new(self.0.to_value()))
    }
}

/// Attributes that the model does not have are slips of the pen.
fn refuse_strangers(attributes: &[Attribute], object: &Value, at: &Path) -> Outcome<()> {
    let Value::Map(items) = object else { return Ok(()) };
    let names: Vec<&str> = attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    if let Some(stranger) = items.keys().find(|name| !names.contains(&name.as_str())) {
        let at = at.join(Step::Attribute(stranger.clone()));
        return Err(refused(&at, &format!("There is no such attribute; there are {}.", names.join(", "))));
    }
    for attribute in attributes {
        if let AttributeType::Nested(nesting, inner) = &attribute.ty {
            let at = at.join(Step::Attribute(attribute.name.clone()));
            for (object, at) in nesting.objects(object.at(&attribute.name), &at) {
                refuse_strangers(inner, object, &at)?;
            }
        }
    }
    Ok(())
}

fn with_defaults(attributes: &[Attribute], object: &Value) -> Value {
    let complete = |attribute: &Attribute| match (object.at(&attribute.name), &attribute.ty) {
        (Value::Null, _) => attribute.default.clone().unwrap_or_default(),
        (value, AttributeType::Nested(nesting, inner)) => {
            nesting.map_objects(value, |_, object| with_defaults(inner, object))
        }
        (value, AttributeType::Plain(_)) => value.clone(),
    };
    Value::Map(attributes.iter().map(|attribute| (attribute.name.clone(), complete(attribute))).collect())
}
