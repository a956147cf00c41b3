//! A secret in the wrong place of the provider block is in no message: in each attribute that there is, whatever is
//! wrong with it.

use std::sync::Arc;

use cvo_simulator::{Options, Simulator};
use provider::{CvoProvider, Environment};
use serde_json::{Value as Json, json};
use tfplugin::testing::Harness;
use tfplugin::{Attribute, AttributeType, Nesting, Type, is_content};

use crate::support::{Calls, SimEc2, configuration, told};

const MARKER: &str = "hunter22";

/// Names by nature: they say where or as whom, and errors have to repeat them. What cannot be a name is refused.
const NAMES: [&str; 13] = [
    "endpoint",
    "fallback_endpoints",
    "tls_server_name",
    "username",
    "aws.endpoint",
    "aws.region",
    "aws.profile",
    "ssh.user",
    "ssh.bastion.user",
    "ssh.bastion.host",
    "ssh.profiles.x.user",
    "ssh.profiles.x.bastion.user",
    "ssh.profiles.x.bastion.host",
];

/// The ways in which a secret gets into a text.
fn texts(is_name: bool) -> Vec<String> {
    let key = format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{MARKER}\n-----END OPENSSH PRIVATE KEY-----\n");
    let mut texts = vec![
        key.replace('\n', " "),
        key,
        format!("{MARKER}\n"),
        MARKER.repeat(1000),
        format!("https://admin:{MARKER}@10.0.0.10"),
        format!("https://10.0.0.10/?password={MARKER}"),
        format!("https://10.0.0.10/#{MARKER}"),
        format!("https://10.0.0.10/{MARKER}"),
        format!("{MARKER}/+= {MARKER}"),
    ];
    // A word alone can be the name of something.
    if !is_name {
        texts.push(MARKER.to_owned());
    }
    texts
}

/// A path, and what the value there looks like that holds a text.
type Place = (String, fn(&str) -> Json);

/// Each attribute that takes texts.
fn places(attributes: &[Attribute], at: &str) -> Vec<Place> {
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

/// The block with the value at the path.
fn with(mut block: Json, path: &str, value: Json) -> Json {
    // So much that what is wrong with the value is what is said.
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

fn server(simulator: &Simulator, variables: &[(&str, &str)]) -> tfplugin::Server<CvoProvider> {
    let environment: Environment =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let (world, calls) = (simulator.world(), Arc::new(Calls::default()));
    let connect = move |_| -> Arc<dyn ec2::Ec2> {
        Arc::new(SimEc2 { world: world.clone(), calls: Arc::clone(&calls) })
    };
    provider::server(CvoProvider::new(environment, Arc::new(connect)))
}

/// Everything that is said about a block: offline, at the connection, of the system, and of a host.
async fn everything_said(provider: &Harness, block: Json) -> String {
    let about_hosts = block["ssh"].is_object();
    let mut said = told(&provider.validate_provider(block.clone()).await);
    let configured = provider.configure(block).await;
    said += &told(&configured);
    if configured.has_errors() {
        return said;
    }
    if !about_hosts {
        said += &told(&provider.data("cvo_system", json!({})).await.diagnostics);
    }
    for profile in [json!(null), json!("x")] {
        let host = json!({"host": "127.0.0.1", "port": 1, "ssh_profile": profile});
        said += &told(&provider.data("cvo_linux_kvm_drivers", host).await.diagnostics);
    }
    said
}

#[tokio::test]
async fn no_attribute_of_the_provider_block_is_repeated_when_it_holds_a_secret() {
    let simulator = Simulator::start(Options::default()).unwrap();
    let attributes = server(&simulator, &[]).schemas().provider.attributes;
    let places = places(&attributes, "");
    assert!(places.len() > 30, "{}", places.len());
    let provider =
        Harness::new(server(&simulator, &[("SSH_AUTH_SOCK", "/nonexistent"), ("HOME", "/nonexistent")]));
    for (path, value) in places {
        // A path that leads nowhere is shown; the content of a file in its place is not.
        let is_path = path.ends_with("_path") || path.ends_with("_file");
        for text in texts(NAMES.contains(&&*path)).into_iter().filter(|text| !is_path || is_content(text)) {
            let block = with(configuration(&simulator, json!({})), &path, value(&text));
            let said = everything_said(&provider, block).await;
            assert!(!said.contains(MARKER), "{path} = {text:?}: {said}");
        }
    }
}

#[tokio::test]
async fn no_variable_that_names_a_file_is_repeated_when_it_holds_a_secret() {
    let simulator = Simulator::start(Options::default()).unwrap();
    let key = format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{MARKER}\n");
    for variable in ["CVO_CA_FILE", "CVO_SSH_PRIVATE_KEY_PATH", "CVO_SSH_KNOWN_HOSTS_PATH", "SSH_AUTH_SOCK"] {
        for text in [&key, &key.replace('\n', " "), &format!("~/{key}"), &MARKER.repeat(1000)] {
            let mut variables =
                vec![(variable, text.as_str()), ("CVO_SSH_USER", "builder"), ("HOME", "/nonexistent")];
            if variable == "SSH_AUTH_SOCK" || variable == "CVO_SSH_KNOWN_HOSTS_PATH" {
                variables.push(("CVO_SSH_AGENT", "true"));
            }
            let mut block = configuration(&simulator, json!({}));
            if variable == "CVO_CA_FILE" {
                block["ca_file"] = json!(null);
            }
            let said = everything_said(&Harness::new(server(&simulator, &variables)), block).await;
            assert!(!said.contains(MARKER), "{variable}: {said}");
            let is_named = said.contains(variable) || said.contains("known_hosts") || said.contains("host");
            assert!(is_named, "{variable}: {said}");
        }
    }
}

/// A block `aws`, the environment, and what is warned of.
type PlainHttp = (Json, &'static [(&'static str, &'static str)], Option<&'static str>);

#[tokio::test]
async fn plain_http_to_ec2_on_another_machine_is_warned_of_once() {
    let simulator = Simulator::start(Options::default()).unwrap();
    const AWAY: &str = "http://10.0.0.5:4566";
    let cases: [PlainHttp; 5] = [
        (json!({"endpoint": AWAY}), &[], Some("aws.endpoint")),
        (json!({}), &[("AWS_ENDPOINT_URL_EC2", AWAY)], Some("AWS_ENDPOINT_URL_EC2")),
        (json!({"endpoint": "http://127.0.0.1:4566"}), &[("AWS_ENDPOINT_URL_EC2", AWAY)], None),
        (json!({"endpoint": "https://10.0.0.5"}), &[], None),
        (json!({}), &[], None),
    ];
    for (aws, variables, from) in cases {
        let provider = Harness::new(server(&simulator, variables));
        let told_of = provider.configure(configuration(&simulator, json!({"aws": aws}))).await;
        let warnings: Vec<_> = told_of.iter().filter(|one| one.summary.contains("encryption")).collect();
        assert_eq!(warnings.len(), usize::from(from.is_some()), "{aws} {variables:?}: {told_of:?}");
        for warning in warnings {
            assert!(
                warning.detail.contains(from.unwrap()) && warning.detail.contains("forge"),
                "{warning:?}"
            );
            assert!(!told_of.has_errors());
        }
    }
}
