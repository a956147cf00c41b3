//! `/api/protocols/fpolicy`: policies that notify an external server of file accesses.

use serde::Deserialize;

use crate::record::{record, requested_whole};
use crate::{Object, Reference};

/// The engine inside ONTAP, which contacts no server.
const NATIVE_ENGINE: &str = "native";

/// One FPolicy policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FpolicyPolicy {
    /// Its name.
    pub name: String,
    /// Whether it is enabled.
    pub enabled: Option<bool>,
    /// The engine that decides about accesses.
    #[serde(default)]
    pub engine: Reference,
}

impl FpolicyPolicy {
    /// Whether it is enabled and needs a LIF to reach its server. Missing information counts as yes.
    pub fn needs_lif(&self) -> bool {
        self.enabled != Some(false) && self.engine.name.as_deref() != Some(NATIVE_ENGINE)
    }
}

requested_whole!(FpolicyPolicy);

record! {
    /// The FPolicy configuration of one SVM.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Fpolicy {
        /// Its policies.
        #[serde(default)]
        pub policies: Vec<FpolicyPolicy>,
    }
}

impl Object for Fpolicy {
    const PATH: &'static str = "/protocols/fpolicy";
    const KEY: &'static str = "svm.uuid";
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_an_enabled_policy_with_a_server_needs_a_lif() {
        for (record, needs) in [
            (json!({"name": "p", "enabled": true, "engine": {"name": "audit"}}), true),
            (json!({"name": "p", "enabled": true, "engine": {"name": "native"}}), false),
            (json!({"name": "p", "enabled": false, "engine": {"name": "audit"}}), false),
            (json!({"name": "p"}), true),
        ] {
            let policy: FpolicyPolicy = serde_json::from_value(record.clone()).unwrap();
            assert_eq!(policy.needs_lif(), needs, "{record}");
        }
    }
}
