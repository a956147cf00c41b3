//! `network interface show` and `network route show`.

use serde_json::{Value, json};

use super::show::Table;
use crate::world::World;
use crate::world::cluster::CLUSTER_IPSPACE;
use crate::world::ip_interface::Interface;
use crate::world::ip_route::Route;

/// Parameters of the command in NetApp's CLI reference.
pub const INTERFACE: Table = Table {
    keys: &["vserver", "lif"],
    fields: &[
        "address",
        "netmask",
        "netmask_length",
        "home_node",
        "home_port",
        "curr_node",
        "curr_port",
        "is_home",
        "auto_revert",
        "status_admin",
        "status_oper",
        "service_policy",
        "services",
        "failover_policy",
        "ipspace",
        "uuid",
    ],
};

pub const ROUTE: Table =
    Table { keys: &["vserver", "destination"], fields: &["gateway", "metric", "ipspace"] };

pub fn interface_rows(world: &World) -> Vec<Value> {
    world.cluster.interfaces.iter().map(|lif| interface_row(world, lif)).collect()
}

fn interface_row(world: &World, lif: &Interface) -> Value {
    let cluster = &world.cluster;
    let policy = cluster.policy(lif.policy);
    let services: Vec<_> = policy.iter().flat_map(|policy| policy.services()).map(super::dashed).collect();
    let up = |is_up: bool| if is_up { "up" } else { "down" };
    let mut row = json!({
        "vserver": vserver(world, lif.svm, &lif.ipspace),
        "lif": lif.name,
        "address": lif.address,
        "netmask_length": lif.prefix_length,
        "home_node": lif.home_node,
        "home_port": lif.home_port,
        "curr_node": lif.node,
        "curr_port": lif.port,
        "is_home": (&lif.node, &lif.port) == (&lif.home_node, &lif.home_port),
        "auto_revert": lif.auto_revert,
        "status_admin": up(lif.enabled),
        "status_oper": up(cluster.is_operational(lif)),
        "service_policy": policy.map(|policy| &policy.name),
        "services": services,
        "failover_policy": failover_policy(&lif.failover),
        "ipspace": lif.ipspace,
        "uuid": lif.uuid,
    });
    if let Ok(ipnet::IpNet::V4(net)) = ipnet::IpNet::new(lif.address, lif.prefix_length) {
        row["netmask"] = json!(net.netmask());
    }
    row
}

/// The CLI's names (NetApp's page on failover policies) of the values of `location.failover`.
fn failover_policy(failover: &str) -> &str {
    match failover {
        "home_port_only" => "disabled",
        "home_node_only" => "local-only",
        "sfo_partners_only" => "sfo-partner-only",
        "broadcast_domain_only" => "broadcast-domain-wide",
        _ => "system-defined",
    }
}

pub fn route_rows(world: &World) -> Vec<Value> {
    let row = |route: &Route| {
        json!({
            "vserver": vserver(world, route.svm, &route.ipspace),
            "destination": route.destination.to_string(),
            "gateway": route.gateway,
            "metric": route.metric,
            "ipspace": route.ipspace,
        })
    };
    world.cluster.routes.iter().map(row).collect()
}

/// What belongs to no data storage VM belongs to that of the cluster, or to that of the IPspace `Cluster`.
pub fn vserver<'a>(world: &'a World, svm: Option<uuid::Uuid>, ipspace: &str) -> &'a str {
    match svm.and_then(|uuid| world.cluster.svm(uuid)) {
        Some(svm) => &svm.name,
        None if ipspace == CLUSTER_IPSPACE => CLUSTER_IPSPACE,
        None => &world.cluster.name,
    }
}
