//! `/api/security/accounts` and `/api/security/roles`: the only account, and its role.

use serde_json::{Value, json};

use super::object::Object;
use crate::inventory::fields::{ACCOUNT, Field, ROLE};
use crate::world::World;
use crate::world::role;

pub struct Accounts;
pub struct Roles;

impl Object for Accounts {
    fn path(&self) -> &'static str {
        "/api/security/accounts"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["owner.uuid", "name"]
    }

    fn own_fields(&self) -> &'static [Field] {
        ACCOUNT
    }

    fn records(&self, world: &World) -> Vec<Value> {
        let application = |name: &str| {
            json!({
                "application": name,
                "authentication_methods": ["password"],
                "second_authentication_method": "none",
            })
        };
        vec![json!({
            "name": role::ACCOUNT,
            "owner": owner(world),
            "scope": "cluster",
            "role": {"name": world.cluster.role.name},
            "locked": false,
            "applications": [application("http"), application("ssh")],
        })]
    }
}

impl Object for Roles {
    fn path(&self) -> &'static str {
        "/api/security/roles"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["owner.uuid", "name"]
    }

    fn own_fields(&self) -> &'static [Field] {
        ROLE
    }

    fn records(&self, world: &World) -> Vec<Value> {
        let role = &world.cluster.role;
        let privileges = role.privileges.iter().map(|(path, access)| json!({"path": path, "access": access}));
        vec![json!({
            "name": role.name,
            "owner": owner(world),
            "scope": "cluster",
            "builtin": *role == role::Role::default(),
            "privileges": privileges.collect::<Vec<_>>(),
        })]
    }
}

fn owner(world: &World) -> Value {
    json!({"uuid": world.cluster.uuid, "name": world.cluster.name})
}
