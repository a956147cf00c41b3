//! `/api/protocols/fpolicy`: policies that tell an outside server of file accesses.

use serde::Deserialize;

use crate::request::Request;
use crate::{Client, Reference, Result, UnlessGone};

/// The engine inside ONTAP, which asks nobody.
const NATIVE_ENGINE: &str = "native";

/// One FPolicy policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FpolicyPolicy {
    /// Its name.
    pub name: String,
    /// Whether it is in force.
    pub enabled: Option<bool>,
    /// Who decides about accesses.
    #[serde(default)]
    pub engine: Reference,
}

impl FpolicyPolicy {
    /// Whether it is in force and needs a LIF to reach its server. What ONTAP does not say counts as yes.
    pub fn needs_lif(&self) -> bool {
        self.enabled != Some(false) && self.engine.name.as_deref() != Some(NATIVE_ENGINE)
    }
}

/// The FPolicy configuration of one SVM.
#[derive(Deserialize)]
struct Fpolicy {
    #[serde(default)]
    policies: Vec<FpolicyPolicy>,
}

fn of_svm(svm_uuid: &str) -> Result<Request> {
    Request::get("/protocols/fpolicy").fields(&["policies"]).filter("svm.uuid", svm_uuid)
}

impl Client {
    /// Lists the FPolicy policies of an SVM.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn fpolicies(&self, svm_uuid: &str) -> Result<Vec<FpolicyPolicy>> {
        let found: Option<Vec<Fpolicy>> = self.list(&of_svm(svm_uuid)?).await.unless_gone()?;
        Ok(found.into_iter().flatten().flat_map(|one| one.policies).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_policy_in_force_with_a_server_needs_a_lif() {
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
