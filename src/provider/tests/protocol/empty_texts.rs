//! An empty text in the provider block or in a variable is the same as none, or an error that names it: for each
//! attribute and each variable. It never ends in a panic or a wait.

use cvo_simulator::{Options, Simulator};
use provider::{ProviderConfig, SshConfig};
use serde_json::{Value as Json, json};
use tfplugin::testing::Harness;
use tfplugin::{Attribute, AttributeType, FromEnvironment, Nesting, Presence, Severity};

use crate::support::provider_block::{all_messages, places, server, with};
use crate::support::{configuration, text_of};

const BLANK: [&str; 2] = ["", " \t"];

/// Attributes, at any depth, that an empty text must not switch off.
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

const SSH: [(&str, &str); 2] = [("SSH_AUTH_SOCK", "/nonexistent"), ("HOME", "/nonexistent")];

fn simulator() -> Simulator {
    Simulator::start(Options::default()).unwrap()
}

/// Returns whether the attribute at a path must be set.
fn is_required(attributes: &[Attribute], path: &str) -> bool {
    let (name, below) = path.split_once('.').unwrap_or((path, ""));
    let attribute = attributes.iter().find(|attribute| attribute.name == name).unwrap();
    match (&attribute.ty, below) {
        (_, "") => attribute.presence == Presence::Required,
        (AttributeType::Nested(Nesting::Map, inner), below) => {
            is_required(inner, below.split_once('.').unwrap().1)
        }
        (AttributeType::Nested(_, inner), below) => is_required(inner, below),
        (AttributeType::Plain(_), _) => panic!("{path}"),
    }
}

#[tokio::test]
async fn an_empty_text_in_an_attribute_is_the_same_as_none_or_an_error_that_names_it() {
    let simulator = simulator();
    let attributes = server(&simulator, &[]).schemas().provider.attributes;
    let provider = Harness::new(server(&simulator, &SSH));
    for (path, value) in places(&attributes, "") {
        let name = path.rsplit('.').next().unwrap();
        let block = |value: Json| with(configuration(&simulator, json!({})), &path, value);
        for blank in BLANK {
            let said = all_messages(&provider, block(value(blank))).await;
            if GUARDS.contains(&name) || is_required(&attributes, &path) {
                let refused = provider.validate_provider(block(value(blank))).await;
                assert!(refused.has_errors() && text_of(&refused).contains(name), "{path}: {said}");
            } else {
                let without = all_messages(&provider, block(json!(null))).await;
                assert_eq!(said, without, "{path} = {blank:?}");
            }
        }
    }
    let none = with(configuration(&simulator, json!({})), "aws.allowed_account_ids", json!([]));
    let refused = text_of(&provider.validate_provider(none).await);
    assert!(refused.starts_with("[aws.allowed_account_ids]"), "{refused}");
}

#[tokio::test]
async fn an_empty_variable_is_the_same_as_none_or_an_error_that_names_it() {
    let simulator = simulator();
    let ready = simulator.ready();
    let usual = [
        ("CVO_ENDPOINT", ready.ontap.as_str()),
        ("CVO_USERNAME", &ready.username),
        ("CVO_PASSWORD", &ready.password),
        ("CVO_CA_FILE", ready.ca_file.to_str().unwrap()),
        SSH[0],
        SSH[1],
    ];
    let ours = [ProviderConfig::VARIABLES, SshConfig::VARIABLES].concat();
    let of_aws = ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_EC2"];
    let of_aws = of_aws.map(|variable| ("", variable));
    for (attribute, variable) in [&ours[..], &of_aws].concat() {
        let mut variables: Vec<_> = usual.into_iter().filter(|(name, _)| *name != variable).collect();
        let provider = Harness::new(server(&simulator, &variables));
        let without = all_messages(&provider, json!({})).await;
        for blank in BLANK {
            variables.push((variable, blank));
            let said = all_messages(&Harness::new(server(&simulator, &variables)), json!({})).await;
            if GUARDS.contains(&attribute) {
                assert!(said.contains(variable) && said.contains("is empty"), "{variable}: {said}");
            } else {
                assert_eq!(said, without, "{variable} = {blank:?}");
            }
            variables.pop();
        }
    }
}

