//! The table of cases.

use serde_json::{Value as Json, json};

use super::{Case, Faults, Subject, nothing, with};
use crate::support::Estate;

/// Resources and data sources that use neither ONTAP nor EC2, and the files with their tests. They have
/// nothing in common with the others.
pub(crate) const OUTSIDE: &[(&str, &str)] = &[("cvo_linux_kvm_drivers", "kvm_hosts/mod.rs")];

/// A data source and a function that returns its configuration.
type Source = (&'static str, fn() -> Json);

/// Data sources that use ONTAP or EC2.
pub(crate) const DATA_SOURCES: &[Source] = &[
    ("cvo_system", nothing),
    ("cvo_storage_vm", || json!({"name": "svm_cvo"})),
    ("cvo_storage_vms", nothing),
    ("cvo_lifs", nothing),
    ("cvo_routes", nothing),
    ("cvo_service_policies", nothing),
    ("cvo_aggregates", nothing),
];

/// One case per resource.
pub(crate) const CASES: &[Case] = &[
    Case {
        type_name: "cvo_storage_vm",
        imported_by: &["name"],
        faults: Faults::Generic,
        subject: storage_vm,
    },
    Case {
        type_name: "cvo_route",
        imported_by: &["svm_name", "destination", "gateway"],
        faults: Faults::Generic,
        subject: route,
    },
    Case { type_name: "cvo_lif", imported_by: &["svm_name", "name"], faults: Faults::Generic, subject: lif },
    Case {
        type_name: "cvo_secondary_ip",
        imported_by: &["network_interface_id", "private_ip"],
        faults: Faults::Own("secondary_ip/faults.rs"),
        subject: secondary_ip,
    },
    Case {
        type_name: "cvo_service_policy_move",
        imported_by: &["svm_name", "from_policy"],
        faults: Faults::Own("service_policy_move/faults.rs"),
        subject: service_policy_move,
    },
];

fn storage_vm(_estate: &Estate) -> Subject {
    Subject {
        before: vec![],
        config: json!({"name": "svm_2", "root_volume_name": "root_svm_2", "aggregates": ["aggr1", "aggr2"]}),
        change: json!({"comment": "changed", "root_volume_name": "root_changed", "aggregates": ["aggr1"],
            "root_volume_security_style": "ntfs", "snapshot_policy": "none"}),
        for_destroy: json!({"deletion_protection": false}),
    }
}

fn route(estate: &Estate) -> Subject {
    Subject {
        before: vec![("cvo_storage_vm", storage_vm(estate).config)],
        config: estate.route("svm_2"),
        change: json!({"destination": "10.99.0.0/16"}),
        for_destroy: nothing(),
    }
}

fn lif(estate: &Estate) -> Subject {
    let mut config = json!({"name": "ip_nas_2", "svm_name": "svm_2", "address": estate.private(0, 60),
        "home_node": estate.node(0)});
    if estate.floats() {
        // An address in one node's subnet cannot follow a LIF to the other node.
        config["failover"] = json!("home_port_only");
    }
    Subject {
        before: vec![
            ("cvo_storage_vm", storage_vm(estate).config),
            ("cvo_secondary_ip", estate.secondary(0, 60)),
        ],
        config,
        change: json!({"name": "renamed", "service_policy": "default-management"}),
        for_destroy: nothing(),
    }
}

fn secondary_ip(estate: &Estate) -> Subject {
    Subject {
        before: vec![],
        // An imported address is not released unless the configuration says so.
        config: with(&estate.secondary(0, 60), &json!({"release_on_destroy": true})),
        change: json!({"note": "changed"}),
        for_destroy: nothing(),
    }
}

fn service_policy_move(estate: &Estate) -> Subject {
    Subject {
        before: vec![("cvo_storage_vm", storage_vm(estate).config)],
        config: json!({"svm_name": "svm_2", "services": ["management-dns-client", "management-nis-client"],
            "to_policies": ["default-data-blocks"], "on_missing_carrier": "warn"}),
        change: json!({"services": ["management-dns-client"]}),
        for_destroy: json!({"restore_on_destroy": true}),
    }
}
