//! Parses Terraform's JSON plan.

use serde_json::Value;

/// A planned action on an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Create it.
    Create,
    /// Update it in place.
    Update,
    /// Delete it.
    Delete,
    /// Delete it and create another one, in either order.
    Replace,
    /// Read a data source during apply.
    Read,
    /// An action that this list does not know.
    Other,
}

/// A Terraform plan.
#[derive(Debug, Clone)]
pub struct Plan {
    json: Value,
}

impl Plan {
    pub(crate) fn new(json: Value) -> Self {
        Self { json }
    }

    /// Returns the planned actions, sorted by the objects' addresses. Unchanged objects are left out.
    #[must_use]
    pub fn changes(&self) -> Vec<(&str, Action)> {
        let mut changes: Vec<_> = self
            .resource_changes()
            .filter_map(|change| Some((change["address"].as_str()?, action(&change["change"]["actions"])?)))
            .collect();
        changes.sort_by_key(|(address, _)| *address);
        changes
    }

    /// Returns the addresses of the objects that the plan imports, sorted.
    #[must_use]
    pub fn imports(&self) -> Vec<&str> {
        let imported = self.resource_changes().filter(|change| change["change"]["importing"].is_object());
        let mut addresses: Vec<_> = imported.filter_map(|change| change["address"].as_str()).collect();
        addresses.sort_unstable();
        addresses
    }

    /// Returns the objects that differ from their last state, sorted by address.
    #[must_use]
    pub fn drift(&self) -> Vec<&str> {
        let drifted = self.json["resource_drift"].as_array().into_iter().flatten();
        let mut addresses: Vec<_> = drifted.filter_map(|change| change["address"].as_str()).collect();
        addresses.sort_unstable();
        addresses
    }

    /// Returns an attribute of an object before and after; `null` if it is unknown or absent.
    #[must_use]
    pub fn attribute(&self, address: &str, name: &str) -> (Value, Value) {
        let change = self.resource_changes().find(|change| change["address"] == address);
        let value = |side: &str| change.map_or(Value::Null, |change| change["change"][side][name].clone());
        (value("before"), value("after"))
    }

    /// Returns the attributes of an object that the plan changes, in alphabetical order, including those that
    /// are known only after apply.
    #[must_use]
    pub fn changed_attributes(&self, address: &str) -> Vec<String> {
        let change = self.resource_changes().find(|change| change["address"] == address);
        let Some(change) = change.map(|change| &change["change"]) else { return Vec::new() };
        let names = [&change["before"], &change["after"], &change["after_unknown"]];
        let mut names: Vec<&String> =
            names.iter().filter_map(|side| side.as_object()).flat_map(|side| side.keys()).collect();
        names.sort();
        names.dedup();
        let changed = |name: &&String| {
            let name = name.as_str();
            change["before"][name] != change["after"][name] || change["after_unknown"][name] == true
        };
        names.into_iter().filter(changed).cloned().collect()
    }

    fn resource_changes(&self) -> impl Iterator<Item = &Value> {
        self.json["resource_changes"].as_array().into_iter().flatten()
    }
}

fn action(actions: &Value) -> Option<Action> {
    let words: Vec<&str> = actions.as_array()?.iter().filter_map(Value::as_str).collect();
    match words[..] {
        ["no-op"] => None,
        ["create"] => Some(Action::Create),
        ["update"] => Some(Action::Update),
        ["delete"] => Some(Action::Delete),
        ["read"] => Some(Action::Read),
        ["create", "delete"] | ["delete", "create"] => Some(Action::Replace),
        _ => Some(Action::Other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn unchanged_objects_are_left_out() {
        let change = |address, actions: Value| json!({"address": address, "change": {"actions": actions}});
        let plan = Plan::new(json!({"resource_changes": [
            change("b", json!(["delete", "create"])),
            change("a", json!(["update"])),
            change("c", json!(["no-op"])),
        ]}));
        assert_eq!(plan.changes(), [("a", Action::Update), ("b", Action::Replace)]);
    }

    #[test]
    fn an_attribute_known_after_apply_counts_as_changed() {
        let plan = Plan::new(json!({"resource_changes": [{"address": "a", "change": {
            "actions": ["update"],
            "before": {"same": 1, "other": 1, "later": 1},
            "after": {"same": 1, "other": 2},
            "after_unknown": {"later": true},
        }}]}));
        assert_eq!(plan.changed_attributes("a"), ["later", "other"]);
        assert_eq!(plan.attribute("a", "other"), (json!(1), json!(2)));
    }
}
