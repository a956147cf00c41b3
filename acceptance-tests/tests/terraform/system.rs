//! `data.cvo_system` and `data.cvo_storage_vm`.

use acceptance_tests::{World, scenario};
use anyhow::Result;
use serde_json::json;

#[test]
fn the_system_is_read_with_both_halves_joined() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("system/read"))?;
    work.apply()?;
    work.expect_no_changes()?;
    let outputs = work.outputs()?;
    let system = &outputs["system"]["value"];
    for (name, expected) in [
        ("topology", json!("single_node")),
        ("ontap_version", json!("9.15.1")),
        ("cluster_name", json!("cvocluster")),
        ("default_svm_name", json!("svm_cvo")),
    ] {
        assert_eq!(system[name], expected, "{name}");
    }
    let node = &system["nodes"]["cvo-node"];
    assert_eq!(node["network_interface_id"], "eni-0c0a51de00000e0a1");
    assert_eq!(node["subnet_cidr"], "10.20.1.0/24");
    assert_eq!(node["subnet_gateway"], "10.20.1.1");
    let interface = &system["interfaces"]["cvo-node"];
    assert_eq!((&interface["address_limit"], &interface["left"]), (&json!(15), &json!(9)));
    let roles: Vec<_> =
        interface["addresses"].as_array().into_iter().flatten().map(|held| &held["role"]).collect();
    let expected =
        ["node_management", "cluster_management", "intercluster", "nas", "iscsi", "svm_management"];
    assert_eq!(roles, expected.map(|role| json!(role)).iter().collect::<Vec<_>>());
    assert_eq!(
        system["aggregates"].as_object().map(|found| found.keys().cloned().collect()),
        Some(vec!["aggr1".to_owned(), "aggr2".to_owned(),])
    );
    assert_eq!(outputs["default_svm"]["value"]["id"], system["default_svm_id"]);
    assert_eq!(world.writes()?, Vec::<String>::new());
    Ok(())
}
