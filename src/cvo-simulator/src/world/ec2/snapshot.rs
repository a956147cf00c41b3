//! Ids and addresses of the account, for tests that compare the states before and after.

use std::net::Ipv4Addr;

use serde_json::{Value, json};

use super::Ec2World;
use crate::inventory::ec2::{NetworkInterfaceSpec, RouteTableSpec, RouteTarget};

impl Ec2World {
    /// Returns every interface with its addresses: the primary address first, then the others in order.
    pub fn interfaces_snapshot(&self) -> Value {
        self.account.interfaces.iter().map(interface).collect()
    }

    /// Returns every route table with its routes, sorted by destination.
    pub fn route_tables_snapshot(&self) -> Value {
        self.account.route_tables.iter().map(route_table).collect()
    }
}

fn interface(spec: &NetworkInterfaceSpec) -> Value {
    let mut secondaries = spec.secondary_addresses.clone();
    secondaries.sort_unstable();
    let private_ips: Vec<Ipv4Addr> = std::iter::once(spec.primary_address).chain(secondaries).collect();
    let mut prefixes = spec.ipv4_prefixes.clone();
    prefixes.sort_unstable();
    let elastic = |private: &Ipv4Addr| {
        let found = spec.elastic_addresses.iter().find(|elastic| elastic.private_address == *private);
        found.map(|elastic| json!({"private_ip": private, "public_ip": elastic.public_address}))
    };
    let elastic_ips: Vec<Value> = private_ips.iter().filter_map(elastic).collect();
    json!({
        "id": spec.id,
        "subnet_id": spec.subnet_id,
        "instance_id": spec.attachment.as_ref().map(|attachment| &attachment.instance_id),
        "private_ips": private_ips,
        "ipv4_prefixes": prefixes,
        "elastic_ips": elastic_ips,
        "description": spec.description,
        "tags": spec.tags,
    })
}

fn route_table(spec: &RouteTableSpec) -> Value {
    let mut routes = spec.routes.clone();
    routes.sort_by_key(|route| route.destination);
    let route = |target: &RouteTarget| match target {
        RouteTarget::Local => "local".to_owned(),
        RouteTarget::Gateway(id) | RouteTarget::NetworkInterface(id) => id.clone(),
    };
    let routes: Vec<Value> =
        routes.iter().map(|it| json!({"destination": it.destination, "target": route(&it.target)})).collect();
    json!({"id": spec.id, "routes": routes})
}
