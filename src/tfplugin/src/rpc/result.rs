//! Turns what a resource returned into the state to store: in the user's spelling, fully known, and compared
//! with the plan before Terraform does so.

use tfplugin_core::planning::{disagreements, keep_spelling};
use tfplugin_core::{Diagnostics, Path, Value};

use super::values::{storable, unknown_parts};
use crate::erased::Schema;

/// An object to store, and the errors about it.
pub struct Stored {
    pub state: Value,
    pub diagnostics: Diagnostics,
}

/// The object `observed`, spelled like `wanted`. Unknown parts are errors and stored as null.
pub fn observed(schema: &Schema, wanted: &Value, observed: &Value, verb: &str) -> Stored {
    let spelled = keep_spelling(&schema.attributes, wanted, observed);
    let mut diagnostics = Diagnostics::new();
    unknown_parts(&spelled).into_iter().for_each(|path| unknown(schema, verb, path, &mut diagnostics));
    Stored { state: storable(&schema.attributes, &spelled), diagnostics }
}

/// The result of applying `planned`. Any deviation from the plan is an error; the result is stored all the
/// same, because it is the actual state.
pub fn applied(schema: &Schema, planned: &Value, result: &Value, verb: &str) -> Stored {
    let mut stored = observed(schema, planned, result, verb);
    for path in disagreements(&schema.attributes, planned, &stored.state) {
        if !stored.diagnostics.iter().any(|known| known.path.as_ref() == Some(&path)) {
            unplanned(schema, verb, path, &mut stored.diagnostics);
        }
    }
    stored
}

fn unknown(schema: &Schema, verb: &str, path: Path, diagnostics: &mut Diagnostics) {
    let summary = format!("{}: {path} is unknown after {verb}", schema.name);
    let detail = "This is a bug in the provider; please report it. The object is stored in the state without \
         this value; `terraform apply -refresh-only` reads it again.";
    diagnostics.push_error_at(path, summary, detail);
}

fn unplanned(schema: &Schema, verb: &str, path: Path, diagnostics: &mut Diagnostics) {
    let summary = format!("{}: {path} is not what was planned after {verb}", schema.name);
    let detail = "This is a bug in the provider; please report it. The object is stored in the state as it \
         was read back, so that the next plan shows the difference.";
    diagnostics.push_error_at(path, summary, detail);
}
