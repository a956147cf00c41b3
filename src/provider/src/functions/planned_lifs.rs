//! `planned_lifs`: which LIFs a storage VM needs, by topology.

use tfplugin::{Attr, Function, FunctionError, Invalid, Model, Parameters, Text, quoted};

/// The LIFs that a storage VM for files needs in a topology, in the order in which they are best created.
///
/// On a single node and in an HA pair in one availability zone: a NAS LIF and, if wanted, a management LIF on
/// the first node, each with a private address of its own. In an HA pair in several availability zones those
/// two have floating addresses, and one private LIF per node comes first, which stays on its node: without it
/// floating addresses cannot move. Each LIF needs one address; those that do not float are secondary private
/// addresses on port e0a of the home node.
#[derive(Debug, Parameters)]
pub struct PlannedLifs {
    /// `single_node`, `ha_single_az` or `ha_multi_az`, such as the `topology` of `data.cvo_system`.
    topology: Topology,
    /// Whether the storage VM has a management LIF, which tools such as SnapCenter connect to.
    management_lif: bool,
}

/// One LIF of a storage VM.
#[derive(Debug, Clone, PartialEq, Model)]
pub struct PlannedLif {
    /// What distinguishes the LIF's name from those of the others, such as `nas`.
    #[attr(computed)]
    name_suffix: Attr<String>,
    /// `nas`, `management` or `iscsi`.
    #[attr(computed)]
    kind: Attr<String>,
    /// Home node: 0 is the first by name, 1 its partner.
    #[attr(computed)]
    node_index: Attr<i64>,
    /// For the `service_policy` of `cvo_lif`.
    #[attr(computed)]
    service_policy: Attr<String>,
    /// For the `auto_revert` of `cvo_lif`: true for a LIF that may move to the partner.
    #[attr(computed)]
    auto_revert: Attr<bool>,
    /// Whether the address is a floating one, outside every VPC; otherwise it is a secondary private address
    /// of the home node.
    #[attr(computed)]
    floating: Attr<bool>,
}

/// How many nodes a system has, and where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topology {
    SingleNode,
    HaSingleAz,
    HaMultiAz,
}

const TOPOLOGIES: [(&str, Topology); 3] = [
    ("single_node", Topology::SingleNode),
    ("ha_single_az", Topology::HaSingleAz),
    ("ha_multi_az", Topology::HaMultiAz),
];

impl Text for Topology {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let found = TOPOLOGIES.iter().find(|(name, _)| *name == text);
        found.map(|(_, topology)| *topology).ok_or_else(|| {
            let names = TOPOLOGIES.map(|(name, _)| name).join(", ");
            Invalid(format!("{} is not a topology. There are {names}.", quoted(text)))
        })
    }

    fn text(&self) -> String {
        let found = TOPOLOGIES.iter().find(|(_, topology)| topology == self);
        found.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
    }
}

impl Function for PlannedLifs {
    const NAME: &'static str = "planned_lifs";
    type Output = Vec<PlannedLif>;

    fn call(self) -> Result<Vec<PlannedLif>, FunctionError> {
        let floating = self.topology == Topology::HaMultiAz;
        let mut lifs = Vec::new();
        if floating {
            lifs.extend([staying("node1_iscsi", 0), staying("node2_iscsi", 1)]);
        }
        lifs.push(moving(
            if floating { "nas_floating" } else { "nas" },
            "nas",
            "default-data-files",
            floating,
        ));
        if self.management_lif {
            lifs.push(moving("svm_mgmt", "management", "default-management", floating));
        }
        Ok(lifs)
    }
}

/// Returns a LIF that moves to the partner while its node is taken over.
fn moving(name_suffix: &str, kind: &str, service_policy: &str, floating: bool) -> PlannedLif {
    PlannedLif {
        name_suffix: name_suffix.into(),
        kind: kind.into(),
        node_index: Attr::Known(0),
        service_policy: service_policy.into(),
        auto_revert: Attr::Known(true),
        floating: Attr::Known(floating),
    }
}

/// Returns a LIF that stays on its node: the services of its policy do not fail over.
fn staying(name_suffix: &str, node_index: i64) -> PlannedLif {
    PlannedLif {
        name_suffix: name_suffix.into(),
        kind: "iscsi".into(),
        node_index: Attr::Known(node_index),
        service_policy: "default-data-iscsi".into(),
        auto_revert: Attr::Known(false),
        floating: Attr::Known(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (&'static str, &'static str, i64, &'static str, bool, bool);

    fn row(row: &Row) -> PlannedLif {
        PlannedLif {
            name_suffix: row.0.into(),
            kind: row.1.into(),
            node_index: row.2.into(),
            service_policy: row.3.into(),
            auto_revert: row.4.into(),
            floating: row.5.into(),
        }
    }

    const NAS: Row = ("nas", "nas", 0, "default-data-files", true, false);
    const MANAGEMENT: Row = ("svm_mgmt", "management", 0, "default-management", true, false);
    const FLOATING_NAS: Row = ("nas_floating", "nas", 0, "default-data-files", true, true);
    const FLOATING_MANAGEMENT: Row = ("svm_mgmt", "management", 0, "default-management", true, true);
    const FIRST_ISCSI: Row = ("node1_iscsi", "iscsi", 0, "default-data-iscsi", false, false);
    const SECOND_ISCSI: Row = ("node2_iscsi", "iscsi", 1, "default-data-iscsi", false, false);

    #[test]
    fn each_topology_has_its_lifs() {
        let cases: [(&str, bool, &[Row]); 6] = [
            ("single_node", false, &[NAS]),
            ("single_node", true, &[NAS, MANAGEMENT]),
            ("ha_single_az", false, &[NAS]),
            ("ha_single_az", true, &[NAS, MANAGEMENT]),
            ("ha_multi_az", false, &[FIRST_ISCSI, SECOND_ISCSI, FLOATING_NAS]),
            ("ha_multi_az", true, &[FIRST_ISCSI, SECOND_ISCSI, FLOATING_NAS, FLOATING_MANAGEMENT]),
        ];
        for (topology, management_lif, expected) in cases {
            let topology = Topology::parse(topology).unwrap();
            let lifs = PlannedLifs { topology, management_lif }.call();
            assert_eq!(lifs, Ok(expected.iter().map(row).collect()), "{topology:?} {management_lif}");
        }
    }

    #[test]
    fn an_unknown_topology_is_refused_with_the_list_of_known_ones() {
        for wrong in ["", "ha", "HA_MULTI_AZ", "multi_az"] {
            let refusal = Topology::parse(wrong).unwrap_err().to_string();
            assert!(refusal.contains("single_node, ha_single_az, ha_multi_az"), "{refusal}");
        }
        for (name, topology) in TOPOLOGIES {
            assert_eq!(topology.text(), name);
        }
    }
}
