//! The plan algorithm, without any IO: what is planned for an object before its own rules run, how the rules
//! change that, and whether Terraform will accept the plan and the result; and, the other way round, the
//! configuration of an object that exists.

mod agreement;
mod fill;
mod generated;
mod replacement;
mod settling;
mod spelling;
#[cfg(test)]
mod tests;
mod validity;

pub use agreement::disagreements;
pub use generated::generated;
pub use settling::settle;
pub use spelling::keep_spelling;
pub use validity::violations;

use crate::completion;
use crate::schema::Attribute;
use crate::value::{Path, Value};

/// The plan for an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The planned object.
    pub planned: Value,
    /// Attributes whose change replaces the object.
    pub replace: Vec<Path>,
    /// The object if no computed value changes.
    filled: Value,
    /// The object if every computed value may change.
    marked: Value,
}

impl Proposal {
    /// Plans no change if filling in leads back to the prior object. Otherwise computed values are known only
    /// after apply.
    fn new(attributes: &[Attribute], prior: &Value, filled: Value, marked: Value) -> Self {
        let planned = if filled == *prior { filled.clone() } else { marked.clone() };
        let replace = replacement::replaced(attributes, prior, &planned);
        Self { planned, replace, filled, marked }
    }
}

/// Plans a create (`prior` is null) or an update, from the configuration and Terraform's own proposal: adds
/// defaults, keeps spellings, and plans computed values that may change as unknown.
pub fn propose(attributes: &[Attribute], config: &Value, prior: &Value, proposed: &Value) -> Proposal {
    let filled = fill::object(attributes, fill::Computed::Kept, config, prior, proposed);
    let marked = fill::object(attributes, fill::Computed::Anew, config, prior, proposed);
    if completion::is_supported(attributes) && completion::is_pending(prior) {
        let completed = |planned| completion::completed(attributes, prior, planned);
        return Proposal::new(attributes, prior, completed(filled), completed(marked));
    }
    Proposal::new(attributes, prior, filled, marked)
}

/// Returns the configuration of a data source with the defaults of the attributes that it leaves out.
#[must_use]
pub fn with_defaults(attributes: &[Attribute], config: &Value) -> Value {
    fill::object(attributes, fill::Computed::Kept, config, &Value::Null, config)
}

/// Whether both values are known and mean the same, whatever their spelling.
fn same(attribute: &Attribute, a: &Value, b: &Value) -> bool {
    let known = |value: &Value| !value.is_null() && value.is_wholly_known();
    known(a) && known(b) && (a == b || (attribute.same)(a, b))
}
