//! What is written, read back by another reader and planned against what an import of each object gives.

use std::collections::BTreeMap;

use hcl_edit::expr::{Expression, TraversalOperator};
use hcl_edit::structure::{Block, Body};
use serde_json::json;
use tfplugin_core::{Attr, Model, Plan, Private, Value};

use super::super::*;
use super::world::{World, interface, lif, of, policy, world};
use crate::import::{Wanted, choose};
use crate::lif::{LifModel, SERVES_BLOCKS};
use crate::object::{OntapModel, rules};
use crate::planning::assert_unchanged;
use crate::route::RouteModel;
use crate::secondary_ip::{self, SecondaryIpModel, parse_id};
use crate::service_policy_move::{MoveModel, rules as move_rules};
use crate::storage_vm::{StorageVmModel, accepted};
use crate::values::lif::has_block_services;
use crate::written::configuration;

/// The configuration and the import ids, by type and name.
struct Written {
    blocks: BTreeMap<(String, String), BTreeMap<String, Expression>>,
    ids: BTreeMap<(String, String), String>,
}

fn attributes(block: &Block) -> BTreeMap<String, Expression> {
    let all = block.body.attributes().map(|one| (one.key.as_str().to_owned(), one.value.clone()));
    all.collect()
}

/// Returns the type and the name in `cvo_lif.svm_2_nas`, and the attribute behind them.
fn reference(expression: &Expression) -> Option<(String, String, String)> {
    let traversal = expression.as_traversal()?;
    let names: Vec<_> = traversal
        .operators
        .iter()
        .map(|operator| match operator.value() {
            TraversalOperator::GetAttr(name) => name.as_str().to_owned(),
            other => panic!("no name: {other:?}"),
        })
        .collect();
    let first = traversal.expr.as_variable().unwrap().as_str().to_owned();
    Some((first, names[0].clone(), names.get(1).cloned().unwrap_or_default()))
}

impl Written {
    fn of(found: &Discovered) -> Self {
        let main: Body = found.main.parse().unwrap();
        let imports: Body = found.imports.parse().unwrap();
        let label = |block: &Block, index: usize| block.labels[index].as_str().to_owned();
        let blocks = main.get_blocks("resource").map(|one| ((label(one, 0), label(one, 1)), attributes(one)));
        let ids = imports.get_blocks("import").map(|one| {
            let own = attributes(one);
            let (type_name, name, _) = reference(&own["to"]).unwrap();
            ((type_name, name), own["id"].as_str().unwrap().to_owned())
        });
        Self { blocks: blocks.collect(), ids: ids.collect() }
    }

    fn value(&self, expression: &Expression) -> Value {
        match expression {
            Expression::String(text) => Value::from(text.as_str()),
            Expression::Bool(flag) => Value::from(*flag.value()),
            Expression::Number(number) => Value::from(number.as_i64().unwrap()),
            Expression::Array(items) => Value::set(items.iter().map(|item| self.value(item)).collect()),
            other => {
                let (type_name, name, attribute) = reference(other).unwrap();
                self.value(&self.blocks[&(type_name, name)][&attribute])
            }
        }
    }

    /// Returns each configuration of a type by its import id.
    fn all<M: Model>(&self, type_name: &str) -> Vec<(String, Value)> {
        let of_type = self.blocks.iter().filter(|((of, _), _)| of == type_name);
        let each = of_type.map(|(address, attributes)| {
            let lines = attributes.iter().filter(|(name, _)| *name != "depends_on");
            let lines = lines.map(|(name, value)| (name.clone(), self.value(value))).collect();
            (self.ids[address].clone(), configuration::<M>(&lines))
        });
        each.collect()
    }
}

/// Asserts that each configuration of a type plans no change of what its import gives.
fn assert_type<M: Model>(
    written: &Written,
    type_name: &str,
    imported: impl Fn(&str) -> (M, Private),
    rules: impl Fn(&mut Plan<M>),
) {
    for (id, config) in written.all::<M>(type_name) {
        let (object, private) = imported(&id);
        assert_unchanged((&config, &object), private, &rules, &id);
    }
}

const COMPLETE: Attr<bool> = Attr::Known(true);

fn imported_svm(world: &World, id: &str) -> (StorageVmModel, Private) {
    let whole = world.storage_vms.iter().find(|whole| whole.svm().name == id).unwrap();
    let imported = StorageVmModel { complete: COMPLETE, ..StorageVmModel::imported(whole) };
    let mut private = Private::default();
    accepted(&imported, |_| false).iter().for_each(|(key, value)| private.set(key, value));
    (imported, private)
}

fn imported_lif(world: &World, id: &str) -> (LifModel, Private) {
    let record = choose::<LifModel, _>(world.lifs.clone(), &Wanted::Id(id)).unwrap();
    let mut private = Private::default();
    private.set(SERVES_BLOCKS, &has_block_services(&record.services));
    (LifModel { complete: COMPLETE, ..LifModel::imported(&record) }, private)
}

fn imported_route(world: &World, id: &str) -> (RouteModel, Private) {
    let record = choose::<RouteModel, _>(world.routes.clone(), &Wanted::Id(id)).unwrap();
    (RouteModel { complete: COMPLETE, ..RouteModel::imported(&record.into()) }, Private::default())
}

