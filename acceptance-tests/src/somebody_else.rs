//! Changes by somebody else who works in the same AWS account.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::world::World;

impl World {
    /// Adds a route to a route table, as the EC2 console does.
    ///
    /// # Errors
    /// If EC2 refuses it.
    pub fn create_route(&self, table: &str, destination: &str, network_interface: &str) -> Result<()> {
        let order = json!({"route_table_id": table, "destination": destination,
                           "network_interface_id": network_interface});
        self.order("route", &order).with_context(|| format!("a route to {destination}"))
    }

    /// Reserves a range of a subnet, from which no address is then chosen by chance.
    ///
    /// # Errors
    /// If no subnet contains it.
    pub fn reserve(&self, cidr: &str) -> Result<()> {
        self.order("reservation", &json!({"cidr": cidr})).with_context(|| format!("a reservation of {cidr}"))
    }

    fn order(&self, what: &str, order: &Value) -> Result<()> {
        let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
        agent.post(format!("{}/{what}", self.ready().control)).send_json(order)?;
        Ok(())
    }
}
