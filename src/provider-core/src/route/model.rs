//! Schema, manual and state of `cvo_route`, and where each attribute is in ONTAP's records.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use ontap_core::{IpRoute, IpRouteBody};
use tfplugin_core::{Attr, Invalid, Model, Recorded, Timeouts};

use crate::of_svm;
use crate::values::{Destination, Ipv4, SvmName};

/// A static route of a storage VM.
///
/// ONTAP cannot change a route. A change here adds the new route, reads it back and then deletes the old one,
/// so that there is always one; only where the metric alone changes, the old one must go first.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = IpRoute, body = IpRouteBody)]
pub struct RouteModel {
    /// UUID that ONTAP gave the route. A change of destination, gateway or metric makes a new one.
    #[attr(computed, stable, api(uuid))]
    pub id: Attr<String>,
    /// Name of the storage VM. Refer to the `name` of a `cvo_storage_vm`, so that Terraform knows the order.
    /// After a rename of the storage VM the route is unchanged; it cannot move to another storage VM.
    #[attr(required, api(svm.name))]
    pub svm_name: Attr<SvmName>,
    /// UUID of the storage VM.
    #[attr(computed, stable, api(svm.uuid), body(svm.uuid))]
    pub svm_id: Attr<String>,
    /// Network that the route leads to, in CIDR notation; `0.0.0.0/0` for the default route.
    #[attr(optional, default = "0.0.0.0/0", api(destination, read = Destination::seen), body(destination, write = Destination::sent))]
    pub destination: Attr<Destination>,
    /// Address of the router, in the subnet of a node's port e0a: in AWS the second address of the subnet's
    /// range, such as `10.0.1.1` of `10.0.1.0/24`.
    #[attr(required, api(gateway), body(gateway))]
    pub gateway: Attr<Ipv4>,
    /// Rank among the routes to the same network; the lowest is used first. ONTAP 9.11.1 and later; null
    /// below. Other tools delete a route and make it again to change it: a refresh finds it by storage VM,
    /// destination and gateway, and shows another metric as a change.
    #[attr(optional, filled = "20")]
    #[attr(check = metric, api(metric), body(metric))]
    pub metric: Attr<i64>,
    /// Whether the create came to its end. `false` after one whose outcome is not known or that was not
    /// finished: it ended with a warning and not with an error, and the next apply looks, finishes or makes
    /// the route. A postcondition on it makes such an apply fail without any harm.
    #[attr(computed, stable, derived)]
    pub complete: Attr<bool>,
    /// How long the operations may take. Default `5m` each.
    #[attr(optional, local)]
    pub timeouts: Attr<Timeouts>,
}

/// The metric that ONTAP uses when none is given, and that routes from before 9.11.1 have after the upgrade.
pub const DEFAULT_METRIC: i64 = 20;

fn metric(value: &i64) -> Result<(), Invalid> {
    match u32::try_from(*value) {
        Ok(_) => Ok(()),
        Err(_) => Err(Invalid(format!("{value} is no metric. Write a number from 0 to {}.", u32::MAX))),
    }
}

of_svm!(RouteModel);

impl RouteModel {
    /// Returns the gateway's address, if it is known.
    pub fn gateway(&self) -> Option<Ipv4Addr> {
        self.gateway.known().map(|gateway| gateway.0)
    }

    /// Returns the destination network, if it is known.
    pub fn destination(&self) -> Option<Ipv4Net> {
        self.destination.known().map(|destination| destination.network())
    }

    /// Returns whether it is a default route.
    pub fn is_default(&self) -> bool {
        self.destination.known().is_some_and(|destination| destination.is_default())
    }

    /// Returns the state after a refresh. A null metric of a route read before ONTAP 9.11.1 stays null as
    /// long as the metric is the default one, because an upgrade of ONTAP does not change the route.
    pub fn refreshed(&self, route: &IpRoute) -> Self {
        let seen = self.observed(route);
        let keeps_null = self.lacks_metric() && seen.metric == Attr::Known(DEFAULT_METRIC);
        if keeps_null { Self { metric: Attr::Null, ..seen } } else { seen }
    }

    /// Returns whether the route was read without a metric. For a route that was never read this is not known
    /// yet.
    pub fn lacks_metric(&self) -> bool {
        self.metric.is_null() && self.complete != Attr::Known(false)
    }

    /// Returns whether this ONTAP route has the same destination and gateway. These identify a route: ONTAP
    /// allows several gateways for one network, but not a second metric (1966345).
    pub fn is_same_way(&self, route: &IpRoute) -> bool {
        self.destination().is_some()
            && route.ipv4_destination() == self.destination()
            && route.ipv4_gateway() == self.gateway()
    }
}
