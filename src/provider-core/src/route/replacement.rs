//! The routes of unfinished changes. While a route is being changed, there are two routes or none. Before the
//! first write, the route that is to replace the stored one is recorded in private state. The record stays
//! until that route is gone or has become the stored one. However a change is interrupted and however often
//! one begins, the next run knows which routes are ours.

use ontap_core::IpRoute;
use serde::{Deserialize, Serialize};
use tfplugin_core::Text;

use super::model::RouteModel;

/// A route that is to replace the stored one. A route with another metric than the one sent belongs to
/// another run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    destination: String,
    gateway: String,
    /// Absent if no metric was sent, and in states from before metrics were recorded.
    #[serde(default)]
    metric: Option<i64>,
}

/// All replacements, in the order in which their changes began.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacements(Vec<Replacement>);

impl Replacement {
    /// Returns the replacement for this plan.
    pub fn of(planned: &RouteModel) -> Self {
        Self {
            destination: planned.destination.known().map(Text::text).unwrap_or_default(),
            gateway: planned.gateway.known().map(Text::text).unwrap_or_default(),
            metric: planned.metric.known().copied(),
        }
    }

    /// Returns whether `route` is this replacement.
    pub fn is(&self, route: &IpRoute) -> bool {
        let text = |value: Option<String>| value.unwrap_or_default();
        text(route.ipv4_destination().map(|net| net.to_string())) == self.destination
            && text(route.ipv4_gateway().map(|gateway| gateway.to_string())) == self.gateway
            && self.metric.zip(route.metric.map(i64::from)).is_none_or(|(sent, found)| sent == found)
    }
}

impl Replacements {
    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether there is none other than this one.
    pub fn are_at_most(&self, only: &Replacement) -> bool {
        self.0.iter().all(|replacement| replacement == only)
    }

    /// Returns whether the route is one of them.
    pub fn have(&self, route: &IpRoute) -> bool {
        self.0.iter().any(|replacement| replacement.is(route))
    }

    /// Adds a replacement.
    #[must_use]
    pub fn with(mut self, replacement: Replacement) -> Self {
        if !self.0.contains(&replacement) {
            self.0.push(replacement);
        }
        self
    }

    /// Removes a replacement that was certainly not made.
    #[must_use]
    pub fn without(mut self, replacement: &Replacement) -> Self {
        self.0.retain(|other| other != replacement);
        self
    }

    /// Removes the replacements that are gone, which match none of these routes.
    #[must_use]
    pub fn still_there(mut self, existing: &[IpRoute]) -> Self {
        self.0.retain(|replacement| existing.iter().any(|route| replacement.is(route)));
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
    fn a_replacement_is_identified_by_destination_gateway_and_the_metric_sent() {
        let replacement = Replacement::of(&planned("10.0.1.1"));
        assert!(replacement.is(&route("10.0.1.1")));
        assert!(!replacement.is(&route("10.0.1.2")));
        let with_metric = Replacement::of(&RouteModel { metric: Attr::Known(20), ..planned("10.0.1.1") });
        let found = |metric| IpRoute { metric, ..route("10.0.1.1") };
        assert!(with_metric.is(&found(Some(20))) && with_metric.is(&found(None)));
        assert!(!with_metric.is(&found(Some(30))) && replacement.is(&found(Some(30))));
    }

    #[test]
    fn several_replacements_are_kept_and_survive_serialization() {
        let (one, two) = (Replacement::of(&planned("10.0.1.1")), Replacement::of(&planned("10.0.1.2")));
        let all = Replacements(vec![one, two]);
        assert!(
            all.have(&route("10.0.1.1")) && all.have(&route("10.0.1.2")) && !all.have(&route("10.0.1.3"))
        );
        let stored = serde_json::to_value(&all).unwrap();
        assert_eq!(serde_json::from_value::<Replacements>(stored).unwrap(), all);
    }
}
