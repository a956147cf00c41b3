//! [`Options`]: an object parameter whose attributes may all be omitted.

use super::error::refused;
use super::passed::Passed;
use crate::diag::Outcome;
use crate::model::Model;
use crate::schema::{Attribute, AttributeType, check, object_type};
use crate::value::{Path, Step, Type, Value};

/// A parameter of dynamic type: null, or an object with any of the model's attributes. Omitted attributes are
/// null or have the default from `#[attr(default = …)]`.
///
/// A parameter of the model's own type would be an object type, for which Terraform requires every attribute.
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
        refuse_unknown_attributes(&attributes, object, at)?;
        let object = with_defaults(&attributes, object);
        check(&attributes, &object, at).into_result()?;
        M::from_value(&object, at).map(Self)
    }

    fn write(&self) -> Value {
        Value::Dynamic(object_type(&M::attributes()), Box::new(self.0.to_value()))
    }
}

/// Refuses attributes that the model does not have, which are usually typos.
fn refuse_unknown_attributes(attributes: &[Attribute], object: &Value, at: &Path) -> Outcome<()> {
    let Value::Map(items) = object else { return Ok(()) };
    let names: Vec<&str> = attributes.iter().map(|attribute| attribute.name.as_str()).collect();
    if let Some(unknown) = items.keys().find(|name| !names.contains(&name.as_str())) {
        let at = at.join(Step::Attribute(unknown.clone()));
        return Err(refused(&at, &format!("There is no such attribute; there are {}.", names.join(", "))));
    }
    for attribute in attributes {
        if let AttributeType::Nested(nesting, inner) = &attribute.ty {
            let at = at.join(Step::Attribute(attribute.name.clone()));
            for (object, at) in nesting.objects(object.at(&attribute.name), &at) {
                refuse_unknown_attributes(inner, object, &at)?;
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