#[tokio::test]
async fn a_variable_that_is_neither_true_nor_false_is_refused() {
    let simulator = simulator();
    for variable in ["CVO_INSECURE", "CVO_SSH_AGENT"] {
        let variables = [(variable, "maybe")];
        let provider = Harness::new(server(&simulator, &variables));
        let mut block = configuration(&simulator, json!({}));
        block["ca_file"] = json!(null);
        let said = text_of(&provider.configure(block).await);
        assert!(said.contains(variable) && said.contains("neither true nor false"), "{said}");
    }
}

#[tokio::test]
async fn an_endpoint_that_is_no_url_says_what_to_write() {
    let simulator = simulator();
    let provider = Harness::new(server(&simulator, &[]));
    for (block, path, example) in [
        (json!({"aws": {"endpoint": "ec2.eu-central-1.amazonaws.com"}}), "aws.endpoint", "https://ec2."),
        (json!({"aws": {"endpoint": "localhost:4566"}}), "aws.endpoint", "https://ec2."),
        (json!({"endpoint": "two words"}), "endpoint", "https://10."),
    ] {
        let refused = text_of(&provider.validate_provider(block.clone()).await);
        assert!(refused.starts_with(&format!("[{path}]")) && refused.contains(example), "{block}: {refused}");
    }
    let variables = [("AWS_ENDPOINT_URL_EC2", "localhost:4566")];
    let provider = Harness::new(server(&simulator, &variables));
    let refused = text_of(&provider.configure(configuration(&simulator, json!({}))).await);
    assert!(refused.starts_with("[aws.endpoint]"), "{refused}");
    assert!(refused.contains("AWS_ENDPOINT_URL_EC2") && refused.contains("https://ec2."), "{refused}");
}

#[tokio::test]
async fn contradictions_are_refused_also_when_one_side_is_in_the_environment() {
    let simulator = simulator();
    let both = [("CVO_TOKEN", "token"), ("CVO_PASSWORD", "hunter22"), ("CVO_USERNAME", "admin")];
    let provider = Harness::new(server(&simulator, &both));
    let block = |more: Json| {
        let mut block = configuration(&simulator, json!({"username": null, "password": null}));
        block.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        block
    };
    let refused = text_of(&provider.configure(block(json!({}))).await);
    assert!(refused.starts_with("[token] Several ways to sign in"), "{refused}");
    assert!(refused.contains("password") && !refused.contains("hunter22"), "{refused}");
    let alone = Harness::new(server(&simulator, &[]));
    for (block, path) in [
        (block(json!({"token": "token", "password": "x"})), "token"),
        (block(json!({"client_certificate": "pem", "token": "token"})), "client_certificate"),
        (block(json!({"insecure": true})), "insecure"),
        (block(json!({"aws": {"assume_role_external_id": "id"}})), "aws.assume_role_external_id"),
    ] {
        for refused in [alone.validate_provider(block.clone()).await, alone.configure(block.clone()).await] {
            let refused = text_of(&refused);
            assert!(refused.starts_with(&format!("[{path}]")), "{block}: {refused}");
        }
    }
    // What the block chooses wins over the environment.
    let chosen = configuration(&simulator, json!({}));
    let said = provider.configure(chosen).await;
    assert!(said.is_empty(), "{}", text_of(&said));
    let refused = text_of(&alone.configure(block(json!({"client_key": "pem"}))).await);
    assert!(
        refused.starts_with("[client_certificate] The provider's client_certificate is not"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_file_may_be_named_from_the_home_directory() {
    let simulator = simulator();
    let ca = std::path::PathBuf::from(&simulator.ready().ca_file);
    let (folder, name) = (ca.parent().unwrap(), ca.file_name().unwrap().to_str().unwrap());
    let block = configuration(&simulator, json!({"ca_file": format!("~/{name}")}));
    let at_home = Harness::new(server(&simulator, &[("HOME", folder.to_str().unwrap())]));
    let said = at_home.configure(block.clone()).await;
    assert!(said.is_empty(), "{}", text_of(&said));
    let found = at_home.data("cvo_aggregates", json!({})).await.diagnostics;
    assert!(found.is_empty(), "{}", text_of(&found));
    let homeless = Harness::new(server(&simulator, &[])).configure(block).await;
    assert!(homeless.iter().all(|one| one.severity == Severity::Error));
    let said = text_of(&homeless);
    assert!(said.starts_with("[ca_file]") && said.contains("HOME"), "{said}");
}
