//! What is refused before a route is added: pure.

use ontap_core::{IpInterface, IpRoute};
use tfplugin_core::{Diagnostics, Recorded};

use super::model::RouteModel;
use crate::object::OntapModel;
use crate::system::describe_lif;

/// Refuses a router that is a LIF.
pub fn gateway_is_lif(planned: &RouteModel, lif: &IpInterface) -> Diagnostics {
    Diagnostics::error_at(
        "gateway",
        format!(
            "{} is the address of a LIF",
            planned.gateway().map(|gateway| gateway.to_string()).unwrap_or_default()
        ),
        format!(
            "{} has it. A route leads through a router: in AWS the first address of the subnet.",
            describe_lif(lif)
        ),
    )
}

/// Refuses a route that exists.
pub fn duplicate(planned: &RouteModel, there: &IpRoute) -> Diagnostics {
    Diagnostics::error_at(
        "gateway",
        format!("The {} exists already", planned.label()),
        format!(
            "It has uuid {}{}. Take it over with \"terraform import\" and {} as id, or remove it.",
            there.uuid,
            there.metric.map(|metric| format!(" and metric {metric}")).unwrap_or_default(),
            RouteModel::default().observed(there).import_id().unwrap_or_default()
        ),
    )
}
