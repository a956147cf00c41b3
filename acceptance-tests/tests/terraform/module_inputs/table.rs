//! The changes, in the order in which they are made: each to what the ones before it left.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// A system, and how its addresses begin.
pub(super) struct System {
    /// Name of the preset.
    pub(super) preset: &'static str,
    /// Addresses of LIFs that move, without the last number.
    moving: &'static str,
    /// Nodes, with the addresses of LIFs that stay there.
    nodes: &'static [(&'static str, &'static str)],
}

pub(super) const SINGLE_NODE: System =
    System { preset: "single-node", moving: "10.20.1", nodes: &[("cvo-node", "10.20.1")] };
pub(super) const ONE_ZONE: System = System {
    preset: "ha-single-az",
    moving: "10.30.1",
    nodes: &[("cvo-node1", "10.30.1"), ("cvo-node2", "10.30.1")],
};
pub(super) const SEVERAL_ZONES: System = System {
    preset: "ha-multi-az",
    moving: "192.168.209",
    nodes: &[("cvo-node1", "10.40.1"), ("cvo-node2", "10.40.2")],
};

impl System {
    fn floats(&self) -> bool {
        self.preset == SEVERAL_ZONES.preset
    }

    fn moving(&self, last: u8) -> Value {
        format!("{}.{last}", self.moving).into()
    }

    /// Returns the ranges of the subnets that have the addresses of the changes: what is left out must not be
    /// chosen from them.
    pub(super) fn named_later(&self) -> BTreeSet<String> {
        let ranges = |(_, begins): &(&str, &str)| [format!("{begins}.60/30"), format!("{begins}.64/28")];
        self.nodes.iter().flat_map(ranges).collect()
    }

    /// Returns a storage VM with addresses only where it needs them.
    pub(super) fn storage_vm(&self, number: u8) -> Value {
        let address = |last| if self.floats() { self.moving(last + number) } else { Value::Null };
        json!({
            "name": format!("svm_{number}"),
            "key": format!("svm_{number}"),
            "aggregates": ["aggr1", "aggr2"],
            "root_volume_aggregate": "aggr1",
            "nas_address": address(20),
            "management_address": address(40),
        })
    }

    /// Returns a value for each node, from the beginning of its addresses and its number.
    fn by_node(&self, value: impl Fn(&str, usize) -> Value) -> Value {
        let values = self.nodes.iter().enumerate();
        values
            .map(|(number, (node, begins))| ((*node).to_owned(), value(begins, number)))
            .collect::<Map<_, _>>()
            .into()
    }

    fn first_node(&self) -> Value {
        self.nodes[0].0.into()
    }

    /// Returns the other node of a pair, and one that a single-node system does not have.
    fn other_node(&self) -> Value {
        self.nodes.get(1).map_or("cvo-node2", |(node, _)| *node).into()
    }
}

/// What a change leads to.
pub(super) enum Outcome {
    /// It is applied, and the plan is empty afterwards.
    Applied,
    /// It is refused, with these words.
    Refused(&'static [&'static str]),
}

/// A change of one input.
pub(super) struct Change {
    /// Input as `inputs::inputs` names it.
    pub(super) input: &'static str,
    /// Whether the change takes a LIF away. All others change what is there.
    pub(super) takes_away: bool,
    /// The new value.
    pub(super) value: fn(&System) -> Value,
    /// What it leads to.
    pub(super) outcome: fn(&System) -> Outcome,
}

const fn applied(input: &'static str, value: fn(&System) -> Value) -> Change {
    Change { input, takes_away: false, value, outcome: |_| Outcome::Applied }
}

const fn refused(
    input: &'static str,
    value: fn(&System) -> Value,
    outcome: fn(&System) -> Outcome,
) -> Change {
    Change { input, takes_away: false, value, outcome }
}

/// A single node has no other home.
fn if_there_is_another_node(system: &System) -> Outcome {
    match system.nodes {
        [_] => Outcome::Refused(&[
            "storage_vms names cvo-node2",
            "has the nodes cvo-node",
            "Nothing was changed",
        ]),
        _ => Outcome::Applied,
    }
}

