//! `/api/network/ip/interfaces`.

use serde_json::{Value, json};

use crate::http::ontap::call::Call;
use crate::http::ontap::object::{Change, Object, request, uuid_of};
use crate::http::ontap::reference;
use crate::inventory::fields::{Field, IP_INTERFACE};
use crate::world::World;
use crate::world::error::ApiResult;
use crate::world::ip_interface::Interface;

pub struct Interfaces;

impl Object for Interfaces {
    fn path(&self) -> &'static str {
        "/api/network/ip/interfaces"
    }

    fn own_fields(&self) -> &'static [Field] {
        IP_INTERFACE
    }

    fn records(&self, world: &World) -> Vec<Value> {
        world.cluster.interfaces.iter().map(|interface| record(world, interface)).collect()
    }

    fn create(&self, world: &mut World, _call: &Call, body: Value) -> ApiResult<Change> {
        let new = request(body)?;
        let uuid = world.change_interfaces(|cluster| cluster.create_interface(&new))?;
        Ok(Change::Created(vec![uuid.to_string()]))
    }

    fn modify(&self, world: &mut World, _call: &Call, record: &Value, body: Value) -> ApiResult<Change> {
        let (uuid, change) = (uuid_of(record)?, request(body)?);
        world.change_interfaces(|cluster| cluster.modify_interface(uuid, &change)).map(|()| Change::Done)
    }

    fn remove(&self, world: &mut World, _call: &Call, record: &Value) -> ApiResult<Change> {
        let uuid = uuid_of(record)?;
        world.change_interfaces(|cluster| cluster.delete_interface(uuid)).map(|()| Change::Done)
    }
}

fn record(world: &World, interface: &Interface) -> Value {
    let cluster = &world.cluster;
    let policy = cluster.policy(interface.policy);
    let services: Vec<_> = policy.iter().flat_map(|policy| policy.services()).collect();
    let policy = policy
        .map(|policy| reference::reference("/api/network/ip/service-policies", &policy.name, policy.uuid));
    let is_home = (&interface.node, &interface.port) == (&interface.home_node, &interface.home_port);
    let mut record = json!({
        "uuid": interface.uuid,
        "name": interface.name,
        "ip": {
            "address": interface.address,
            "netmask": interface.prefix_length.to_string(),
            "family": if interface.address.is_ipv4() { "ipv4" } else { "ipv6" },
        },
        "ipspace": reference::ipspace(cluster, &interface.ipspace),
        "scope": if interface.svm.is_some() { "svm" } else { "cluster" },
        "enabled": interface.enabled,
        "state": if cluster.is_operational(interface) { "up" } else { "down" },
        "location": {
            "auto_revert": interface.auto_revert,
            "failover": interface.failover,
            "is_home": is_home,
            "node": reference::node(cluster, &interface.node),
            "port": reference::port(cluster, &interface.node, &interface.port),
            "home_node": reference::node(cluster, &interface.home_node),
            "home_port": reference::port(cluster, &interface.home_node, &interface.home_port),
        },
        "service_policy": policy,
        "services": services,
        "vip": false,
        "dns_zone": interface.dns_zone,
        "ddns_enabled": interface.ddns_enabled,
        "probe_port": 0,
        "rdma_protocols": [],
    });
    if let Some(svm) = interface.svm {
        record["svm"] = reference::svm(cluster, svm);
    }
    record
}
