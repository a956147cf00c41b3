//! Properties that hold for every schema, configuration and state.

use proptest::prelude::*;

use super::schemas::{configs, known, schemas, states};
use super::{lowered, proposed};
use crate::planning::{Proposal, disagreements, generated, keep_spelling, propose, settle, violations};
use crate::schema::{Attribute, AttributeType, Nesting};
use crate::value::{Path, Step, Value};

type Case = (Vec<Attribute>, Value, Value);

/// A schema, a configuration and a prior state, which is null for a create.
fn cases() -> impl Strategy<Value = Case> {
    schemas().prop_flat_map(|attributes| {
        let prior = prop_oneof![1 => Just(Value::Null), 4 => states(&attributes)];
        (Just(attributes.clone()), configs(&attributes), prior)
    })
}

fn plan((attributes, config, prior): &Case) -> Proposal {
    propose(attributes, config, prior, &proposed(attributes, config, prior))
}

/// Returns a possible result of an apply: unknown values become known, spellings change.
fn applied(attributes: &[Attribute], planned: &Value) -> Value {
    let apply = |attribute: &Attribute| {
        let planned = planned.at(&attribute.name);
        let value = match &attribute.ty {
            AttributeType::Nested(nesting, inner) => {
                nesting.map_objects(planned, |_, object| applied(inner, object))
            }
            AttributeType::Plain(_) => lowered(planned),
        };
        (attribute.name.clone(), without_unknown(value))
    };
    Value::Map(attributes.iter().map(apply).collect())
}

/// Replaces an unknown value by null. Our plans promise nothing about such values.
fn without_unknown(value: Value) -> Value {
    if value == Value::Unknown { Value::Null } else { value }
}

/// Returns a configuration for the stored object, in capitals where that means the same.
fn unchanged_config(attributes: &[Attribute], state: &Value) -> Value {
    let say = |attribute: &Attribute| {
        let state = state.at(&attribute.name);
        let value = match &attribute.ty {
            _ if attribute.presence == crate::Presence::Computed => Value::Null,
            AttributeType::Nested(nesting, inner) => {
                nesting.map_objects(state, |_, object| unchanged_config(inner, object))
            }
            AttributeType::Plain(_) if attribute.default.as_ref() == Some(state) => Value::Null,
            AttributeType::Plain(_) => capitals(state),
        };
        (attribute.name.clone(), value)
    };
    Value::Map(attributes.iter().map(say).collect())
}

fn capitals(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.to_uppercase()),
        other => other.clone(),
    }
}

/// Whether a default would fill in a value that the state lacks.
fn lacks_a_default(attributes: &[Attribute], state: &Value) -> bool {
    attributes.iter().any(|attribute| {
        let value = state.at(&attribute.name);
        let inside = |(inner, object): (&[Attribute], &Value)| lacks_a_default(inner, object);
        match &attribute.ty {
            AttributeType::Plain(_) => attribute.default.is_some() && value.is_null(),
            AttributeType::Nested(nesting, inner) => nesting
                .objects(value, &Path::default())
                .into_iter()
                .any(|(object, _)| inside((inner, object))),
        }
    })
}

