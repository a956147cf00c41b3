//! The calls of each data source.

use cvo_simulator::Preset;
use serde_json::json;

use super::estate::Estate;
use super::{Calls, Counted, counted, data, plans, system_of, warm_run};
use crate::support::System;

/// The data sources with their configurations.
const SOURCES: [(&str, Option<&str>); 6] = [
    ("cvo_system", None),
    ("cvo_storage_vm", Some("svm_cvo")),
    ("cvo_storage_vms", None),
    ("cvo_lifs", None),
    ("cvo_service_policies", None),
    ("cvo_aggregates", None),
];

/// What a run asks once, and what each data source asks besides.
pub(super) async fn count(preset: Preset) -> Counted {
    let system = system_of(preset).await;
    let estate = Estate::of(&system, preset).await;
    let mut lines = vec![("asked once in a run".to_owned(), once(&system, &estate).await)];
    for (type_name, name) in SOURCES {
        let config = name.map_or_else(|| json!({}), |name| json!({"name": name}));
        warm_run(&system, &estate).await;
        let (_, calls) = counted(&system, data(&system, type_name, config)).await;
        lines.push((format!("data.{type_name}"), calls));
    }
    lines
}

/// What the first plans of a run cost more than the same ones later.
async fn once(system: &System, estate: &Estate) -> Calls {
    system.run_again().await;
    let (_, first) = counted(system, plans(system, estate)).await;
    let (_, later) = counted(system, plans(system, estate)).await;
    first.less(later)
}
