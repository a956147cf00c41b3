//! How a route is identified.

use std::borrow::Borrow;

use ontap_core::IpRoute;
use tfplugin_core::{Attr, Diagnostics, Outcome, Plan, Recorded, Text};

use super::identity_schema::RouteIdentity;
use super::model::RouteModel;
use super::replacement::Replacements;
use super::rules::{self, Facts};
use crate::object::{OntapModel, refuse_differences, refuse_of_cluster};
use crate::own_attributes;

/// The routes behind a stored route: the one with its uuid, and those that interrupted changes added.
#[derive(Debug, Clone)]
pub struct Ours {
    /// The first route; the state describes it.
    pub first: IpRoute,
    /// The other routes.
    pub others: Vec<IpRoute>,
    /// The routes that the unfinished changes were to add.
    pub replacements: Replacements,
}

impl Ours {
    /// Returns a route without unfinished changes.
    pub fn only(route: IpRoute) -> Self {
        Self { first: route, others: Vec::new(), replacements: Replacements::default() }
    }

    /// Returns all routes.
    pub fn into_all(self) -> Vec<IpRoute> {
        [vec![self.first], self.others].concat()
    }
}

impl From<IpRoute> for Ours {
    fn from(route: IpRoute) -> Self {
        Self::only(route)
    }
}

impl Borrow<IpRoute> for Ours {
    fn borrow(&self) -> &IpRoute {
        &self.first
    }
}

impl OntapModel for RouteModel {
    type Found = Ours;
    type Facts = Facts;
    type Identity = RouteIdentity;

    const TYPE: &'static str = "cvo_route";
    const KIND: &'static str = "route";
    const IMPORT_ID: &'static [&'static str] = &["svm_name", "destination", "gateway"];
    const IDENTITY: &'static [&'static str] = &["svm_id", "destination", "gateway"];

    own_attributes!();

    fn identity(&self, cluster: &str) -> Option<RouteIdentity> {
        RouteIdentity::of(self, cluster)
    }

    fn settle(plan: &mut Plan<Self>, _facts: Option<&Facts>) {
        rules::settle(plan);
    }

    fn review(plan: &mut Plan<Self>, facts: Option<&Facts>) {
        rules::review(plan, facts);
    }

    fn describe(&self) -> String {
        let [destination, gateway, svm] = [
            self.destination.known().map(Text::text),
            self.gateway.known().map(Text::text),
            self.svm_name.known().map(Text::text),
        ]
        .map(Option::unwrap_or_default);
        format!("route to {destination} through {gateway} of storage VM {svm}")
    }

    fn seen(&self, found: &Ours) -> Self {
        self.refreshed(&found.first)
    }

    /// Includes the metric that ONTAP shows, because no earlier state lacks it.
    fn imported(found: &Ours) -> Self {
        Self::default().observed(&found.first)
    }

    fn refuse_unmanaged(route: &IpRoute) -> Outcome<()> {
        refuse_of_cluster::<Self>(&format!("Route {}", route.uuid), route.scope.as_ref())?;
        if route.ipv4_destination().is_some() && route.ipv4_gateway().is_some() {
            return Ok(());
        }
        Err(Diagnostics::error(
            format!("Route {} is not an IPv4 route", route.uuid),
            "cvo_route manages IPv4 routes only: network interfaces of Cloud Volumes ONTAP in AWS carry no \
             other addresses.",
        ))
    }

    /// NetApp's provider stores a new gateway of a route without sending it. A state that was taken over from
    /// it and not read yet lacks the uuid of the storage VM: there another gateway is a change to be shown,
    /// and no other route.
    fn refuse_another(&self, found: &Ours, _is_remembered: bool) -> Outcome<()> {
        if self.svm_id.is_null() {
            return refuse_differences(&Self { gateway: Attr::Null, ..self.clone() }, found);
        }
        self.refuse_unlike(found)
    }

    /// ONTAP cannot change a route, so storage VM, destination and gateway stay the same. They differ only
    /// for a route that an unfinished change added.
    fn refuse_unlike(&self, found: &Ours) -> Outcome<()> {
        let route = &found.first;
        if found.replacements.have(route) && route.svm.uuid.as_ref() == self.svm_id.known() {
            return Ok(());
        }
        refuse_differences(self, found)
    }
}

#[cfg(test)]
mod tests {
    use tfplugin_core::Text;

    use super::*;
    use crate::values::Destination;

    #[test]
    fn a_destination_is_recorded_as_address_and_length() {
        let destination = Destination::parse("10.20.0.0/16").unwrap().into();
        let route = RouteModel { destination, ..RouteModel::default() };
        assert_eq!(route.values_sent()["destination"].as_deref(), Some("10.20.0.0/16"));
    }

    #[test]
    fn missing_attributes_of_a_state_are_named() {
        assert_eq!(RouteModel::default().missing(), ["svm_name or svm_id", "destination", "gateway"]);
    }
}
