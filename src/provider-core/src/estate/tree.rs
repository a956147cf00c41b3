//! A system as a tree: nodes, interfaces with addresses and room, storage VMs, LIFs, routes, and where
//! everything is now.

use std::fmt::Write as _;

use ec2_core::NetworkInterface;
use ontap_core::{IpInterface, IpInterfaceState, IpRoute, Location, Node, ServicePolicy, Svm};
use tfplugin_core::counted;

use super::{System, moves, plain};
use crate::service_policy_move::MoveModel;
use crate::storage_vm::AggregateNames;
use crate::system::{E0A, E0a, Oldest, uses};

/// A line with the lines below it.
struct Branch {
    text: String,
    below: Vec<Branch>,
}

impl Branch {
    fn leaf(text: impl Into<String>) -> Self {
        Self { text: text.into(), below: Vec::new() }
    }

    fn draw(&self, indent: &str, into: &mut String) {
        for (index, branch) in self.below.iter().enumerate() {
            let is_last = index + 1 == self.below.len();
            let (knee, gap) = if is_last { ("└── ", "    ") } else { ("├── ", "│   ") };
            let _ = writeln!(into, "{indent}{knee}{}", plain(&branch.text));
            branch.draw(&format!("{indent}{gap}"), into);
        }
    }
}

/// Returns the system as text, a line for each object.
pub fn tree(system: &System<'_>) -> String {
    let mut nodes: Vec<_> = system.nodes.iter().collect();
    nodes.sort_by_key(|node| &node.name);
    let mut svms: Vec<_> = system.storage_vms.iter().map(|whole| whole.svm()).collect();
    svms.sort_by_key(|svm| &svm.name);
    let nodes = nodes.into_iter().map(|node| of_node(system, node));
    let svms = svms.into_iter().map(|svm| of_svm(system, svm));
    let below = nodes.chain(svms).chain(of_cluster(system)).collect();
    let top = format!("cluster {} (ONTAP {})", system.cluster.name, system.cluster.version);
    let mut text = format!("{}\n", plain(&top));
    Branch { text: top, below }.draw("", &mut text);
    text
}

fn of_node(system: &System<'_>, node: &Node) -> Branch {
    let failover = node.failover(system.nodes).map(|failover| format!(", which {failover}"));
    let e0a = system.e0a.iter().find(|e0a| e0a.node == node.name);
    let below = e0a.map(|e0a| of_interface(system, e0a)).into_iter().collect();
    Branch { text: format!("node {}{}", node.name, failover.unwrap_or_default()), below }
}

fn of_interface(system: &System<'_>, e0a: &E0a) -> Branch {
    let (id, subnet) = (&e0a.interface_id, &e0a.subnet_id);
    let range = system.subnets.get(subnet).map(|range| format!(" with {range}")).unwrap_or_default();
    let text = format!("port {E0A}: {id} in {subnet}{range}");
    match system.interfaces.iter().find(|interface| interface.id == *id) {
        Some(interface) => Branch {
            text: format!("{text}, {}", room(system, interface)),
            below: uses(interface, system.lifs, system.nodes)
                .into_iter()
                .map(|held| {
                    let elastic = held.elastic_ip.map(|ip| format!(", Elastic IP {ip}")).unwrap_or_default();
                    Branch::leaf(format!("{}{elastic}", held.describe()))
                })
                .collect(),
        },
        None => Branch::leaf(format!("{text}, which EC2 does not show")),
    }
}

fn room(system: &System<'_>, interface: &NetworkInterface) -> String {
    let used = interface.used_slots();
    match system.limits.get(&interface.id) {
        Some(limit) => format!("{used} of {limit} addresses in use, room for {}", limit.saturating_sub(used)),
        None => format!("{} in use", counted(used, "address", "addresses")),
    }
}

