//! Whether a route is the one of a state.

use ontap_core::{IpRoute, Scope};
use tfplugin_core::{Outcome, Text};

use super::model::{RouteModel, destination_of, gateway_of};
use super::successor::Successors;
use crate::identity::{self, Difference};
use crate::unfinished::Values;

/// The type, for messages.
pub const TYPE: &str = "cvo_route";

/// Refuses a route that is not the one of the state: ONTAP changes none, so that storage VM, destination and gateway stay
/// what they were; those of a change that was begun may differ.
pub fn refuse_another(stored: &RouteModel, route: &IpRoute, successors: &Successors) -> Outcome<()> {
    if successors.have(route) && route.svm.uuid.as_ref() == stored.svm_id.known() {
        return Ok(());
    }
    let owner = |scope: &Option<Scope>| match scope {
        Some(Scope::Cluster) => Some("the cluster".to_owned()),
        _ => route.svm.uuid.clone(),
    };
    let text = |value: Option<std::net::Ipv4Addr>| value.map(|address| address.to_string());
    let svm = Difference {
        attribute: "svm_id",
        stored: stored.svm_id.clone().into_known(),
        found: owner(&route.scope),
    };
    let destination = Difference {
        attribute: "destination",
        stored: stored.destination().map(|net| net.to_string()),
        found: destination_of(route).map(|net| net.to_string()),
    };
    let gateway =
        Difference { attribute: "gateway", stored: text(stored.gateway()), found: text(gateway_of(route)) };
    identity::refuse_unlike(&stored.describe(), &[svm, destination, gateway])
}

impl RouteModel {
    /// What a create sends.
    pub fn values_sent(&self) -> Values {
        Values::from([
            ("svm_id", self.svm_id.clone().into_known()),
            ("destination", self.destination().map(|net| net.to_string())),
            ("gateway", self.gateway().map(|gateway| gateway.to_string())),
            ("metric", self.metric.known().map(ToString::to_string)),
        ])
    }

    /// The id that it is imported by, as far as the state says it.
    pub fn import_id(&self) -> Option<String> {
        let svm = self.svm_name.known()?.text();
        Some(format!("{svm}/{}/{}", self.destination()?, self.gateway()?))
    }

    /// What the state lacks of storage VM, destination and gateway, which together name one route.
    pub fn missing(&self) -> Vec<&'static str> {
        let has_svm = self.svm_id.known().is_some() && self.svm_name.known().is_some();
        let all = [
            ("svm_name or svm_id", has_svm),
            ("destination", self.destination().is_some()),
            ("gateway", self.gateway().is_some()),
        ];
        all.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_state_lacks_is_named() {
        assert_eq!(RouteModel::default().missing(), ["svm_name or svm_id", "destination", "gateway"]);
    }
}
