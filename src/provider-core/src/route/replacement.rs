//! While a route is being changed there are two of them, or none. What is to come after the stored one is remembered in
//! private state before the first write, and stays there until it is gone or taken, so that whatever happens in between,
//! and however often a change is begun, the next run knows which routes are ours.

use ontap_core::IpRoute;
use serde::{Deserialize, Serialize};
use tfplugin_core::Text;

use super::model::RouteModel;

/// A route that is to replace the stored one. One with another metric than was sent is another run's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    destination: String,
    gateway: String,
    /// Absent where none was sent, and in states of before it was kept.
    #[serde(default)]
    metric: Option<i64>,
}

/// All of them, in the order in which they were begun.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacements(Vec<Replacement>);

impl Replacement {
    /// Of this plan.
    pub fn of(planned: &RouteModel) -> Self {
        Self {
            destination: planned.destination.known().map(Text::text).unwrap_or_default(),
            gateway: planned.gateway.known().map(Text::text).unwrap_or_default(),
            metric: planned.metric.known().copied(),
        }
    }

    /// Whether this is the route.
    pub fn is(&self, route: &IpRoute) -> bool {
        let text = |value: Option<String>| value.unwrap_or_default();
        text(route.ipv4_destination().map(|net| net.to_string())) == self.destination
            && text(route.ipv4_gateway().map(|gateway| gateway.to_string())) == self.gateway
            && self.metric.zip(route.metric.map(i64::from)).is_none_or(|(sent, found)| sent == found)
    }
}

impl Replacements {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is none beside this one.
    pub fn are_at_most(&self, only: &Replacement) -> bool {
        self.0.iter().all(|successor| successor == only)
    }

    /// Whether the route is one of them.
    pub fn have(&self, route: &IpRoute) -> bool {
        self.0.iter().any(|successor| successor.is(route))
    }

    /// With one more.
    #[must_use]
    pub fn with(mut self, successor: Replacement) -> Self {
        if !self.0.contains(&successor) {
            self.0.push(successor);
        }
        self
    }

    /// Without this one, of which it is certain that it was not made.
    #[must_use]
    pub fn without(mut self, successor: &Replacement) -> Self {
        self.0.retain(|other| other != successor);
        self
    }

    /// Without those that are gone: none of these routes is one.
    #[must_use]
    pub fn still_there(mut self, there: &[IpRoute]) -> Self {
        self.0.retain(|successor| there.iter().any(|route| successor.is(route)));
        self
    }
}

#[cfg(test)]
mod tests {

    use serde_json::json;
    use tfplugin_core::Attr;

    use super::*;
    use crate::values::{Destination, Ipv4};

    fn planned(gateway: &str) -> RouteModel {
        RouteModel {
            destination: Attr::Known(Destination::parse("0.0.0.0/0").unwrap()),
            gateway: Attr::Known(Ipv4::parse(gateway).unwrap()),
            ..RouteModel::default()
        }
    }

    fn route(gateway: &str) -> IpRoute {
        let route =
            json!({"uuid": "r", "destination": {"address": "0.0.0.0", "netmask": "0"}, "gateway": gateway});
        serde_json::from_value(route).unwrap()
    }

    #[test]
    fn a_successor_is_known_by_destination_and_gateway_and_by_the_metric_that_was_sent() {
        let successor = Replacement::of(&planned("10.0.1.1"));
        assert!(successor.is(&route("10.0.1.1")));
        assert!(!successor.is(&route("10.0.1.2")));
        let with_metric = Replacement::of(&RouteModel { metric: Attr::Known(20), ..planned("10.0.1.1") });
        let found = |metric| IpRoute { metric, ..route("10.0.1.1") };
        assert!(with_metric.is(&found(Some(20))) && with_metric.is(&found(None)));
        assert!(!with_metric.is(&found(Some(30))) && successor.is(&found(Some(30))));
    }

    #[test]
    fn none_takes_the_place_of_another_and_only_those_that_are_gone_are_forgotten() {
        let (one, two) = (Replacement::of(&planned("10.0.1.1")), Replacement::of(&planned("10.0.1.2")));
        let all = Replacements(vec![one, two]);
        assert!(
            all.have(&route("10.0.1.1")) && all.have(&route("10.0.1.2")) && !all.have(&route("10.0.1.3"))
        );
        let stored = serde_json::to_value(&all).unwrap();
        assert_eq!(serde_json::from_value::<Replacements>(stored).unwrap(), all);
    }
}
