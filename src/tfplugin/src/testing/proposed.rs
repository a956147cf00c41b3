//! The state that Terraform proposes to a provider: the configured values, and the stored ones where the
//! provider computes them.

use tfplugin_core::{Attribute, AttributeType, Nesting, Value};

/// The proposed object.
pub fn new_state(attributes: &[Attribute], config: &Value, prior: &Value) -> Value {
    let propose = |attribute: &Attribute| {
        let name = &attribute.name;
        (name.clone(), proposed(attribute, config.at(name), prior.at(name)))
    };
    Value::Map(attributes.iter().map(propose).collect())
}

fn proposed(attribute: &Attribute, config: &Value, prior: &Value) -> Value {
    match &attribute.ty {
        _ if config.is_null() && attribute.is_computed() => prior.clone(),
        // Elements of a set have no index by which to find the stored element.
        AttributeType::Nested(nesting, inner) if *nesting != Nesting::Set => {
            nesting.map_objects(config, |place, config| new_state(inner, config, place.of(prior)))
        }
        _ => config.clone(),
    }
}
