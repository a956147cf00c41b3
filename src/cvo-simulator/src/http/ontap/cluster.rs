//! `/api/cluster`, `/api/cluster/nodes` and `/api/cluster/licensing/licenses`.

use serde_json::{Value, json};

use super::object::Object;
use super::reference;
use crate::inventory::fields::{CLUSTER, Field, LICENSE, NODE};
use crate::world::World;
use crate::world::cluster::{CLUSTER_IPSPACE, Cluster};
use crate::world::ip_interface::Interface;
use crate::world::node::Node;
use crate::world::version::OntapVersion;

pub struct ClusterObject;
pub struct Nodes;
pub struct Licenses;

impl Object for ClusterObject {
    fn path(&self) -> &'static str {
        "/api/cluster"
    }

    fn own_fields(&self) -> &'static [Field] {
        CLUSTER
    }

    fn is_single(&self) -> bool {
        true
    }

    fn records(&self, world: &World) -> Vec<Value> {
        let cluster = &world.cluster;
        let management = interfaces(world, |interface| interface.name.starts_with("cluster"));
        vec![json!({
            "uuid": cluster.uuid,
            "name": cluster.name,
            "contact": "",
            "location": "",
            "version": version(cluster),
            "dns_domains": [],
            "name_servers": [],
            "ntp_servers": [],
            "management_interfaces": management,
            "timezone": {"name": "Etc/UTC"},
            "san_optimized": false,
            "peering_policy": {
                "authentication_required": true,
                "encryption_required": false,
                "minimum_passphrase_length": 8,
            },
        })]
    }
}

impl Object for Nodes {
    fn path(&self) -> &'static str {
        "/api/cluster/nodes"
    }

    fn own_fields(&self) -> &'static [Field] {
        NODE
    }

    fn records(&self, world: &World) -> Vec<Value> {
        world.cluster.nodes.iter().map(|node| node_record(world, node)).collect()
    }
}

/// The fields are those of NetApp's reference; the model name and the free texts are assumed
/// (`deployed-texts`).
fn node_record(world: &World, node: &Node) -> Value {
    let now = world.clock.now();
    let is_management = |lif: &Interface| manages(&world.cluster, lif, &node.name);
    let is_cluster = |lif: &Interface| lif.home_node == node.name && lif.ipspace == CLUSTER_IPSPACE;
    let mut record = json!({
        "uuid": node.uuid,
        "name": node.name,
        "serial_number": node.serial_number,
        "system_id": node.system_id,
        "model": "CDvM200",
        "location": "",
        "owner": "",
        "state": node.state(now),
        "membership": "member",
        "uptime": world.cluster.uptime(now).as_secs(),
        "date": now.iso8601(),
        "version": version(&world.cluster),
        "management_interfaces": interfaces(world, is_management),
        "cluster_interfaces": interfaces(world, is_cluster),
        "ha": high_availability(&world.cluster, node),
        "storage_configuration": storage_configuration(world.cluster.version),
        "vm": {
            "provider_type": "AWS_S3",
            "instance_id": node.instance_id,
            "primary_ip": interfaces(world, is_management)[0]["ip"]["address"],
        },
    });
    if let Some(members) = record.as_object_mut().filter(|_| !node.is_up()) {
        members.retain(|name, _| world.answers.failed_node.shows(name));
    }
    record
}

/// Whether a LIF is for the management of one node: it has its name, or the services for it and stays there.
fn manages(cluster: &Cluster, lif: &Interface, node: &str) -> bool {
    let policy = cluster.policy(lif.policy);
    let serves = policy.is_some_and(|policy| policy.services().any(|service| service == "management_core"));
    let is_its_own = lif.name.contains(node) || (serves && lif.is_bound_to_its_node());
    lif.home_node == node && lif.ipspace != CLUSTER_IPSPACE && is_its_own
}

/// The state names are those of NetApp's reference; when a node shows which of them is assumed
/// (`takeover-states`).
fn high_availability(cluster: &Cluster, node: &Node) -> Value {
    let mut ha = json!({"enabled": !node.partners.is_empty(), "auto_giveback": false});
    if node.partners.is_empty() {
        return ha;
    }
    let does_its_partners_work = node.is_up() && node.partners.iter().any(|name| !cluster.is_node_up(name));
    let (takeover, giveback) = match () {
        () if does_its_partners_work => ("in_takeover", "not_attempted"),
        () if node.is_up() => ("not_attempted", "nothing_to_giveback"),
        () => ("not_possible", "nothing_to_giveback"),
    };
    ha["partners"] = node.partners.iter().map(|name| reference::node(cluster, name)).collect();
    ha["takeover"] = json!({"state": takeover});
    ha["giveback"] = json!({"state": giveback});
    ha
}

/// NetApp's Python client knows `virtual` from its release 9.14.1 on. The value for a virtual system before
/// that is assumed (`deployed-texts`).
fn storage_configuration(version: OntapVersion) -> &'static str {
    if version >= OntapVersion::V9_14_1 { "virtual" } else { "unknown" }
}

fn version(cluster: &Cluster) -> Value {
    let version = cluster.version;
    json!({
        "full": cluster.release_text(),
        "generation": version.generation,
        "major": version.major,
        "minor": version.minor,
    })
}

fn interfaces(world: &World, is_wanted: impl Fn(&Interface) -> bool) -> Value {
    let wanted = world.cluster.interfaces_of(None).filter(|interface| is_wanted(interface));
    let show = |interface: &Interface| {
        let href = format!("/api/network/ip/interfaces/{}", interface.uuid);
        json!({
            "uuid": interface.uuid,
            "name": interface.name,
            "ip": {"address": interface.address},
            "_links": {"self": {"href": href}},
        })
    };
    wanted.map(show).collect()
}

/// NetApp's documentation: the licenses included in Cloud Volumes ONTAP; S3 since 9.11.0.
const LICENSES: &[(&str, &str)] = &[
    ("cifs", "CIFS License"),
    ("flexcache", "FlexCache License"),
    ("flexclone", "FlexClone License"),
    ("iscsi", "iSCSI License"),
    ("nfs", "NFS License"),
    ("s3", "S3 License"),
    ("snapmirror", "SnapMirror License"),
    ("snaprestore", "SnapRestore License"),
    ("snapvault", "SnapVault License"),
];

impl Object for Licenses {
    fn path(&self) -> &'static str {
        "/api/cluster/licensing/licenses"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["name"]
    }

    fn own_fields(&self) -> &'static [Field] {
        LICENSE
    }

    fn records(&self, world: &World) -> Vec<Value> {
        let owners = &world.cluster.nodes;
        let show = |(name, description): &(&str, &str)| {
            let owned = |node: &Node| json!({"owner": node.name, "active": true, "evaluation": false});
            let licenses: Vec<_> = owners.iter().map(owned).collect();
            json!({"name": name, "description": description, "scope": "node", "state": "compliant", "licenses": licenses})
        };
        LICENSES.iter().map(show).collect()
    }
}
