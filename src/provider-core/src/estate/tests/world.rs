//! A system to be discovered.

use ec2_core::{NetworkInterface, PrivateAddress};
use ontap_core::{IpInterface, IpRoute, Node, ServicePolicy, Volume};
use serde_json::{Value as Json, json};

use super::super::*;
use crate::system::{E0a, oldest_svm};

/// What is read of a system, to be changed by the tests.
#[derive(Clone)]
pub struct World {
    pub cluster: Cluster,
    pub nodes: Vec<Node>,
    pub e0a: Vec<E0a>,
    pub interfaces: Vec<NetworkInterface>,
    pub subnets: BTreeMap<String, Ipv4Net>,
    pub storage_vms: Vec<Whole>,
    pub lifs: Vec<IpInterface>,
    pub routes: Vec<IpRoute>,
    pub policies: Vec<ServicePolicy>,
    pub roots: Vec<Volume>,
}

pub fn of<T: serde::de::DeserializeOwned>(record: Json) -> T {
    serde_json::from_value(record).unwrap()
}

pub fn interface(id: &str, addresses: &[&str]) -> NetworkInterface {
    let held = |(index, text): (usize, &&str)| PrivateAddress {
        address: text.parse().unwrap(),
        primary: index == 0,
        elastic_ip: None,
    };
    NetworkInterface {
        id: id.into(),
        description: String::new(),
        owner_id: String::new(),
        subnet_id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        availability_zone: String::new(),
        attachment: None,
        addresses: addresses.iter().enumerate().map(held).collect(),
        prefixes: Vec::new(),
        status: "in-use".into(),
    }
}

pub fn svm(name: &str, comment: &str) -> Json {
    json!({
        "uuid": format!("u-{name}"), "name": name, "subtype": "default", "language": "c.utf_8", "comment": comment,
        "ipspace": {"name": "Default"}, "snapshot_policy": {"name": "default"}, "aggregates": [{"name": "aggr1"}],
    })
}

pub fn root(svm: &str, made: &str) -> Volume {
    of(
        json!({"uuid": format!("v-{svm}"), "name": format!("{}_root", svm.replace(['-', '.'], "_")), "create_time": made,
        "svm": {"name": svm, "uuid": format!("u-{svm}")}, "aggregates": [{"name": "aggr1"}],
        "nas": {"security_style": "unix"}}),
    )
}

pub fn lif(svm: &str, name: &str, address: &str, (home, now): (&str, &str)) -> IpInterface {
    of(json!({
        "uuid": format!("l-{svm}-{name}"), "name": name, "svm": {"name": svm, "uuid": format!("u-{svm}")}, "scope": "svm",
        "ip": {"address": address, "netmask": "24"}, "enabled": true, "service_policy": {"name": "default-data-files"},
        "services": ["data_nfs"], "location": {"home_node": {"name": home}, "home_port": {"name": "e0a"},
            "node": {"name": now}, "port": {"name": "e0a"}, "auto_revert": true, "failover": "default"},
    }))
}

pub fn cluster_lif(name: &str, address: &str) -> IpInterface {
    of(json!({"uuid": name, "name": name, "scope": "cluster", "ip": {"address": address, "netmask": "24"},
        "location": {"home_node": {"name": "n1"}, "node": {"name": "n1"}}}))
}

pub fn route(svm: &str, destination: (&str, &str)) -> IpRoute {
    of(
        json!({"uuid": format!("r-{svm}-{}", destination.0), "svm": {"name": svm, "uuid": format!("u-{svm}")}, "scope": "svm",
        "destination": {"address": destination.0, "netmask": destination.1}, "gateway": "10.0.1.1", "metric": 20}),
    )
}

pub fn policy(svm: &str, name: &str, services: &[&str]) -> ServicePolicy {
    of(json!({"uuid": format!("{svm}-{name}"), "name": name, "services": services,
        "svm": {"name": svm, "uuid": format!("u-{svm}")}}))
}

pub const CLIENTS: [&str; 5] = [
    "data_fpolicy_client",
    "management_ad_client",
    "management_dns_client",
    "management_ldap_client",
    "management_nis_client",
];

/// A pair in one zone: the storage VM of the deployment, and one that somebody made.
pub fn world() -> World {
    let e0a = |node: &str, id: &str| E0a {
        node: node.into(),
        interface_id: id.into(),
        subnet_id: "subnet-1".into(),
        instance_id: None,
    };
    let moved = |name| policy("svm-2", name, &CLIENTS);
    World {
        cluster: of(
            json!({"name": "cvo", "uuid": "c", "version": {"generation": 9, "major": 15, "minor": 1, "full": "x"}}),
        ),
        nodes: vec![of(json!({"uuid": "1", "name": "n1"})), of(json!({"uuid": "2", "name": "n2"}))],
        e0a: vec![e0a("n1", "eni-01"), e0a("n2", "eni-02")],
        interfaces: vec![
            interface("eni-01", &["10.0.1.11", "10.0.1.12", "10.0.1.20", "10.0.1.14"]),
            interface("eni-02", &["10.0.1.13", "10.0.1.21", "10.0.1.30"]),
        ],
        subnets: [("subnet-1".to_owned(), "10.0.1.0/24".parse().unwrap())].into(),
        storage_vms: vec![
            Whole::new(of(svm("svm-2", "made by ${me}")), Some(root("svm-2", "2026-02-01T00:00:00Z")), None),
            Whole::new(of(svm("svm_cvo", "")), Some(root("svm_cvo", "2026-01-01T00:00:00Z")), None),
        ],
        lifs: vec![
            lif("svm_cvo", "nas", "10.0.1.14", ("n1", "n1")),
            lif("svm-2", "nas", "10.0.1.20", ("n1", "n1")),
            lif("svm-2", "mgmt", "10.0.1.21", ("n2", "n2")),
            cluster_lif("cluster_mgmt", "10.0.1.12"),
        ],
        routes: vec![
            route("svm-2", ("10.9.0.0", "16")),
            route("svm-2", ("0.0.0.0", "0")),
            route("svm_cvo", ("0.0.0.0", "0")),
        ],
        policies: vec![
            policy("svm-2", "default-data-files", &["data_nfs"]),
            moved("default-data-blocks"),
            moved("default-data-iscsi"),
            policy("svm_cvo", "default-data-files", &CLIENTS),
        ],
        roots: vec![root("svm-2", "2026-02-01T00:00:00Z"), root("svm_cvo", "2026-01-01T00:00:00Z")],
    }
}

impl World {
    pub fn seen<T>(&self, look: impl FnOnce(&System<'_>) -> T) -> T {
        let limits = [("eni-01".to_owned(), 15)].into();
        look(&System {
            cluster: &self.cluster,
            nodes: &self.nodes,
            e0a: &self.e0a,
            interfaces: &self.interfaces,
            subnets: &self.subnets,
            limits: &limits,
            storage_vms: &self.storage_vms,
            lifs: &self.lifs,
            routes: &self.routes,
            policies: &self.policies,
            default_svm: &oldest_svm(&self.roots),
        })
    }

    pub fn discovered(&self) -> Discovered {
        self.seen(|system| discover(system, &Selection::default()))
    }
}
