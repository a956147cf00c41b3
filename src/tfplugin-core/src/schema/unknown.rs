//! Finds the part of a configuration that is known only after apply.

use super::{Attribute, AttributeType};
use crate::value::{Path, Step, Value};

/// Returns the path of the first unknown attribute of the object at the path `at`.
pub fn first_unknown(attributes: &[Attribute], object: &Value, at: &Path) -> Option<Path> {
    attributes.iter().find_map(|attribute| {
        let (value, at) = (object.at(&attribute.name), at.join(Step::Attribute(attribute.name.clone())));
        match &attribute.ty {
            _ if *value == Value::Unknown => Some(at),
            AttributeType::Nested(nesting, inner) => nesting
                .objects(value, &at)
                .into_iter()
                .find_map(|(object, at)| first_unknown(inner, object, &at)),
            AttributeType::Plain(_) => (!value.is_wholly_known()).then_some(at),
        }
    })
}
