//! The plan of an object whose state and configuration are given, as the framework makes it. For tests.

use std::fmt::Debug;

use tfplugin_core::planning::{propose, settle};
use tfplugin_core::{Diagnostics, Model, Path, Plan, Private, Value};

/// Returns what Terraform proposes: the configuration, with computed values as they were.
fn proposed<M: Model>(config: &Value, prior: &Value) -> Value {
    let value = |attribute: tfplugin_core::Attribute| {
        let (name, computed) = (attribute.name.clone(), attribute.is_computed());
        let value = if config.at(&name).is_null() && computed { prior.at(&name) } else { config.at(&name) };
        (name, value.clone())
    };
    Value::Map(M::attributes().into_iter().map(value).collect())
}

/// Asserts that a configuration plans no change of a stored object, without a word. `private` is what the
/// reads of the object have recorded.
pub fn assert_unchanged<M: Model>(
    (config, state): (&Value, &M),
    private: Private,
    rules: impl Fn(&mut Plan<M>),
    case: &dyn Debug,
) {
    let (attributes, prior) = (M::attributes(), state.to_value());
    let refused = tfplugin_core::schema::check(&attributes, config, &Path::default());
    assert_eq!(refused, Diagnostics::new(), "{case:?}");
    let proposal = propose(&attributes, config, &prior, &proposed::<M>(config, &prior));
    let read = |value: &Value| M::from_value(value, &Path::default()).unwrap();
    let mut plan = Plan {
        config: read(config),
        prior: Some(state.clone()),
        planned: read(&proposal.planned),
        private,
        replace: proposal.replace.clone(),
        diagnostics: Diagnostics::new(),
    };
    let before = plan.planned.to_value();
    rules(&mut plan);
    let after = plan.planned.to_value();
    let settled = settle(&attributes, config, &prior, &proposal, &before, &after);
    assert_eq!(settled.planned, prior, "{case:?}");
    assert_eq!(plan.diagnostics, Diagnostics::new(), "{case:?}");
}
