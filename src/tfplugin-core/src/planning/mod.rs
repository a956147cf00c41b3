//! The plan algorithm, pure: what is planned for an object before its own rules run, what the rules
//! made of it, and whether Terraform will accept plan and result.

mod agreement;
mod fill;
mod replacement;
mod settling;
mod spelling;
#[cfg(test)]
mod tests;
mod validity;

pub use agreement::disagreements;
pub use settling::settle;
pub use spelling::keep_spelling;
pub use validity::violations;

use crate::completion;
use crate::schema::Attribute;
use crate::value::{Path, Value};

/// What is planned for an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The planned object.
    pub planned: Value,
    /// Attributes whose change replaces the object.
    pub replace: Vec<Path>,
    /// The object if nothing that the provider computes changed.
    filled: Value,
    /// The object if everything that the provider computes may change.
    marked: Value,
}

impl Proposal {
    /// Nothing changes when filling in leads back to the prior object; else what the provider computes
    /// is known only after apply.
    fn new(attributes: &[Attribute], prior: &Value, filled: Value, marked: Value) -> Self {
        let planned = if filled == *prior { filled.clone() } else { marked.clone() };
        let replace = replacement::replaced(attributes, prior, &planned);
        Self { planned, replace, filled, marked }
    }
}

/// Plans a create (`prior` is null) or an update from the configuration and Terraform's own proposal:
/// defaults, kept spellings, and unknown for what the provider computes anew.
pub fn propose(attributes: &[Attribute], config: &Value, prior: &Value, proposed: &Value) -> Proposal {
    let filled = fill::object(attributes, fill::Computed::Kept, config, prior, proposed);
    let marked = fill::object(attributes, fill::Computed::Anew, config, prior, proposed);
    if completion::is_told(attributes) && completion::is_pending(prior) {
        let completed = |planned| completion::completed(attributes, prior, planned);
        return Proposal::new(attributes, prior, completed(filled), completed(marked));
    }
    Proposal::new(attributes, prior, filled, marked)
}

/// What is read where an object is only read, as a data source is: the configuration, with the defaults of what it leaves open.
#[must_use]
pub fn with_defaults(attributes: &[Attribute], config: &Value) -> Value {
    fill::object(attributes, fill::Computed::Kept, config, &Value::Null, config)
}

/// Whether both are known values that mean the same, in whatever spelling.
fn same(attribute: &Attribute, a: &Value, b: &Value) -> bool {
    let known = |value: &Value| !value.is_null() && value.is_wholly_known();
    known(a) && known(b) && (a == b || (attribute.same)(a, b))
}
