use tfplugin_core::Attr;

use super::*;

fn place() -> Placement {
    let ports = [("cvo-node1", ["e0a", "e0b"]), ("cvo-node2", ["e0a", "e0c"])];
    let ports = ports.map(|(node, ports)| (node.to_owned(), ports.map(str::to_owned).to_vec())).into();
    Placement { ports, home: None }
}

fn at(node: &str, port: &str) -> LifModel {
    LifModel { home_node: node.into(), home_port: port.into(), ..LifModel::default() }
}

#[test]
fn an_unknown_node_or_port_is_refused_with_a_list_of_existing_ones() {
    let cases = [
        (at("cvo-node3", "e0a"), "home_node", "cvo-node1, cvo-node2"),
        (at("cvo-node2", "e0b"), "home_port", "e0a, e0c"),
    ];
    for (model, path, existing) in cases {
        let refusals = place().refusals(&model, &Attr::Null);
        let only: Vec<_> = refusals.iter().collect();
        assert_eq!(only.len(), 1, "{only:?}");
        assert_eq!(only[0].path, Some(path.into()));
        assert!(only[0].detail.contains(existing), "{}", only[0].detail);
    }
}

#[test]
fn a_node_that_is_not_known_yet_is_not_refused() {
    let model = LifModel { home_node: Attr::Unknown, ..at("", "e0a") };
    assert!(place().refusals(&model, &Attr::Null).is_empty());
    assert!(place().refusals(&at("cvo-node1", "e0b"), &Attr::Null).is_empty());
}