proptest! {
    #[test]
    fn terraform_accepts_every_plan(case in cases()) {
        let (attributes, config, prior) = &case;
        let planned = plan(&case).planned;
        prop_assert_eq!(violations(attributes, config, prior, &planned), vec![], "{:?}", planned);
    }

    #[test]
    fn an_unchanged_configuration_plans_the_prior_object((attributes, prior) in schemas().prop_flat_map(|attributes| {
        let state = states(&attributes);
        (Just(attributes), state)
    })) {
        prop_assume!(!lacks_a_default(&attributes, &prior));
        let config = unchanged_config(&attributes, &prior);
        let proposal = plan(&(attributes, config, prior.clone()));
        prop_assert_eq!(proposal.planned, prior);
        prop_assert_eq!(proposal.replace, vec![]);
    }

    #[test]
    fn a_generated_configuration_plans_the_object_as_it_is((attributes, state) in schemas().prop_flat_map(|attributes| {
        let state = states(&attributes);
        (Just(attributes), state)
    })) {
        prop_assume!(!lacks_a_default(&attributes, &state));
        let config = generated(&attributes, &state);
        let proposal = plan(&(attributes.clone(), config.clone(), state.clone()));
        prop_assert_eq!(&proposal.planned, &state);
        prop_assert_eq!(violations(&attributes, &config, &state, &state), vec![]);
    }

    #[test]
    fn the_plan_after_an_apply_is_empty(case in cases()) {
        let (attributes, config, _) = &case;
        prop_assume!(config.is_wholly_known());
        let planned = plan(&case).planned;
        let stored = keep_spelling(attributes, &planned, &applied(attributes, &planned));
        prop_assert_eq!(disagreements(attributes, &planned, &stored), vec![]);
        let again = plan(&(attributes.clone(), config.clone(), stored.clone()));
        prop_assert_eq!(again.planned, stored);
    }

    #[test]
    fn a_known_stable_value_never_becomes_unknown(case in cases()) {
        let planned = plan(&case).planned;
        for attribute in case.0.iter().filter(|attribute| attribute.stable) {
            let (config, prior) = (case.1.at(&attribute.name), case.2.at(&attribute.name));
            if config.is_null() && !prior.is_null() {
                prop_assert_eq!(planned.at(&attribute.name), prior);
            }
        }
    }

    #[test]
    fn only_known_differences_of_existing_objects_replace(case in cases()) {
        let (_, _, prior) = &case;
        let proposal = plan(&case);
        for path in &proposal.replace {
            prop_assert!(!prior.is_null());
            prop_assert!(follow(&proposal.planned, path).is_wholly_known());
            prop_assert_ne!(follow(&proposal.planned, path), follow(prior, path));
        }
    }

    #[test]
    fn rules_about_computed_values_leave_the_plan_acceptable(
        (case, values) in cases().prop_flat_map(|case| {
            let values: Vec<_> = case.0.iter().map(|attribute| proptest::option::of(known(&attribute.ty))).collect();
            (Just(case), values)
        })
    ) {
        let (attributes, config, prior) = &case;
        let proposal = plan(&case);
        let Value::Map(mut after) = proposal.planned.clone() else { unreachable!() };
        for (attribute, value) in attributes.iter().zip(values) {
            if let Some(value) = value && attribute.is_computed() && config.at(&attribute.name).is_null() {
                after.insert(attribute.name.clone(), value);
            }
        }
        let settled = settle(attributes, config, prior, &proposal, &proposal.planned, &Value::Map(after));
        prop_assert_eq!(violations(attributes, config, prior, &settled.planned), vec![]);
        let untouched = settle(attributes, config, prior, &proposal, &proposal.planned, &proposal.planned);
        prop_assert_eq!(untouched, proposal);
    }

    #[test]
    fn no_rule_can_make_known_what_the_configuration_leaves_unknown(
        (case, values) in cases().prop_flat_map(|case| {
            let values: Vec<_> = case.0.iter().map(|attribute| known(&attribute.ty)).collect();
            (Just(case), values)
        })
    ) {
        let (attributes, config, prior) = &case;
        let proposal = plan(&case);
        let names = attributes.iter().map(|attribute| attribute.name.clone());
        let after = Value::Map(names.zip(values).collect());
        let settled = settle(attributes, config, prior, &proposal, &proposal.planned, &after);
        prop_assert!(is_as_unknown(attributes, config, &settled.planned), "{:?}", settled.planned);
    }
}

/// Whether the plan of an object is unknown wherever the configuration is. What is write-only is never planned.
fn is_as_unknown(attributes: &[Attribute], config: &Value, planned: &Value) -> bool {
    attributes.iter().filter(|attribute| !attribute.write_only).all(|attribute| {
        let (config, planned) = (config.at(&attribute.name), planned.at(&attribute.name));
        match &attribute.ty {
            AttributeType::Nested(Nesting::Single, inner) if matches!(config, Value::Map(_)) => {
                is_as_unknown(inner, config, planned)
            }
            AttributeType::Nested(_, inner) => parts(config, planned, &|config, planned| match config {
                Value::Unknown => *planned == Value::Unknown,
                config => is_as_unknown(inner, config, planned),
            }),
            AttributeType::Plain(_) => parts(config, planned, &is_value_as_unknown),
        }
    })
}

fn is_value_as_unknown(config: &Value, planned: &Value) -> bool {
    parts(config, planned, &is_value_as_unknown)
}

/// Whether this holds for every part of the value, and the value is planned unknown if it is unknown itself.
fn parts(config: &Value, planned: &Value, holds: &dyn Fn(&Value, &Value) -> bool) -> bool {
    match (config, planned) {
        (Value::Unknown, planned) => *planned == Value::Unknown,
        (Value::Map(items), planned) => items.iter().all(|(name, config)| holds(config, planned.at(name))),
        (Value::List(items), Value::List(planned)) if items.len() == planned.len() => {
            items.iter().zip(planned).all(|(config, planned)| holds(config, planned))
        }
        (config, _) => config.is_wholly_known(),
    }
}

fn follow<'a>(value: &'a Value, path: &Path) -> &'a Value {
    path.0.iter().fold(value, |value, step| match (step, value) {
        (Step::Attribute(name) | Step::Key(name), value) => value.at(name),
        (Step::Index(index), Value::List(items)) => &items[usize::try_from(*index).unwrap()],
        _ => &Value::Null,
    })
}
