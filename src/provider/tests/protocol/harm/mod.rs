//! Situations in which the provider could destroy or lose objects of others: damaged states, unfinished
//! creates, replacements.

mod made_anew;
mod replaced;
mod states;
mod unfinished;

use serde_json::{Value as Json, json};
use tfplugin::Value;
use tfplugin::testing::Stored;

use crate::support::System;

const SVM: &str = "cvo_storage_vm";

fn svm(name: &str) -> Json {
    json!({
        "name": name,
        "root_volume_name": format!("root_{name}"),
        "aggregates": ["aggr1"],
        "deletion_protection": false,
    })
}

/// Returns a stored object with other values of some attributes, as after a manual edit of the state file.
fn edited<const N: usize>(stored: &Stored, attributes: [(&str, Value); N]) -> Stored {
    let Value::Map(mut state) = stored.state.clone() else { panic!("there is no object") };
    state.extend(attributes.map(|(name, value)| (name.to_owned(), value)));
    Stored { state: Value::Map(state), ..stored.clone() }
}

/// Returns the same without private data, as in a state that was written by hand.
fn without_private(stored: &Stored) -> Stored {
    Stored { private: Vec::new(), ..stored.clone() }
}

/// Sends a request to the simulated ONTAP as an administrator, and waits for the job that it starts.
async fn administrator(system: &System, method: &str, path: &str, body: Json) -> Json {
    let ready = system.simulator.ready();
    let ca = reqwest::Certificate::from_pem(&std::fs::read(&ready.ca_file).unwrap()).unwrap();
    let client = reqwest::Client::builder().tls_certs_only([ca]).build().unwrap();
    let url = format!("{}/api{path}", ready.ontap);
    let mut request = client.request(method.parse().unwrap(), url);
    if method != "GET" {
        request = request.query(&[("return_timeout", "15")]);
    }
    let request = request.basic_auth(&ready.username, Some(&ready.password));
    let request = if body.is_null() { request } else { request.json(&body) };
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{method} {path}: {}", answer.text().await.unwrap());
    answer.json().await.unwrap_or_default()
}

/// Returns the uuid of the first record of a collection.
async fn first_uuid(system: &System, path: &str) -> String {
    let found = administrator(system, "GET", path, Json::Null).await;
    found["records"][0]["uuid"].as_str().unwrap().to_owned()
}
