//! A secret in the wrong place of the provider block appears in no message, for each attribute and whatever
//! is wrong with it.

use cvo_simulator::{Options, Simulator};
use serde_json::{Value as Json, json};
use tfplugin::is_content;
use tfplugin::testing::Harness;

use crate::support::configuration;
use crate::support::provider_block::{all_messages, places, server, with};

const MARKER: &str = "hunter22";

/// Attributes that are names: they say where or as whom to connect, and errors have to repeat them. Values
/// that cannot be names are refused.
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

/// Returns the forms in which a secret gets into a text.
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
    // A single word can be the name of something.
    if !is_name {
        texts.push(MARKER.to_owned());
    }
    texts
}

#[tokio::test]
async fn no_message_repeats_a_secret_in_an_attribute_of_the_provider_block() {
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
            let said = all_messages(&provider, block).await;
            assert!(!said.contains(MARKER), "{path} = {text:?}: {said}");
        }
    }
}

#[tokio::test]
async fn no_message_repeats_a_secret_in_a_variable_that_names_a_file() {
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
            let said = all_messages(&Harness::new(server(&simulator, &variables)), block).await;
            assert!(!said.contains(MARKER), "{variable}: {said}");
            let is_named = said.contains(variable) || said.contains("known_hosts") || said.contains("host");
            assert!(is_named, "{variable}: {said}");
        }
    }
}

/// A block `aws`, the environment, and the source of the URL that the warning names.
type PlainHttp = (Json, &'static [(&'static str, &'static str)], Option<&'static str>);

#[tokio::test]
async fn plain_http_to_ec2_on_another_machine_is_warned_about_once() {
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
        let warned = provider.configure(configuration(&simulator, json!({"aws": aws}))).await;
        let warnings: Vec<_> = warned.iter().filter(|one| one.summary.contains("encryption")).collect();
        assert_eq!(warnings.len(), usize::from(from.is_some()), "{aws} {variables:?}: {warned:?}");
        for warning in warnings {
            assert!(
                warning.detail.contains(from.unwrap()) && warning.detail.contains("forge"),
                "{warning:?}"
            );
            assert!(!warned.has_errors());
        }
    }
}
