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
