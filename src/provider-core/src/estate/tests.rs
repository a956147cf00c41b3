use ec2_core::PrivateAddress;
use hcl_edit::structure::{Body, Structure};
use ontap_core::Volume;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;
use crate::system::oldest_svm;

/// What is read of a system, to be changed by the tests.
#[derive(Clone)]
struct World {
    cluster: Cluster,
    nodes: Vec<Node>,
    e0a: Vec<E0a>,
    interfaces: Vec<NetworkInterface>,
    subnets: BTreeMap<String, Ipv4Net>,
    storage_vms: Vec<Whole>,
    lifs: Vec<IpInterface>,
    routes: Vec<IpRoute>,
    policies: Vec<ServicePolicy>,
    roots: Vec<Volume>,
}

fn of<T: serde::de::DeserializeOwned>(record: Json) -> T {
    serde_json::from_value(record).unwrap()
}

fn interface(id: &str, addresses: &[&str]) -> NetworkInterface {
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

fn svm(name: &str, comment: &str) -> Json {
    json!({
        "uuid": format!("u-{name}"), "name": name, "subtype": "default", "language": "c.utf_8", "comment": comment,
        "ipspace": {"name": "Default"}, "snapshot_policy": {"name": "default"}, "aggregates": [{"name": "aggr1"}],
    })
}

fn root(svm: &str, made: &str) -> Volume {
    of(
        json!({"uuid": format!("v-{svm}"), "name": format!("{}_root", svm.replace(['-', '.'], "_")), "create_time": made,
        "svm": {"name": svm, "uuid": format!("u-{svm}")}, "aggregates": [{"name": "aggr1"}],
        "nas": {"security_style": "unix"}}),
    )
}

fn lif(svm: &str, name: &str, address: &str, (home, now): (&str, &str)) -> IpInterface {
    of(json!({
        "uuid": format!("l-{svm}-{name}"), "name": name, "svm": {"name": svm, "uuid": format!("u-{svm}")}, "scope": "svm",
        "ip": {"address": address, "netmask": "24"}, "enabled": true, "service_policy": {"name": "default-data-files"},
        "services": ["data_nfs"], "location": {"home_node": {"name": home}, "home_port": {"name": "e0a"},
            "node": {"name": now}, "port": {"name": "e0a"}, "auto_revert": true, "failover": "default"},
    }))
}

fn cluster_lif(name: &str, address: &str) -> IpInterface {
    of(json!({"uuid": name, "name": name, "scope": "cluster", "ip": {"address": address, "netmask": "24"},
        "location": {"home_node": {"name": "n1"}, "node": {"name": "n1"}}}))
}

fn route(svm: &str, destination: (&str, &str)) -> IpRoute {
    of(
        json!({"uuid": format!("r-{svm}-{}", destination.0), "svm": {"name": svm, "uuid": format!("u-{svm}")}, "scope": "svm",
        "destination": {"address": destination.0, "netmask": destination.1}, "gateway": "10.0.1.1", "metric": 20}),
    )
}

fn policy(svm: &str, name: &str, services: &[&str]) -> ServicePolicy {
    of(json!({"uuid": format!("{svm}-{name}"), "name": name, "services": services,
        "svm": {"name": svm, "uuid": format!("u-{svm}")}}))
}

const CLIENTS: [&str; 5] = [
    "data_fpolicy_client",
    "management_ad_client",
    "management_dns_client",
    "management_ldap_client",
    "management_nis_client",
];

/// A pair in one zone: the storage VM of the deployment, and one that somebody made.
fn world() -> World {
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
    fn seen<T>(&self, look: impl FnOnce(&System<'_>) -> T) -> T {
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

    fn discovered(&self) -> Discovered {
        self.seen(|system| discover(system, &Selection::default()))
    }
}

#[test]
fn a_system_is_written_with_references() {
    let main = r#"resource "cvo_storage_vm" "svm-2" {
  name       = "svm-2"
  aggregates = ["aggr1"]
  comment    = "made by $${me}"
}

resource "cvo_secondary_ip" "svm-2_mgmt" {
  network_interface_id = "eni-02"
  private_ip           = "10.0.1.21"
}

resource "cvo_secondary_ip" "svm-2_nas" {
  network_interface_id = "eni-01"
  private_ip           = "10.0.1.20"
}

resource "cvo_lif" "svm-2_mgmt" {
  name      = "mgmt"
  svm_name  = cvo_storage_vm.svm-2.name
  address   = cvo_secondary_ip.svm-2_mgmt.private_ip
  home_node = "n2"
}

resource "cvo_lif" "svm-2_nas" {
  name      = "nas"
  svm_name  = cvo_storage_vm.svm-2.name
  address   = cvo_secondary_ip.svm-2_nas.private_ip
  home_node = "n1"
}

resource "cvo_route" "svm-2_default" {
  svm_name = cvo_storage_vm.svm-2.name
  gateway  = "10.0.1.1"
}

resource "cvo_route" "svm-2_10_9_0_0_16" {
  svm_name    = cvo_storage_vm.svm-2.name
  destination = "10.9.0.0/16"
  gateway     = "10.0.1.1"
}

resource "cvo_service_policy_move" "svm-2" {
  svm_name = cvo_storage_vm.svm-2.name

  depends_on = [cvo_lif.svm-2_mgmt, cvo_lif.svm-2_nas]
}

resource "cvo_secondary_ip" "unused_10_0_1_30" {
  network_interface_id = "eni-02"
  private_ip           = "10.0.1.30"
}
"#;
    assert_eq!(world().discovered().main, main);
}

#[test]
fn every_resource_has_an_import_block() {
    let imports = world().discovered().imports;
    let body: Body = imports.parse().unwrap();
    let text = |block: &hcl_edit::structure::Block, name: &str| {
        block.body.get_attribute(name).unwrap().value.to_string().trim().to_owned()
    };
    let pairs: Vec<_> =
        body.get_blocks("import").map(|block| (text(block, "to"), text(block, "id"))).collect();
    let expected = [
        ("cvo_storage_vm.svm-2", "svm-2"),
        ("cvo_secondary_ip.svm-2_mgmt", "eni-02/10.0.1.21"),
        ("cvo_secondary_ip.svm-2_nas", "eni-01/10.0.1.20"),
        ("cvo_lif.svm-2_mgmt", "svm-2/mgmt"),
        ("cvo_lif.svm-2_nas", "svm-2/nas"),
        ("cvo_route.svm-2_default", "svm-2/0.0.0.0/0/10.0.1.1"),
        ("cvo_route.svm-2_10_9_0_0_16", "svm-2/10.9.0.0/16/10.0.1.1"),
        ("cvo_service_policy_move.svm-2", "svm-2/default-data-files"),
        ("cvo_secondary_ip.unused_10_0_1_30", "eni-02/10.0.1.30"),
    ];
    let expected = expected.map(|(to, id)| (to.to_owned(), format!("{id:?}")));
    assert_eq!(pairs, expected);
    assert!(imports.starts_with("import {\n  to = cvo_storage_vm.svm-2\n  id = \"svm-2\"\n}\n\nimport {"));
}

#[test]
fn the_order_of_what_was_read_does_not_matter() {
    let mut other = world();
    other.lifs.reverse();
    other.routes.reverse();
    other.storage_vms.reverse();
    other.policies.reverse();
    let (one, other) = (world().discovered(), other.discovered());
    assert_eq!((one.main, one.imports), (other.main, other.imports));
}

#[test]
fn a_takeover_does_not_change_what_is_written_of_storage_vms() {
    let mut taken = world();
    let moved = taken.interfaces[1].addresses.split_off(1);
    taken.interfaces[0].addresses.extend(moved);
    taken.lifs[2].location.node.name = Some("n1".to_owned());
    taken.nodes[1] = of(json!({"uuid": "2", "name": "n2", "state": "taken_over"}));
    taken.nodes[0] = of(json!({"uuid": "1", "name": "n1", "ha": {"takeover": {"state": "in_takeover"},
        "partners": [{"name": "n2", "uuid": "2"}]}}));
    let (before, during) = (world().discovered(), taken.discovered());
    let unused = before.main.find("\nresource \"cvo_secondary_ip\" \"unused").unwrap();
    assert_eq!(during.main, before.main[..unused]);
    assert!(
        during.summary.contains("Address 10.0.1.30 on eni-01: Nothing uses it, and a failover"),
        "{}",
        during.summary
    );
    let tree = taken.seen(tree);
    assert!(
        tree.contains("LIF mgmt: 10.0.1.21/24, default-data-files, home n2:e0a, now on n1:e0a"),
        "{tree}"
    );
    assert!(tree.contains("node n2, which is taken over by its partner"), "{tree}");
}

#[test]
fn what_is_left_out_is_named_with_the_reason() {
    let summary = world().discovered().summary;
    let lines: Vec<_> = summary.lines().collect();
    assert_eq!(lines[0], "Written: 1 storage VM, 2 LIFs, 3 addresses, 2 routes, 1 policy move.");
    let expected = [
        ("Storage VM svm_cvo: ", "The system was deployed with"),
        ("LIF nas of storage VM svm_cvo: ", "The system was deployed with"),
        ("LIF cluster_mgmt of the cluster: ", "belongs to no storage VM"),
        ("Route to 0.0.0.0/0 through 10.0.1.1 of storage VM svm_cvo: ", "asked for by its name"),
        ("Address 10.0.1.11 on eni-01: ", "belongs to the node"),
        ("Address 10.0.1.12 on eni-01: ", "LIF cluster_mgmt of the cluster has it"),
        ("Address 10.0.1.14 on eni-01: ", "LIF nas of storage VM svm_cvo has it"),
        ("Address 10.0.1.13 on eni-02: ", "belongs to the node"),
    ];
    assert_eq!(lines.len(), 3 + expected.len(), "{summary}");
    for (object, why) in expected {
        let line = lines.iter().find(|line| line.starts_with(&format!("- {object}")));
        assert!(line.is_some_and(|line| line.contains(why)), "{object}{why}: {summary}");
    }
}

#[test]
fn an_address_with_an_elastic_ip_belongs_to_another_tool() {
    let mut world = world();
    world.interfaces[1].addresses[2].elastic_ip = Some("3.3.3.3".parse().unwrap());
    let found = world.discovered();
    assert!(found.summary.contains("The Elastic IP 3.3.3.3 is tied to it"), "{}", found.summary);
    assert!(!found.main.contains("10.0.1.30"), "{}", found.main);
}

#[test]
fn a_selection_by_name_has_just_these_and_includes_the_one_of_the_deployment() {
    let names = |names: &[&str]| Selection {
        storage_vms: Some(names.iter().map(|&name| name.to_owned()).collect()),
        include_system: false,
    };
    let found = world().seen(|system| discover(system, &names(&["svm_cvo", "nosuch"])));
    assert!(found.main.contains("\"svm_cvo_nas\"") && !found.main.contains("svm-2"), "{}", found.main);
    assert!(!found.main.contains("unused") && !found.summary.contains("Left out"), "{}", found.summary);
    assert_eq!(found.unknown, ["nosuch"]);
    assert!(found.summary.contains("There is no storage VM nosuch."), "{}", found.summary);
    let all = Selection { storage_vms: None, include_system: true };
    let found = world().seen(|system| discover(system, &all));
    assert!(found.main.contains("\"svm_cvo_nas\"") && found.main.contains("\"svm-2_nas\""), "{}", found.main);
}

#[test]
fn an_object_that_no_configuration_can_name_is_left_out_and_its_neighbors_are_not() {
    let mut world = world();
    world.lifs.push(lif("svm-2", "a \u{1b}[31m${b}", "10.0.1.30", ("n1", "n1")));
    let mut none = svm("svm-2", "");
    none["aggregates"] = json!([]);
    world.storage_vms[0] = Whole::new(of(none), Some(root("svm-2", "2026-02-01T00:00:00Z")), None);
    let found = world.discovered();
    let (main, summary) = (&found.main, &found.summary);
    assert!(summary.contains("LIF a \\u{1b}[31m${b} of storage VM svm-2"), "{summary}");
    assert!(summary.contains("Storage VM svm-2: A storage VM needs at least one aggregate."), "{summary}");
    assert!(main.contains("svm_name  = \"svm-2\"") && !main.contains("cvo_storage_vm"), "{main}");
    assert!(!main.contains("10.0.1.30"), "its address is left out with it: {main}");
}

#[test]
fn a_floating_lif_comes_after_the_private_ones_and_has_its_address_as_text() {
    let mut world = world();
    let mut iscsi = lif("svm-2", "iscsi", "10.0.1.22", ("n1", "n1"));
    iscsi.location.failover = Some(ontap_core::Failover::HomePortOnly);
    world.interfaces[0].addresses.push(PrivateAddress {
        address: "10.0.1.22".parse().unwrap(),
        primary: false,
        elastic_ip: None,
    });
    world.lifs.extend([iscsi, lif("svm-2", "float", "192.168.9.9", ("n1", "n1"))]);
    let main = world.discovered().main;
    let block = "resource \"cvo_lif\" \"svm-2_float\" {\n  name      = \"float\"\n  svm_name  = \
                 cvo_storage_vm.svm-2.name\n  address   = \"192.168.9.9\"\n  home_node = \"n1\"\n\n  depends_on = \
                 [cvo_lif.svm-2_iscsi]\n}\n";
    assert!(main.contains(block), "{main}");
}

#[test]
fn a_storage_vm_of_unknown_age_hides_nothing() {
    let mut world = world();
    world.roots[0].create_time = None;
    let found = world.discovered();
    assert!(found.summary.contains("Root volume svm_2_root does not tell"), "{}", found.summary);
    assert!(found.main.contains("\"cvo_storage_vm\" \"svm_cvo\""), "{}", found.main);
}

#[test]
fn a_tree_shows_where_everything_is() {
    let expected = "\
cluster cvo (ONTAP 9.15.1)
├── node n1
│   └── port e0a: eni-01 in subnet-1 with 10.0.1.0/24, 4 of 15 addresses in use, room for 11
│       ├── 10.0.1.11 (primary)
│       ├── 10.0.1.12 (LIF cluster_mgmt of the cluster)
│       ├── 10.0.1.20 (LIF nas of storage VM svm-2)
│       └── 10.0.1.14 (LIF nas of storage VM svm_cvo)
├── node n2
│   └── port e0a: eni-02 in subnet-1 with 10.0.1.0/24, 3 addresses in use
│       ├── 10.0.1.13 (primary)
│       ├── 10.0.1.21 (LIF mgmt of storage VM svm-2)
│       └── 10.0.1.30 (unused)
├── storage VM svm-2, aggregates: aggr1
│   ├── LIF mgmt: 10.0.1.21/24, default-data-files, at home on n2:e0a
│   ├── LIF nas: 10.0.1.20/24, default-data-files, at home on n1:e0a
│   ├── route to 0.0.0.0/0 through 10.0.1.1
│   ├── route to 10.9.0.0/16 through 10.0.1.1
│   └── 5 services moved out of default-data-files into default-data-blocks, default-data-iscsi
├── storage VM svm_cvo, with which the system was deployed, aggregates: aggr1
│   ├── LIF nas: 10.0.1.14/24, default-data-files, at home on n1:e0a
│   └── route to 0.0.0.0/0 through 10.0.1.1
└── of the cluster and its nodes
    └── LIF cluster_mgmt: 10.0.1.12/24, at home on n1
";
    assert_eq!(world().seen(tree), expected);
}

proptest! {
    #[test]
    fn whatever_objects_are_called_the_text_can_be_read(
        comment in any::<String>(), names in prop::collection::vec("[a-c.:/$\"{}\n\u{1b}]{0,4}", 0..6),
    ) {
        let mut world = world();
        world.storage_vms[0] =
            Whole::new(of(svm("svm-2", &comment)), Some(root("svm-2", "2026-02-01T00:00:00Z")), None);
        for (index, name) in names.iter().enumerate() {
            world.lifs.push(lif("svm-2", name, &format!("10.0.1.{}", 40 + index), ("n1", "n1")));
        }
        let found = world.discovered();
        let body: Body = found.main.parse().unwrap();
        let labels: Vec<_> = body.iter().filter_map(Structure::as_block).map(|block| {
            block.labels.iter().map(|label| label.as_str().to_owned()).collect::<Vec<_>>()
        }).collect();
        let distinct: BTreeSet<_> = labels.iter().collect();
        prop_assert_eq!(distinct.len(), labels.len());
        prop_assert!(found.imports.parse::<Body>().is_ok());
        let shown = [found.summary, world.seen(tree)].concat();
        prop_assert!(shown.chars().all(|c| c == '\n' || is_plain(c)), "{}", shown);
        if comment.chars().count() <= 255 && !comment.is_empty() {
            let svm = body.get_blocks("resource").find(|block| block.labels[0].as_str() == "cvo_storage_vm").unwrap();
            let read = svm.body.get_attribute("comment").unwrap().value.as_str().map(str::to_owned);
            prop_assert_eq!(read, Some(comment));
        }
    }
}
