//! Connections from the provider block to a host, against an SSH server in the same process.

mod configuration;
mod connect;
mod secrets;
mod trust;

use std::time::Duration;

use serde_json::{Value as Json, json};
use ssh::testing::{Key, World};
use ssh::{Become, Connection};
use tempfile::TempDir;
use tfplugin::{CancellationToken, Diagnostics, Model, Path, Value};

use super::config::SshConfig;
use super::{Access, HostAddress, NotReached, contradictions, with_environment};
use crate::environment::Environment;

/// Returns the Terraform value of a JSON value.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => (*value).into(),
        Json::Number(number) => number.as_i64().unwrap().into(),
        Json::String(text) if text == tfplugin::testing::UNKNOWN => Value::Unknown,
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(items) => {
            Value::Map(items.iter().map(|(name, item)| (name.clone(), value(item))).collect())
        }
    }
}

fn block(json: &Json) -> SshConfig {
    SshConfig::from_value(&value(json), &Path::from("ssh")).unwrap()
}

fn environment(variables: &[(&str, &str)]) -> Environment {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Returns the access that the block and the environment give.
fn access(json: &Json, variables: &[(&str, &str)]) -> Access {
    let environment = environment(variables);
    let ssh = with_environment(
        &tfplugin::Attr::from_value(&value(json), &Path::from("ssh")).unwrap(),
        &environment,
    )
    .unwrap();
    assert!(ssh.known().is_none_or(|ssh| contradictions(ssh).is_empty()), "{ssh:?}");
    Access::new(ssh, &environment)
}

/// Returns a block for the user of a [`World`].
fn user() -> Json {
    json!({"user": "builder", "private_key": Key::of(World::USER).private()})
}

/// Returns the address of a world's server, with its host key.
fn address(world: &World) -> HostAddress {
    HostAddress {
        host: "127.0.0.1".to_owned(),
        port: world.server.port,
        user: None,
        profile: None,
        host_keys: vec![Key::of(World::HOST).fingerprint()],
        privilege: Become::None,
        wait_for: Duration::ZERO,
    }
}

async fn connect(access: &Access, host: &HostAddress) -> Result<Connection, NotReached> {
    access.connect(host, &CancellationToken::new()).await
}

/// Returns why there is no connection; `Connection` has no `Debug` for `unwrap_err`.
async fn not_reached(access: &Access, host: &HostAddress) -> NotReached {
    match connect(access, host).await {
        Ok(_) => panic!("the connection succeeded"),
        Err(why) => why,
    }
}

/// Returns all messages with their attributes.
fn text_of(diagnostics: &Diagnostics) -> String {
    let lines = diagnostics.iter().map(|found| {
        let path = found.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("[{path}] {}: {}", found.summary, found.detail)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn why(not_reached: &NotReached) -> String {
    text_of(&not_reached.clone().into())
}

/// Creates a home directory with this `known_hosts`.
fn home(known_hosts: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".ssh")).unwrap();
    std::fs::write(home.path().join(".ssh/known_hosts"), known_hosts).unwrap();
    home
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}
