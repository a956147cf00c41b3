//! The attributes of the provider block that take texts, and everything that is said about a block.

use std::sync::Arc;

use cvo_simulator::Simulator;
use provider::{CvoProvider, Environment};
use serde_json::{Value as Json, json};
use tfplugin::testing::Harness;
use tfplugin::{Attribute, AttributeType, Nesting, Type};

use super::{Calls, SimEc2, text_of};

/// A path, and a function that returns a value for it which contains a text.
pub(crate) type Place = (String, fn(&str) -> Json);

/// Returns each attribute that takes texts.
pub(crate) fn places(attributes: &[Attribute], at: &str) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    for attribute in attributes {
        let path = format!("{at}{}", attribute.name);
        match &attribute.ty {
            AttributeType::Plain(Type::String) => found.push((path, |text| json!(text))),
            AttributeType::Plain(Type::List(_) | Type::Set(_)) => found.push((path, |text| json!([text]))),
            AttributeType::Plain(Type::Map(_)) => found.push((path, |text| json!({"cvo-node1": text}))),
            AttributeType::Plain(_) => {}
            AttributeType::Nested(Nesting::Map, inner) => found.extend(places(inner, &format!("{path}.x."))),
            AttributeType::Nested(_, inner) => found.extend(places(inner, &format!("{path}."))),
        }
    }
    found
}

/// Returns the block with the value at the path.
pub(crate) fn with(mut block: Json, path: &str, value: Json) -> Json {
    // The block is otherwise complete, so that the messages are about this value.
    for (parent, name, usual) in [
        ("ssh", "user", json!("builder")),
        ("ssh", "agent", json!(!path.contains("private_key"))),
        ("ssh.profiles.x", "user", json!("builder")),
        ("ssh.profiles.x", "agent", json!(!path.contains("private_key"))),
        ("ssh.bastion", "host", json!("jump")),
        ("ssh.profiles.x.bastion", "host", json!("jump")),
    ] {
        if path.starts_with(&format!("{parent}.")) {
            at(&mut block, parent)[name] = usual;
        }
    }
    *at(&mut block, path) = value;
    block
}

fn at<'a>(block: &'a mut Json, path: &str) -> &'a mut Json {
    path.split('.').fold(block, |place, step| &mut place[step])
}

pub(crate) fn server(simulator: &Simulator, variables: &[(&str, &str)]) -> tfplugin::Server<CvoProvider> {
    let environment: Environment =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let (world, calls) = (simulator.world(), Arc::new(Calls::default()));
    let connect = move |_| -> Arc<dyn ec2::Ec2> {
        Arc::new(SimEc2 { world: world.clone(), calls: Arc::clone(&calls) })
    };
    provider::server(CvoProvider::new(environment, Arc::new(connect)))
}

/// Returns all messages about a block: offline, about the connection, about the system, and about a host.
pub(crate) async fn all_messages(provider: &Harness, block: Json) -> String {
    let about_hosts = block["ssh"].is_object();
    let mut said = text_of(&provider.validate_provider(block.clone()).await);
    let configured = provider.configure(block).await;
    said += &text_of(&configured);
    if configured.has_errors() {
        return said;
    }
    if !about_hosts {
        said += &text_of(&provider.data("cvo_system", json!({})).await.diagnostics);
    }
    for profile in [json!(null), json!("x")] {
        let host = json!({"host": "127.0.0.1", "port": 1, "ssh_profile": profile});
        said += &text_of(&provider.data("cvo_linux_kvm_drivers", host).await.diagnostics);
    }
    said
}
