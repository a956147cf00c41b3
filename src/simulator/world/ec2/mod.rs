//! The EC2 half of the world.

use serde::{Deserialize, Serialize};

use crate::inventory::Ec2Inventory;

/// Everything that EC2 knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ec2World {
    inventory: Ec2Inventory,
}

impl Ec2World {
    /// The account as `inventory` describes it.
    pub fn new(inventory: Ec2Inventory) -> Self {
        Self { inventory }
    }

    /// Region of the account.
    pub fn region(&self) -> &str {
        &self.inventory.region
    }
}
