//! The `ssh` attribute of the provider block, which only objects on Linux hosts use.

use std::sync::Arc;

use cvo_simulator::{Options, Simulator};
use provider::{CvoProvider, Environment};
use serde_json::json;
use tfplugin::testing::{Harness, UNKNOWN};
use tfplugin::{Attribute, AttributeType, Severity};

use crate::support::{Calls, SimEc2, configuration, text_of};

/// Returns a provider with these environment variables.
fn provider(simulator: &Simulator, variables: &[(&str, &str)]) -> Harness {
    let environment: Environment =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let (world, calls) = (simulator.world(), Arc::new(Calls::default()));
    let connect = move |_| -> Arc<dyn ec2::Ec2> {
        Arc::new(SimEc2 { world: world.clone(), calls: Arc::clone(&calls) })
    };
    Harness::new(provider::server(CvoProvider::new(environment, Arc::new(connect))))
}

fn simulator() -> Simulator {
    Simulator::start(Options::default()).unwrap()
}

#[tokio::test]
async fn contradictions_are_refused_offline_and_again_when_everything_is_known() {
    let simulator = simulator();
    let ssh = json!({"private_key": "key", "agent": true});
    let provider = provider(&simulator, &[]);
    let offline = provider.validate_provider(json!({"ssh": ssh})).await;
    assert!(text_of(&offline).starts_with("[ssh.agent]"), "{}", text_of(&offline));
    let later = provider.configure(configuration(&simulator, json!({"ssh": ssh}))).await;
    assert!(text_of(&later).starts_with("[ssh.agent]"), "{}", text_of(&later));
}

#[tokio::test]
async fn each_value_is_checked_offline() {
    let simulator = simulator();
    let cases = [
        (json!({"user": "root@host"}), "[ssh.user]", "ec2-user"),
        (json!({"bastion": {"host": "jump", "user": "two words"}}), "[ssh.bastion.user]", "ec2-user"),
        (json!({"bastion": {"host": "jump:22"}}), "[ssh.bastion.host]", "port"),
        (json!({"bastion": {"host": "jump", "port": 65536}}), "[ssh.bastion.port]", "65535"),
        (json!({"connect_timeout": "0s"}), "[ssh.connect_timeout]", "90s"),
        (json!({"profiles": {"x": {"user": "two words"}}}), "[ssh.profiles[\"x\"].user]", "ec2-user"),
    ];
    for (ssh, path, says) in cases {
        let said = text_of(&provider(&simulator, &[]).validate_provider(json!({"ssh": ssh})).await);
        assert!(said.contains(path) && said.contains(says), "{ssh}: {said}");
    }
}

#[tokio::test]
async fn a_contradiction_may_come_from_the_environment() {
    let simulator = simulator();
    let variables = [("CVO_SSH_PRIVATE_KEY", "hunter22"), ("CVO_SSH_PRIVATE_KEY_PATH", "id")];
    let both = provider(&simulator, &variables);
    let said = text_of(&both.configure(configuration(&simulator, json!({}))).await);
    assert!(said.starts_with("[ssh.private_key_path]") && said.contains("environment"), "{said}");
    assert!(!said.contains("hunter22"), "{said}");
    let chosen = json!({"ssh": {"agent": true}});
    let said = text_of(&both.configure(configuration(&simulator, chosen)).await);
    assert!(said.is_empty(), "the block's choice takes precedence: {said}");
}

#[tokio::test]
async fn unknown_values_do_not_affect_the_ontap_half() {
    let simulator = simulator();
    for (ssh, unknown) in [
        (json!(UNKNOWN), "ssh is"),
        (json!({"private_key": UNKNOWN, "user": "builder"}), "ssh.private_key is"),
        (json!({"profiles": {"x": {"sudo_password": UNKNOWN}}}), "ssh.profiles[\"x\"].sudo_password is"),
    ] {
        let provider = provider(&simulator, &[]);
        let warnings = provider.configure(configuration(&simulator, json!({"ssh": ssh}))).await;
        let [only] = &warnings.iter().collect::<Vec<_>>()[..] else { panic!("{}", text_of(&warnings)) };
        assert_eq!((only.severity, &only.path), (Severity::Warning, &Some("ssh".into())));
        assert!(only.detail.contains(unknown), "{}", only.detail);
        let found = provider.data("cvo_aggregates", json!({})).await;
        assert!(found.diagnostics.is_empty(), "{}", text_of(&found.diagnostics));
    }
}

#[tokio::test]
async fn missing_files_are_not_an_error_before_a_host_is_needed() {
    // The files may be made in this run, before a host is needed.
    let simulator = simulator();
    let ssh =
        json!({"user": "builder", "private_key_path": "/no/such/key", "known_hosts_path": "/no/such/file"});
    let said =
        text_of(&provider(&simulator, &[]).configure(configuration(&simulator, json!({"ssh": ssh}))).await);
    assert!(said.is_empty(), "{said}");
}

#[test]
fn every_secret_attribute_is_sensitive() {
    let schemas = provider::server(CvoProvider::new(
        Environment::default(),
        Arc::new(|_| unreachable!("no client is made for a schema")),
    ))
    .schemas();
    let ssh = schemas.provider.attributes.iter().find(|attribute| attribute.name == "ssh").unwrap();
    let mut secrets = Vec::new();
    collect(ssh, "", &mut secrets);
    let mut expected = Vec::new();
    for place in ["ssh", "ssh.profiles"] {
        expected.extend(
            ["private_key", "private_key_passphrase", "sudo_password"].map(|name| format!("{place}.{name}")),
        );
        expected
            .extend(["private_key", "private_key_passphrase"].map(|name| format!("{place}.bastion.{name}")));
    }
    secrets.sort();
    expected.sort();
    assert_eq!(secrets, expected);
}

/// Collects the sensitive attributes below `attribute`.
fn collect(attribute: &Attribute, above: &str, secrets: &mut Vec<String>) {
    let path = if above.is_empty() { attribute.name.clone() } else { format!("{above}.{}", attribute.name) };
    if attribute.sensitive {
        secrets.push(path.clone());
    }
    if let AttributeType::Nested(_, inner) = &attribute.ty {
        inner.iter().for_each(|attribute| collect(attribute, &path, secrets));
    }
}