fn of_svm(system: &System<'_>, svm: &Svm) -> Branch {
    let deployed = matches!(system.default_svm, Oldest::Svm(default) if default.uuid == svm.uuid);
    let deployed = if deployed { ", with which the system was deployed" } else { "" };
    let aggregates: Vec<_> = svm.aggregate_names().into_iter().collect();
    let aggregates = if aggregates.is_empty() { "none".to_owned() } else { aggregates.join(", ") };
    let mut lifs: Vec<_> =
        system.lifs.iter().filter(|lif| lif.svm.uuid.as_ref() == Some(&svm.uuid)).collect();
    lifs.sort_by_key(|lif| &lif.name);
    let routes = system.routes.iter().filter(|route| route.svm.uuid.as_ref() == Some(&svm.uuid));
    let mut routes: Vec<_> = routes.map(of_route).collect();
    routes.sort();
    let is_its = |policy: &&ServicePolicy| policy.svm.uuid.as_ref() == Some(&svm.uuid);
    let policies: Vec<_> = system.policies.iter().filter(is_its).cloned().collect();
    let moved = moves::of_svm(system.cluster.version, &svm.name, &svm.uuid, &policies);
    let lifs = lifs.into_iter().map(of_lif);
    let below = lifs.chain(routes.into_iter().map(Branch::leaf)).chain(moved.as_ref().map(of_move));
    Branch {
        text: format!("storage VM {}{deployed}, aggregates: {aggregates}", svm.name),
        below: below.collect(),
    }
}

fn of_cluster(system: &System<'_>) -> Option<Branch> {
    let mut lifs: Vec<_> = system.lifs.iter().filter(|lif| lif.svm.uuid.is_none()).collect();
    lifs.sort_by_key(|lif| &lif.name);
    let routes =
        system.routes.iter().filter(|route| route.svm.uuid.is_none()).map(of_route).map(Branch::leaf);
    let below: Vec<_> = lifs.into_iter().map(of_lif).chain(routes).collect();
    (!below.is_empty()).then(|| Branch { text: "of the cluster and its nodes".to_owned(), below })
}

fn of_lif(lif: &IpInterface) -> Branch {
    let address = lif.ip.address.map_or_else(|| "no address shown".to_owned(), |address| address.to_string());
    let mask = lif.ip.prefix_len().map(|length| format!("/{length}")).unwrap_or_default();
    let down = match (lif.enabled, &lif.state) {
        (Some(false), _) => ", disabled",
        (_, Some(IpInterfaceState::Down)) => ", down",
        _ => "",
    };
    let policy = lif.service_policy.name.as_ref().map(|policy| format!(", {policy}")).unwrap_or_default();
    Branch::leaf(format!("LIF {}: {address}{mask}{policy}, {}{down}", lif.name, place(&lif.location)))
}

fn place(location: &Location) -> String {
    let at = |node: Option<&String>, port: Option<&String>| {
        let node = node.map_or("a node that is not told", String::as_str);
        format!("{}{}", node, port.map(|port| format!(":{port}")).unwrap_or_default())
    };
    let home = at(location.home_node.name.as_ref(), location.home_port.name.as_ref());
    let now = at(location.node.name.as_ref(), location.port.name.as_ref());
    match &location.node.name {
        None => format!("home {home}, where it is now is not told"),
        Some(_) if now == home || location.is_home == Some(true) => format!("at home on {home}"),
        Some(_) => format!("home {home}, now on {now}"),
    }
}

fn of_route(route: &IpRoute) -> String {
    let destination = route.destination_net().map_or_else(|| "?".to_owned(), |net| net.to_string());
    let gateway = route.gateway.map_or_else(|| "?".to_owned(), |gateway| gateway.to_string());
    format!("route to {destination} through {gateway}")
}

fn of_move(model: &MoveModel) -> Branch {
    let services = counted(model.listed_services().len(), "service", "services");
    let targets: Vec<_> = model.targets().into_iter().collect();
    Branch::leaf(format!("{services} moved out of {} into {}", model.source(), targets.join(", ")))
}
