//! What an empty text in the provider block or its variables means: pure.
//!
//! A pipeline that has no value for an attribute passes an empty text. That is the same as leaving the
//! attribute out, except where the attribute keeps something from happening: there it is an error, because a
//! variable that is missing must not switch a guard off.

use std::collections::BTreeSet;

use tfplugin::{Attr, Attribute, AttributeType, Diagnostics, FromEnvironment, Model, Presence, Type, Value};

use super::{AwsConfig, ProviderConfig};
use crate::environment::Environment;

/// Attributes that keep something from happening, at any depth.
const GUARDS: [&str; 8] = [
    "additional_cidrs",
    "allowed_account_ids",
    "ca_file",
    "ca_pem",
    "certificate_sha256",
    "expected_cluster_uuid",
    "host_keys",
    "tls_server_name",
];

/// Returns whether a text counts as empty.
pub fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Returns the provider block without the empty texts that count as left out.
pub fn without_blanks(block: Value) -> Value {
    object(&ProviderConfig::attributes(), block)
}

fn object(attributes: &[Attribute], value: Value) -> Value {
    let Value::Map(mut values) = value else { return value };
    let is_kept = |attribute: &&Attribute| {
        !GUARDS.contains(&attribute.name.as_str()) && attribute.presence != Presence::Required
    };
    for attribute in attributes.iter().filter(is_kept) {
        if let Some(value) = values.get_mut(&attribute.name) {
            *value = meant(&attribute.ty, std::mem::take(value));
        }
    }
    Value::Map(values)
}

fn meant(ty: &AttributeType, value: Value) -> Value {
    match (ty, value) {
        (AttributeType::Plain(Type::String), value) if is_empty(&value) => Value::Null,
        (AttributeType::Plain(Type::List(_) | Type::Set(_)), Value::List(mut items)) => {
            items.retain(|item| !is_empty(item));
            Value::List(items)
        }
        (AttributeType::Plain(Type::Map(_)), Value::Map(mut items)) => {
            items.retain(|_, item| !is_empty(item));
            Value::Map(items)
        }
        (AttributeType::Nested(tfplugin::Nesting::Single, inner), value) => object(inner, value),
        (AttributeType::Nested(tfplugin::Nesting::Map, inner), Value::Map(items)) => {
            Value::Map(items.into_iter().map(|(key, item)| (key, object(inner, item))).collect())
        }
        (_, value) => value,
    }
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::String(text) if is_blank(text))
}

/// Returns a variable that stands in for an attribute. An empty one is returned only for a guard.
pub fn variable(environment: &Environment, name: &str) -> Option<String> {
    let guards = |(attribute, variable): &(&str, &str)| *variable == name && GUARDS.contains(attribute);
    let is_guard = ProviderConfig::VARIABLES.iter().any(guards);
    environment.set(name).filter(|text| is_guard || !is_blank(text)).map(str::to_owned)
}

/// Refuses guards that are empty.
pub fn empty_guards(config: &ProviderConfig) -> Diagnostics {
    let guards = [
        ("ca_file", &config.ca_file),
        ("ca_pem", &config.ca_pem),
        ("certificate_sha256", &config.certificate_sha256),
        ("expected_cluster_uuid", &config.expected_cluster_uuid),
        ("tls_server_name", &config.tls_server_name),
    ];
    let mut refusals = Diagnostics::new();
    for (name, value) in guards {
        if value.known().is_some_and(|text| is_blank(text)) {
            refusals.extend(empty_guard(name));
        }
    }
    let has_blank = |all: &BTreeSet<String>| all.iter().any(|one| is_blank(one));
    if config.additional_cidrs.known().is_some_and(has_blank) {
        refusals.extend(empty_guard("additional_cidrs"));
    }
    if let Attr::Known(AwsConfig { allowed_account_ids: Attr::Known(accounts), .. }) = &config.aws
        && (accounts.is_empty() || has_blank(accounts))
    {
        refusals.extend(empty_guard("aws.allowed_account_ids"));
    }
    refusals
}

