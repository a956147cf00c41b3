//! Changes by somebody else who works in the same AWS account.

use anyhow::{Context, Result};
use serde_json::json;

use crate::world::World;

impl World {
    /// Adds a route to a route table, as the EC2 console does.
    ///
    /// # Errors
    /// If EC2 refuses it.
    pub fn create_route(&self, table: &str, destination: &str, network_interface: &str) -> Result<()> {
        let order = json!({"route_table_id": table, "destination": destination,
                           "network_interface_id": network_interface});
        let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
        let request = agent.post(format!("{}/route", self.ready().control));
        request.send_json(order).with_context(|| format!("a route to {destination}"))?;
        Ok(())
    }
}
