//! Which route an import id names: pure.

use ontap_core::IpRoute;
use tfplugin_core::{Diagnostics, Outcome, Text};

use crate::values::{Destination, Ipv4};

/// `svm_name/CIDR/gateway`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    pub svm: &'a str,
    destination: Destination,
    gateway: Ipv4,
}

impl<'a> Named<'a> {
    /// The parts of an import id; `None` of one of another form.
    pub fn parse(id: &'a str) -> Option<Self> {
        let (rest, gateway) = id.rsplit_once('/')?;
        let (svm, destination) = rest.split_once('/')?;
        let (destination, gateway) = (Destination::parse(destination).ok()?, Ipv4::parse(gateway).ok()?);
        Some(Self { svm, destination, gateway })
    }

    /// The one of these routes.
    ///
    /// # Errors
    /// When there is none or several, with the ids that there are.
    pub fn choose(self, routes: Vec<IpRoute>, id: &str) -> Outcome<IpRoute> {
        let is_named = |route: &&IpRoute| {
            route.ipv4_destination() == Some(self.destination.network())
                && route.ipv4_gateway() == Some(self.gateway.0)
        };
        let matching: Vec<_> = routes.iter().filter(is_named).collect();
        match matching[..] {
            [only] => managed(only.clone()),
            [] => Err(none(id, &routes)),
            _ => Err(Diagnostics::error(
                format!("{id:?} names several routes"),
                format!("Import by uuid: {}.", candidates(&routes)),
            )),
        }
    }
}

/// Refuses a route that is not managed.
///
/// # Errors
/// When it is none of IPv4.
pub fn managed(route: IpRoute) -> Outcome<IpRoute> {
    if route.ipv4_destination().is_some() && route.ipv4_gateway().is_some() {
        return Ok(route);
    }
    Err(Diagnostics::error(
        format!("Route {} is no IPv4 route", route.uuid),
        "cvo_route manages IPv4 routes only: network interfaces of Cloud Volumes ONTAP in AWS carry no other addresses.",
    ))
}

/// Refuses an id that names none of these routes.
pub fn none(id: &str, routes: &[IpRoute]) -> Diagnostics {
    let there = match candidates(routes) {
        list if list.is_empty() => "There are no routes to choose from.".to_owned(),
        list => format!("There are: {list}."),
    };
    Diagnostics::error(
        format!("There is no route {id:?}"),
        format!(
            "The import id is svm_name/CIDR/gateway, such as svm_2/0.0.0.0/0/10.0.1.1, or the route's uuid. {there}"
        ),
    )
}

/// `svm_2/0.0.0.0/0/10.0.1.1 (uuid)`, in order.
fn candidates(routes: &[IpRoute]) -> String {
    let mut ids: Vec<_> =
        routes.iter().map(|route| format!("{} ({})", import_id(route), route.uuid)).collect();
    ids.sort();
    ids.join(", ")
}

/// The id that a route is imported by.
pub fn import_id(route: &IpRoute) -> String {
    let svm = route.svm.name.as_deref().unwrap_or_default();
    let destination = route.ipv4_destination().map(|net| net.to_string()).unwrap_or_default();
    let gateway = route.ipv4_gateway().map(|gateway| gateway.to_string()).unwrap_or_default();
    format!("{svm}/{destination}/{gateway}")
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