fn imported_address(id: &str) -> (SecondaryIpModel, Private) {
    let (interface, address) = parse_id(id).unwrap();
    let imported = SecondaryIpModel {
        network_interface_id: interface.into(),
        release_on_destroy: Attr::Known(false),
        complete: COMPLETE,
        ..SecondaryIpModel::defaults()
    };
    (imported.with_address(address, true), Private::default())
}

fn imported_move(world: &World, id: &str) -> (MoveModel, Private) {
    let svm = id.split('/').next().unwrap();
    let is_its = |policy: &&ServicePolicy| policy.svm.name.as_deref() == Some(svm);
    let policies: Vec<_> = world.policies.iter().filter(is_its).cloned().collect();
    let made = moves::of_svm(world.cluster.version, svm, &format!("u-{svm}"), &policies);
    (MoveModel { complete: COMPLETE, ..made.unwrap() }, Private::default())
}

/// Asserts that every object of the system that is written plans no change, and returns how many those are.
fn assert_plans_nothing(world: &World) -> usize {
    let everything = Selection { storage_vms: None, include_system: true };
    let written = Written::of(&world.seen(|system| discover(system, &everything)));
    assert_type(&written, "cvo_storage_vm", |id| imported_svm(world, id), |plan| rules(plan, None));
    assert_type(&written, "cvo_lif", |id| imported_lif(world, id), |plan| rules(plan, None));
    assert_type(&written, "cvo_route", |id| imported_route(world, id), |plan| rules(plan, None));
    assert_type(&written, "cvo_secondary_ip", imported_address, |plan| secondary_ip::rules(plan, None));
    let imported = |id: &str| imported_move(world, id);
    assert_type(&written, "cvo_service_policy_move", imported, |plan| move_rules::rules(plan, None));
    written.blocks.len()
}

fn single_node() -> World {
    let mut world = world();
    world.nodes.truncate(1);
    world.e0a.truncate(1);
    world.interfaces.truncate(1);
    world.lifs.retain(|lif| lif.location.home_node.name.as_deref() != Some("n2"));
    world
}

/// A pair in two zones: private LIFs for blocks on each node, a floating one for files, and one for files
/// that stays.
fn several_zones() -> World {
    let mut world = world();
    world.e0a[1].subnet_id = "subnet-2".to_owned();
    world.subnets.insert("subnet-2".to_owned(), "10.0.2.0/25".parse().unwrap());
    world.interfaces[0] = interface("eni-01", &["10.0.1.11", "10.0.1.20", "10.0.1.22"]);
    world.interfaces[1] = interface("eni-02", &["10.0.2.11", "10.0.2.20"]);
    let mut blocks = [
        lif("svm-2", "iscsi_1", "10.0.1.20", ("n1", "n1")),
        lif("svm-2", "iscsi_2", "10.0.2.20", ("n2", "n2")),
    ];
    for lif in &mut blocks {
        lif.services = vec!["data_iscsi".to_owned()];
        lif.service_policy.name = Some("default-data-iscsi".to_owned());
        lif.location.auto_revert = Some(false);
        lif.location.failover = Some(ontap_core::Failover::HomePortOnly);
    }
    blocks[1].ip.netmask = Some("25".to_owned());
    let mut stays = lif("svm-2", "stays", "10.0.1.22", ("n1", "n1"));
    stays.location.failover = Some(ontap_core::Failover::HomePortOnly);
    let mut floats = lif("svm-2", "nas", "192.168.9.9", ("n1", "n2"));
    floats.ip.netmask = Some("32".to_owned());
    world.lifs = blocks.into_iter().chain([stays, floats]).collect();
    world
}

#[test]
fn what_is_written_plans_no_change_on_any_kind_of_system() {
    for (case, world, resources) in
        [("single", single_node(), 10), ("one zone", world(), 13), ("zones", several_zones(), 13)]
    {
        assert_eq!(assert_plans_nothing(&world), resources, "{case}");
    }
}

#[test]
fn what_is_unusual_plans_no_change_either() {
    let mut world = world();
    let clients = ["management_dns_client", "management_ad_client"];
    world.policies = vec![
        policy("svm-2", "default-data-files", &["data_fpolicy_client"]),
        policy("svm-2", "default-data-blocks", &[]),
        policy("svm-2", "outbound", &clients),
    ];
    world.lifs[1].enabled = Some(false);
    world.lifs[1].location.auto_revert = Some(false);
    world.lifs[2].service_policy.name = Some("own".to_owned());
    world.routes[0].metric = Some(7);
    let mut svm = super::world::svm("svm-2", "a\n\"b\" $${c} %{d} \\ \u{1}");
    svm["language"] = json!("ja.utf_8");
    svm["snapshot_policy"] = json!({"name": "none"});
    svm["ipspace"] = json!({"name": "own"});
    let mut root = super::world::root("svm-2", "2026-02-01T00:00:00Z");
    root.name = "own_root".to_owned();
    root.nas.security_style = Some(ontap_core::SecurityStyle::Ntfs);
    root.aggregates = of(json!([{"name": "aggr9"}]));
    world.storage_vms[0] = Whole::new(of(svm), Some(root), None);
    assert_eq!(assert_plans_nothing(&world), 13);
}
