//! What is not known of ONTAP and of Cloud Volumes ONTAP, both ways (docs/development/assumptions.md):
//! whichever is true, nothing is lost, and everything ends as it was asked for.

mod addresses;
mod data;
mod jobs;
mod shown;

use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use crate::support::{System, text_of};

const SVM: &str = "cvo_storage_vm";
const IP: &str = "cvo_secondary_ip";
const LIF: &str = "cvo_lif";
const E0A: [&str; 2] = ["eni-0c0a51de00021e0a0", "eni-0c0a51de00022e0a0"];

fn svm(more: Json) -> Json {
    let mut config = json!({"name": "svm_2", "aggregates": ["aggr1"], "deletion_protection": false});
    config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    config
}

/// Destroys an object, and returns what was said, and whether it is gone.
async fn destroy(system: &System, stored: &Stored) -> (String, bool) {
    let plan = system.provider.plan_destroy(stored).await;
    if plan.diagnostics.has_errors() {
        return (text_of(&plan.diagnostics), false);
    }
    let answered = system.provider.apply(&plan).await;
    (text_of(&answered.diagnostics), !answered.stored.exists())
}