pub(super) const CHANGES: &[Change] = &[
    applied("topology", |system| system.preset.replace('-', "_").into()),
    refused(
        "topology",
        |_| json!("ha_dozen"),
        |_| Outcome::Refused(&["single_node, ha_single_az and ha_multi_az"]),
    ),
    applied("license", |_| json!("capacity")),
    applied("enforce_svm_limit", |_| json!(true)),
    applied("additional_cidrs", |_| json!(["172.31.0.0/16"])),
    applied("route_table_ids", |_| json!(["rtb-0c0a51de000000031"])),
    applied("require_private_lifs", |_| json!(false)),
    applied("deletion_protection", |_| json!(false)),
    applied("contents_check", |_| json!("apply")),
    refused("contents_check", |_| json!("never"), |_| Outcome::Refused(&["There are plan and apply"])),
    applied("recovery_queue", |_| json!("purge")),
    refused("recovery_queue", |_| json!("lose"), |_| Outcome::Refused(&["There are keep and purge"])),
    applied("storage_vms.name", |_| json!("svm_files")),
    refused(
        "storage_vms.key",
        |_| json!("files"),
        |_| Outcome::Refused(&["A storage VM is never replaced", "moved"]),
    ),
    applied("storage_vms.deletion_protection", |_| json!(true)),
    applied("storage_vms.aggregates", |_| json!(["aggr1"])),
    applied("storage_vms.root_volume_name", |_| json!("root_svm_files")),
    refused(
        "storage_vms.root_volume_aggregate",
        |_| json!("aggr2"),
        |_| Outcome::Refused(&["root_volume_aggregate"]),
    ),
    applied("storage_vms.root_volume_security_style", |_| json!("ntfs")),
    applied("storage_vms.snapshot_policy", |_| json!("none")),
    applied("storage_vms.comment", |_| json!("changed")),
    refused("storage_vms.home_node", System::other_node, if_there_is_another_node),
    applied("storage_vms.outbound_lifs", |_| json!(true)),
    applied("storage_vms.nas_address", |system| system.moving(60)),
    // Back again, now with an address that has a name.
    applied("storage_vms.home_node", System::first_node),
    applied("storage_vms.nas_lif_name", |_| json!("files")),
    applied("storage_vms.nas_lif_policy", |_| json!("default-management")),
    applied("storage_vms.management_address", |system| system.moving(61)),
    applied("storage_vms.management_lif_name", |_| json!("tools")),
    applied("storage_vms.management_lif_policy", |_| json!("default-data-files")),
    applied("storage_vms.private_addresses", |system| {
        system.by_node(|begins, number| format!("{begins}.{}", 62 + number).into())
    }),
    applied("storage_vms.private_lif_names", |system| {
        system.by_node(|_, number| format!("stays_{number}").into())
    }),
    applied("private_lif_policy", |_| json!("default-data-blocks")),
    applied("storage_vms.private_lif_policy", |_| json!("default-data-iscsi")),
    applied("storage_vms.further_lifs", |system| {
        let address = if system.floats() { system.moving(70) } else { Value::Null };
        json!({"s3": {"address": address}})
    }),
    refused("storage_vms.further_lifs.home_node", System::other_node, if_there_is_another_node),
    applied("storage_vms.further_lifs.address", |system| system.moving(71)),
    applied("storage_vms.further_lifs.name", |_| json!("objects")),
    applied("storage_vms.further_lifs.service_policy", |_| json!("default-management")),
    refused(
        "storage_vms.further_lifs.stays",
        |_| json!(true),
        |system| {
            // A floating address is in the subnet of no node.
            if system.floats() { Outcome::Refused(&["192.168.209.71", "subnet"]) } else { Outcome::Applied }
        },
    ),
    Change {
        input: "storage_vms.management_lif",
        takes_away: true,
        value: |_| json!(false),
        outcome: |_| Outcome::Applied,
    },
    applied("storage_vms", |system| system.storage_vm(3)),
];
