//! The world in names and addresses, for tests that compare before and after.

use serde_json::{Value, json};

use super::World;

impl World {
    /// Names and addresses without times and counters, in an order that does not depend on history.
    pub fn snapshot(&self) -> Value {
        json!({
            "svms": [],
            "lifs": [],
            "routes": [],
            "policies": [],
            "interfaces": self.ec2.interfaces_snapshot(),
            "route_tables": self.ec2.route_tables_snapshot(),
        })
    }
}