fn empty_guard(name: &str) -> Diagnostics {
    let variable = ProviderConfig::VARIABLES.iter().find(|(attribute, _)| *attribute == name);
    let place = variable.map(|(_, variable)| format!(", here or in {variable}")).unwrap_or_default();
    Diagnostics::error_at(
        name,
        format!("The provider's {name} is empty"),
        format!(
            "It is there to keep something from happening, and is empty{place}: something that should have \
             a value may have none. Nothing was sent. Give it a value, or leave it out (null) where nothing \
             is to be compared."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str, value: Value) -> Value {
        Value::Map([(name.to_owned(), value)].into())
    }

    #[test]
    fn an_empty_text_is_left_out_at_any_depth() {
        for blank in ["", " ", "\n\t"] {
            let bastion = known("user", blank.into());
            let profile = Value::object([("private_key", blank.into()), ("bastion", bastion)]);
            let block = Value::object([
                ("endpoint", blank.into()),
                ("fallback_endpoints", Value::List(vec![blank.into(), "b".into(), Value::Unknown])),
                ("aws", known("network_interface_ids", known("n1", blank.into()))),
                ("ssh", known("profiles", known("x", profile))),
            ]);
            let meant = without_blanks(block);
            assert_eq!(meant.at("endpoint"), &Value::Null);
            assert_eq!(meant.at("fallback_endpoints"), &Value::List(vec!["b".into(), Value::Unknown]));
            assert_eq!(meant.at("aws").at("network_interface_ids"), &Value::Map([].into()));
            let profile = meant.at("ssh").at("profiles").at("x");
            assert_eq!(profile.at("private_key"), &Value::Null);
            assert_eq!(profile.at("bastion").at("user"), &Value::Null);
        }
    }

    #[test]
    fn guards_and_required_attributes_stay_as_they_are_written() {
        let block = Value::object([
            ("ca_file", "".into()),
            ("aws", known("allowed_account_ids", Value::List(vec!["".into()]))),
            ("ssh", known("bastion", Value::object([("host", "".into()), ("host_keys", "".into())]))),
        ]);
        assert_eq!(without_blanks(block.clone()), block);
    }

    #[test]
    fn empty_guards_are_refused_with_their_variable() {
        let none = ProviderConfig::default();
        assert!(empty_guards(&none).is_empty());
        let aws = |accounts: &[&str]| ProviderConfig {
            aws: Attr::Known(AwsConfig {
                allowed_account_ids: Attr::Known(accounts.iter().map(|id| (*id).to_owned()).collect()),
                ..AwsConfig::default()
            }),
            ..ProviderConfig::default()
        };
        for (config, path) in [
            (ProviderConfig { ca_file: "".into(), ..none.clone() }, "ca_file"),
            (ProviderConfig { ca_pem: " \n".into(), ..none.clone() }, "ca_pem"),
            (ProviderConfig { certificate_sha256: "".into(), ..none.clone() }, "certificate_sha256"),
            (ProviderConfig { expected_cluster_uuid: " ".into(), ..none.clone() }, "expected_cluster_uuid"),
            (ProviderConfig { tls_server_name: "".into(), ..none }, "tls_server_name"),
            (
                ProviderConfig {
                    additional_cidrs: Attr::Known([String::new(), "10.0.0.0/8".to_owned()].into()),
                    ..ProviderConfig::default()
                },
                "additional_cidrs",
            ),
            (aws(&[]), "aws.allowed_account_ids"),
            (aws(&[" ", "123456789012"]), "aws.allowed_account_ids"),
        ] {
            let refusals = empty_guards(&config);
            let [only] = &refusals.iter().collect::<Vec<_>>()[..] else { panic!("{refusals:?}") };
            assert_eq!(only.path.as_ref().unwrap().to_string(), path);
            let variable = ProviderConfig::VARIABLES.iter().find(|(name, _)| *name == path);
            assert!(variable.is_none_or(|(_, variable)| only.detail.contains(variable)), "{}", only.detail);
        }
        assert!(empty_guards(&aws(&["123456789012"])).is_empty());
    }
}
