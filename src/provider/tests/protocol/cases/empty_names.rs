//! A name that is empty, or that its object cannot have, is refused in the plan and where it is new: an error
//! about a stored value, or in `validate`, would prevent even a destroy.

use std::collections::BTreeSet;

use cvo_simulator::Preset;
use serde_json::{Value as Json, json};
use tfplugin::{AttributeType, Type};

use super::{CASES, Case, with};
use crate::support::{Estate, System, schemas, text_of};

/// Names that cannot be empty.
const NAMES: [&str; 9] = [
    "cvo_lif.home_node",
    "cvo_lif.home_port",
    "cvo_lif.service_policy",
    "cvo_service_policy_move.from_policy",
    "cvo_storage_vm.aggregates",
    "cvo_storage_vm.ipspace",
    "cvo_storage_vm.root_volume_aggregate",
    "cvo_storage_vm.root_volume_name",
    "cvo_storage_vm.snapshot_policy",
];

#[tokio::test]
async fn an_empty_name_is_refused_in_the_plan() {
    let system = System::of(Preset::SingleNode).await;
    let estate = Estate::of(&system, Preset::SingleNode).await;
    let mut refused = BTreeSet::new();
    for case in CASES {
        let config = case.subject(&estate).config;
        for schema in schemas().resources.iter().filter(|schema| schema.name == case.type_name) {
            for attribute in schema.attributes.iter().filter(|attribute| attribute.check_new.is_some()) {
                let empty = match attribute.ty {
                    AttributeType::Plain(Type::String) => json!(""),
                    _ => json!([""]),
                };
                let name = &attribute.name;
                is_refused(&system, case, name, with(&config, &json!({name: empty}))).await;
                refused.insert(format!("{}.{name}", case.type_name));
            }
        }
    }
    assert_eq!(refused, NAMES.map(str::to_owned).into());
}

async fn is_refused(system: &System, case: &Case, name: &str, config: Json) {
    let valid = system.provider.validate(case.type_name, config.clone()).await;
    assert!(!valid.has_errors(), "{name}: {}", text_of(&valid));
    let plan = system.provider.plan(case.type_name, None, config).await;
    let message = text_of(&plan.diagnostics);
    assert!(message.contains(&format!("[{name}] Invalid value of {name}:")), "{name}: {message}");
}
