//! `/api/network/ethernet/ports`, `/api/network/ethernet/broadcast-domains` and `/api/network/ipspaces`.

use serde_json::{Value, json};

use crate::http::ontap::object::Object;
use crate::http::ontap::reference;
use crate::inventory::fields::{BROADCAST_DOMAIN, Field, IPSPACE, PORT};
use crate::world::World;
use crate::world::port::{BroadcastDomain, Port};

/// EC2 offers jumbo frames, and that Cloud Volumes ONTAP uses them is assumed (`deployed-texts`).
const MTU: u32 = 9000;

pub struct Ports;
pub struct BroadcastDomains;
pub struct Ipspaces;

impl Object for Ports {
    fn path(&self) -> &'static str {
        "/api/network/ethernet/ports"
    }

    fn own_fields(&self) -> &'static [Field] {
        PORT
    }

    fn records(&self, world: &World) -> Vec<Value> {
        world.cluster.ports.iter().map(|port| port_record(world, port)).collect()
    }
}

fn port_record(world: &World, port: &Port) -> Value {
    let cluster = &world.cluster;
    let hosted = cluster.interfaces.iter().filter(|lif| lif.node == port.node && lif.port == port.name);
    let domain =
        port.broadcast_domain.as_ref().and_then(|name| cluster.broadcast_domain(name)).map(|domain| {
            let mut shown =
                reference::reference("/api/network/ethernet/broadcast-domains", &domain.name, domain.uuid);
            shown["ipspace"] = json!({"name": domain.ipspace()});
            shown
        });
    let mut record = json!({
        "uuid": port.uuid,
        "name": port.name,
        "node": reference::node(cluster, &port.node),
        "type": "physical",
        "state": if port.up && cluster.is_node_up(&port.node) { "up" } else { "down" },
        "enabled": true,
        "mtu": MTU,
        "speed": 10_000,
        "mac_address": port.mac_address,
        "reachability": "ok",
        "interface_count": hosted.count(),
    });
    if let Some(domain) = domain {
        record["broadcast_domain"] = domain;
    }
    record
}

impl Object for BroadcastDomains {
    fn path(&self) -> &'static str {
        "/api/network/ethernet/broadcast-domains"
    }

    fn own_fields(&self) -> &'static [Field] {
        BROADCAST_DOMAIN
    }

    fn records(&self, world: &World) -> Vec<Value> {
        let cluster = &world.cluster;
        let show = |domain: &BroadcastDomain| {
            let own =
                cluster.ports.iter().filter(|port| port.broadcast_domain.as_ref() == Some(&domain.name));
            let ports: Vec<_> = own.map(|port| reference::port(cluster, &port.node, &port.name)).collect();
            json!({
                "uuid": domain.uuid,
                "name": domain.name,
                "ipspace": reference::ipspace(cluster, domain.ipspace()),
                "mtu": MTU,
                "ports": ports,
            })
        };
        cluster.broadcast_domains.iter().map(show).collect()
    }
}

impl Object for Ipspaces {
    fn path(&self) -> &'static str {
        "/api/network/ipspaces"
    }

    fn own_fields(&self) -> &'static [Field] {
        IPSPACE
    }

    fn records(&self, world: &World) -> Vec<Value> {
        world
            .cluster
            .ipspaces
            .iter()
            .map(|ipspace| json!({"uuid": ipspace.uuid, "name": ipspace.name}))
            .collect()
    }
}
