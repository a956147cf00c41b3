//! The routes of a query.

use ontap_core::IpRoute;

use super::{Filter, Listed, can_be_written};
use crate::estate::book::text;
use crate::object::OntapModel;
use crate::route::{Ours, RouteModel};

/// Returns the routes that are wanted, by storage VM, destination and gateway.
#[must_use]
pub fn routes(all: &[IpRoute], filter: &Filter<'_>) -> Vec<Listed<RouteModel>> {
    let is_wanted =
        |route: &&IpRoute| filter.wants(&route.svm) && RouteModel::refuse_unmanaged(route).is_ok();
    let mut all: Vec<_> = all.iter().filter(is_wanted).collect();
    all.sort_by_cached_key(|route| {
        (route.svm.name.clone(), route.destination_net(), route.gateway, route.uuid.clone())
    });
    all.into_iter().filter_map(listed).collect()
}

fn listed(route: &IpRoute) -> Option<Listed<RouteModel>> {
    let object = RouteModel::imported(&Ours::only(route.clone()));
    let to = if object.is_default() { "default".to_owned() } else { text(&object.destination) };
    let name = format!("{}: {to} through {}", route.svm.name.as_deref()?, object.gateway()?);
    can_be_written(&object, &()).then_some(Listed { object, name })
}
