//! `data.cvo_linux_kvm_drivers` on images that are mounted in folders of their own. There is no system,
//! because neither ONTAP nor EC2 is needed.

mod image_root;
mod refused;
mod root;
mod this_machine;

use std::sync::Arc;

use cvo_simulator::{Options, Simulator};
use serde_json::{Value as Json, json};
use tfplugin::testing::Harness;

use crate::support::{Calls, text_of};
use root::Root;

const TYPE: &str = "cvo_linux_kvm_drivers";

/// Returns a provider with an empty block.
async fn provider() -> Harness {
    let unused = Simulator::start(Options::default()).unwrap();
    let harness = crate::support::provider(&unused, &Arc::new(Calls::default()));
    let diagnostics = harness.configure(json!({})).await;
    assert!(diagnostics.is_empty(), "{}", text_of(&diagnostics));
    harness
}

/// Reads the data about an image, with further attributes.
async fn read(root: &Root, more: Json) -> Json {
    let mut config = json!({"image_root": root.text()});
    for (key, value) in more.as_object().unwrap() {
        config[key] = value.clone();
    }
    let read = provider().await.data(TYPE, config).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    read.json()
}

/// Returns the messages of a read that fails.
async fn refusal(config: Json) -> String {
    let read = provider().await.data(TYPE, config).await;
    assert!(read.diagnostics.has_errors(), "{}", read.json());
    text_of(&read.diagnostics)
}

fn reasons(found: &Json) -> String {
    found["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| reason.as_str().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

fn codes(found: &Json) -> Vec<&str> {
    found["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}
