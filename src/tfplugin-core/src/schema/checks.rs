//! Applies the checks of the attributes to a configuration.

use super::{Attribute, AttributeType};
use crate::diag::Diagnostics;
use crate::model::invalid;
use crate::value::{Path, Step, Value};

/// Applies the attributes' checks to the configuration at the path `at`. Unknown values pass.
pub fn check(attributes: &[Attribute], config: &Value, at: &Path) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    object(attributes, config, at, &mut diagnostics);
    diagnostics
}

/// Applies the checks of new values to a configuration: to every known value that is not that of the stored
/// object, which is null for a create.
pub fn check_new(attributes: &[Attribute], config: &Value, stored: &Value, at: &Path) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for attribute in attributes {
        let (value, stored) = (config.at(&attribute.name), stored.at(&attribute.name));
        let at = at.join(Step::Attribute(attribute.name.clone()));
        let is_new = !value.is_null() && value.is_wholly_known() && !(attribute.same)(value, stored);
        if let Some(check) = attribute.check_new.filter(|_| is_new)
            && let Err(why) = check(value)
        {
            diagnostics.extend(invalid(&at, why));
        }
        if let AttributeType::Nested(nesting, inner) = &attribute.ty {
            let before = nesting.objects(stored, &at);
            for (value, at) in nesting.objects(value, &at) {
                let counterpart = before.iter().find(|(_, place)| *place == at);
                let stored = counterpart.map_or(&Value::Null, |(object, _)| object);
                diagnostics.extend(check_new(inner, value, stored, &at));
            }
        }
    }
    diagnostics
}

fn object(attributes: &[Attribute], config: &Value, at: &Path, diagnostics: &mut Diagnostics) {
    for attribute in attributes {
        let (value, at) = (config.at(&attribute.name), at.join(Step::Attribute(attribute.name.clone())));
        if let Some(check) = attribute.check
            && !value.is_null()
            && value.is_wholly_known()
            && let Err(why) = check(value)
        {
            diagnostics.extend(invalid(&at, why));
        }
        if let AttributeType::Nested(nesting, inner) = &attribute.ty {
            for (value, at) in nesting.objects(value, &at) {
                object(inner, value, &at, diagnostics);
            }
        }
    }
}
