mod left_out;
mod plans;
mod properties;
mod trees;
pub mod world;

use ec2_core::PrivateAddress;
use hcl_edit::structure::Body;
use serde_json::json;

use super::tree;
use world::{lif, of, world};

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
