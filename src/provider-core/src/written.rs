//! What a person would write for an object that exists: nothing computed, nothing empty, nothing that leaving
//! it out means as well. Pure.
//!
//! *Invariant:* the object of an import and what is written for it plan no change.

use tfplugin_core::{Attribute, Diagnostics, Model, Path, Presence, Value};

/// Attributes with their values, in the order of the manual.
pub type Lines = Vec<(String, Value)>;

/// A model of which it is known what need not be written.
pub trait Written: Model {
    /// What the object alone does not say. What is unknown is the default.
    type Around: Default;

    /// Returns whether an attribute may be left out although it has a value. It is asked about those that
    /// have a value without the configuration, and no default that the schema knows.
    fn goes_without_saying(&self, attribute: &str, around: &Self::Around) -> bool;

    /// Checks a configuration across its attributes, offline.
    fn refuse(_config: &Self, _refusals: &mut Diagnostics) {}
}

/// Returns what a person would write for the object.
pub fn written<M: Written>(object: &M, around: &M::Around) -> Lines {
    let values = object.to_value();
    let is_needed = |attribute: &Attribute| {
        let value = values.at(&attribute.name);
        let is_set = !value.is_null() && value.is_wholly_known();
        is_set && is_configurable(attribute) && !is_understood(object, attribute, value, around)
    };
    let needed = M::attributes().into_iter().filter(is_needed);
    needed.map(|attribute| (attribute.name.clone(), values.at(&attribute.name).clone())).collect()
}

fn is_configurable(attribute: &Attribute) -> bool {
    attribute.presence != Presence::Computed && !attribute.write_only && attribute.deprecated.is_none()
}

fn is_understood<M: Written>(object: &M, attribute: &Attribute, value: &Value, around: &M::Around) -> bool {
    match &attribute.default {
        Some(default) => (attribute.same)(default, value),
        None => attribute.left_out.is_some() && object.goes_without_saying(&attribute.name, around),
    }
}

/// Returns the lines as a configuration with every attribute; those that are not written are null.
pub fn configuration<M: Model>(lines: &Lines) -> Value {
    let value = |attribute: Attribute| {
        let line = lines.iter().find(|(name, _)| *name == attribute.name);
        (attribute.name, line.map(|(_, value)| value.clone()).unwrap_or_default())
    };
    Value::Map(M::attributes().into_iter().map(value).collect())
}

/// Leaves in a configuration that Terraform writes for this object what a person would write. A configuration that
/// cannot be said stays as Terraform has it.
pub fn generate<M: Written>(config: &mut M, object: &M) {
    let lines = written(object, &M::Around::default());
    if let Ok(written) = M::from_value(&configuration::<M>(&lines), &Path::default()) {
        *config = written;
    }
}

/// Refuses what no configuration can say: a required value that is not known, and what a check refuses.
///
/// # Errors
/// What is wrong, by attribute.
pub fn refuse_impossible<M: Written>(lines: &Lines) -> Result<(), Diagnostics> {
    let (attributes, config) = (M::attributes(), configuration::<M>(lines));
    let mut refusals = tfplugin_core::schema::check(&attributes, &config, &Path::default());
    let is_lacking = |attribute: &&Attribute| {
        attribute.presence == Presence::Required && config.at(&attribute.name).is_null()
    };
    for Attribute { name, .. } in attributes.iter().filter(is_lacking) {
        let detail = "The system does not tell it, or not in a form that a configuration can have.";
        refusals.push_error_at(name.as_str(), format!("{name} is not known"), detail);
    }
    match M::from_value(&config, &Path::default()) {
        Ok(model) => M::refuse(&model, &mut refusals),
        Err(errors) => refusals.extend(errors),
    }
    refusals.into_result()
}
