//! `/api/network/ip/service-policies`.

use serde_json::{Value, json};

use crate::http::ontap::call::Call;
use crate::http::ontap::object::{Change, Object, request, uuid_of};
use crate::http::ontap::reference;
use crate::inventory::fields::{Field, SERVICE_POLICY};
use crate::world::World;
use crate::world::error::ApiResult;
use crate::world::service_policy::ServicePolicy;

pub struct ServicePolicies;

impl Object for ServicePolicies {
    fn path(&self) -> &'static str {
        "/api/network/ip/service-policies"
    }

    fn own_fields(&self) -> &'static [Field] {
        SERVICE_POLICY
    }

    fn records(&self, world: &World) -> Vec<Value> {
        world.cluster.policies.iter().map(|policy| record(world, policy)).collect()
    }

    fn create(&self, world: &mut World, _call: &Call, body: Value) -> ApiResult<Change> {
        let uuid = world.cluster.create_policy(&request(body)?)?;
        Ok(Change::Created(vec![uuid.to_string()]))
    }

    fn modify(&self, world: &mut World, _call: &Call, record: &Value, body: Value) -> ApiResult<Change> {
        world.cluster.modify_policy(uuid_of(record)?, &request(body)?).map(|()| Change::Done)
    }

    fn remove(&self, world: &mut World, _call: &Call, record: &Value) -> ApiResult<Change> {
        world.cluster.delete_policy(uuid_of(record)?).map(|()| Change::Done)
    }
}

fn record(world: &World, policy: &ServicePolicy) -> Value {
    let services: Vec<_> = policy.services().collect();
    let mut record = json!({
        "uuid": policy.uuid,
        "name": policy.name,
        "ipspace": reference::ipspace(&world.cluster, &policy.ipspace),
        "scope": if policy.svm.is_some() { "svm" } else { "cluster" },
        "services": services,
        "is_built_in": policy.built_in,
    });
    if let Some(svm) = policy.svm {
        record["svm"] = reference::svm(&world.cluster, svm);
    }
    record
}
