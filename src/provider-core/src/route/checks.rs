//! Refusals before a route is added: pure.

use ontap_core::{IpInterface, IpRoute};
use tfplugin_core::Diagnostics;

use super::identity::Ours;
use super::model::RouteModel;
use crate::object::exists_already;
use crate::system::describe_lif;

/// Refuses a gateway that is the address of a LIF.
pub fn gateway_is_lif(planned: &RouteModel, lif: &IpInterface) -> Diagnostics {
    Diagnostics::error_at(
        "gateway",
        format!(
            "{} is the address of a LIF",
            planned.gateway().map(|gateway| gateway.to_string()).unwrap_or_default()
        ),
        format!(
            "{} has it. A route leads through a router: in AWS the second address of the subnet's range.",
            describe_lif(lif)
        ),
    )
}

/// Refuses a route that exists already. A route with another metric is the same route.
pub fn duplicate(there: &IpRoute) -> Diagnostics {
    let refusal = exists_already::<RouteModel>(&Ours::only(there.clone()));
    match there.metric {
        Some(metric) => refusal.with_sentence(&format!("Its metric is {metric}.")),
        None => refusal,
    }
}
