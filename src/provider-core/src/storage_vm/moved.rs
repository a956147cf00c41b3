//! A storage VM that a `moved` block takes over from NetApp's provider: pure.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use tfplugin_core::{Attr, Model};

use super::model::StorageVmModel;
use super::rules::DESTINATION;
use crate::moved::{Foreign, Moved};

impl Moved for StorageVmModel {
    const SOURCES: &'static [&'static str] = &["netapp-ontap_svm", "netapp-ontap_svm_resource"];

    /// Where the source has no value, ONTAP has one all the same: the read brings it. As after an import, the
    /// aggregates of a `dp_destination` are not ours.
    fn moved(source: &mut Foreign<'_>) -> Self {
        let subtype = source.text("subtype", "subtype");
        let aggregates = aggregates(source);
        let is_destination = subtype == Attr::from(DESTINATION);
        Self {
            id: source.uuid(),
            name: source.required("name", "name"),
            aggregates: if is_destination { Attr::Null } else { aggregates },
            snapshot_policy: source.text("snapshot_policy", "snapshot_policy"),
            language: source.text("language", "language"),
            ipspace: source.text("ipspace", "ipspace"),
            comment: source.text("comment", "comment"),
            subtype,
            complete: Attr::Known(true),
            ..Self::defaults()
        }
    }
}

/// Returns the names of the aggregates: elements are objects with a `name`, or names.
fn aggregates(source: &mut Foreign<'_>) -> Attr<BTreeSet<String>> {
    const NAME: &str = "aggregates";
    let Some(items) = source.list(NAME, NAME) else { return Attr::Null };
    let name = |item: &Json| item.get("name").unwrap_or(item).as_str().map(str::to_owned);
    let names: Option<BTreeSet<_>> = items.iter().map(name).collect();
    if names.is_none() {
        source.fault(NAME, "One of its aggregates has no name.");
    }
    names.filter(|names| !names.is_empty()).into()
}
