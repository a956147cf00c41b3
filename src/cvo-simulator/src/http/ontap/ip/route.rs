//! `/api/network/ip/routes`; there is no PATCH.

use serde_json::{Value, json};

use crate::http::ontap::call::Call;
use crate::http::ontap::object::{Change, Object, request, uuid_of};
use crate::http::ontap::reference;
use crate::inventory::fields::{Field, IP_ROUTE};
use crate::world::World;
use crate::world::error::ApiResult;
use crate::world::ip_interface::Interface;
use crate::world::ip_route::Route;

pub struct Routes;

impl Object for Routes {
    fn path(&self) -> &'static str {
        "/api/network/ip/routes"
    }

    fn own_fields(&self) -> &'static [Field] {
        IP_ROUTE
    }

    fn records(&self, world: &World) -> Vec<Value> {
        world.cluster.routes.iter().map(|route| record(world, route)).collect()
    }

    fn create(&self, world: &mut World, _call: &Call, body: Value) -> ApiResult<Change> {
        let uuid = world.cluster.create_route(&request(body)?)?;
        Ok(Change::Created(vec![uuid.to_string()]))
    }

    fn remove(&self, world: &mut World, _call: &Call, record: &Value) -> ApiResult<Change> {
        world.cluster.delete_route(uuid_of(record)?).map(|()| Change::Done)
    }
}

fn record(world: &World, route: &Route) -> Value {
    let cluster = &world.cluster;
    let show = |interface: &Interface| {
        let mut shown = reference::reference("/api/network/ip/interfaces", &interface.name, interface.uuid);
        shown["ip"] = json!({"address": interface.address});
        shown
    };
    let interfaces: Vec<_> = cluster.interfaces_using(route).map(show).collect();
    let mut record = json!({
        "uuid": route.uuid,
        "gateway": route.gateway,
        "destination": {
            "address": route.destination.addr(),
            "netmask": route.destination.prefix_len().to_string(),
            "family": if route.gateway.is_ipv4() { "ipv4" } else { "ipv6" },
        },
        "ipspace": reference::ipspace(cluster, &route.ipspace),
        "scope": if route.svm.is_some() { "svm" } else { "cluster" },
        "metric": route.metric,
        "interfaces": interfaces,
    });
    if let Some(svm) = route.svm {
        record["svm"] = reference::svm(cluster, svm);
    }
    record
}
