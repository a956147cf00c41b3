//! `storage failover show` and `version`.

use serde_json::{Value, json};

use super::show::Table;
use crate::world::World;
use crate::world::node::Node;

/// Parameters of the command in NetApp's CLI reference.
pub const FAILOVER: Table =
    Table { keys: &["node"], fields: &["partner_name", "enabled", "possible", "state_description"] };

/// One row for each node. The texts of the states are those of NetApp's examples of the command.
pub fn failover_rows(world: &World) -> Vec<Value> {
    world.cluster.nodes.iter().map(|node| failover_row(world, node)).collect()
}

fn failover_row(world: &World, node: &Node) -> Value {
    let partner = node.partners.first();
    let partner_is_up = partner.is_some_and(|name| world.cluster.is_node_up(name));
    let state = match partner {
        None => "Non-HA mode".to_owned(),
        Some(_) if !node.is_up() => "Waiting for giveback".to_owned(),
        Some(_) if !partner_is_up => "In takeover".to_owned(),
        Some(partner) => format!("Connected to {partner}"),
    };
    json!({
        "node": node.name,
        "partner_name": partner,
        "enabled": partner.is_some(),
        "possible": node.is_up() && partner_is_up,
        "state_description": state,
    })
}

pub const VERSION: Table = Table { keys: &["version"], fields: &[] };

pub fn version_rows(world: &World) -> Vec<Value> {
    vec![json!({"version": world.cluster.release_text()})]
}
