//! While a route is being changed there are two of them, or none. What is to come after the stored one is
//! remembered in private state before the first write, so that whatever happens in between the next run knows
//! which routes are ours.

use ontap::IpRoute;
use serde::{Deserialize, Serialize};
use tfplugin::{Cx, Text};

use super::model::{RouteModel, destination_of, gateway_of};
use crate::clients::Clients;

/// Private-state key.
const SUCCESSOR: &str = "successor";

/// Destination and gateway of the route that replaces the stored one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Successor {
    destination: String,
    gateway: String,
}

impl Successor {
    /// Of this plan.
    pub(super) fn of(planned: &RouteModel) -> Self {
        Self {
            destination: planned.destination.known().map(Text::text).unwrap_or_default(),
            gateway: planned.gateway.known().map(Text::text).unwrap_or_default(),
        }
    }

    /// Whether this is the route.
    pub(super) fn is(&self, route: &IpRoute) -> bool {
        let text = |value: Option<String>| value.unwrap_or_default();
        text(destination_of(route).map(|net| net.to_string())) == self.destination
            && text(gateway_of(route).map(|gateway| gateway.to_string())) == self.gateway
    }

    /// Remembers it with the object.
    pub(super) fn remember(&self, cx: &Cx<Clients>) {
        cx.remember(SUCCESSOR, self);
    }

    /// What an interrupted change left behind.
    pub(super) fn remembered(cx: &Cx<Clients>) -> Option<Self> {
        cx.private(SUCCESSOR)
    }

    /// The change is over.
    pub(super) fn forget(cx: &Cx<Clients>) {
        cx.forget(SUCCESSOR);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tfplugin::Attr;

    use super::*;
    use crate::values::{Destination, Ipv4};

    #[test]
    fn a_successor_is_known_by_destination_and_gateway() {
        let planned = RouteModel {
            destination: Attr::Known(Destination::parse("0.0.0.0/0").unwrap()),
            gateway: Attr::Known(Ipv4::parse("10.0.1.1").unwrap()),
            ..RouteModel::default()
        };
        let route = |gateway: &str| -> IpRoute {
            let route = json!({"uuid": "r", "destination": {"address": "0.0.0.0", "netmask": "0"}, "gateway": gateway});
            serde_json::from_value(route).unwrap()
        };
        let successor = Successor::of(&planned);
        assert!(successor.is(&route("10.0.1.1")));
        assert!(!successor.is(&route("10.0.1.2")));
    }
}
