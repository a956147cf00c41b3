//! A route that a `moved` block takes over from NetApp's provider: pure.

use ipnet::Ipv4Net;
use tfplugin_core::{Attr, Model};

use super::model::RouteModel;
use crate::moved::{Foreign, Moved};
use crate::values::{Destination, Ipv4, Netmask};

impl Moved for RouteModel {
    const SOURCES: &'static [&'static str] =
        &["netapp-ontap_network_ip_route", "netapp-ontap_networking_ip_route_resource"];

    fn moved(source: &mut Foreign<'_>) -> Self {
        Self {
            id: source.uuid(),
            svm_name: source.required("svm_name", "svm_name"),
            destination: destination(source),
            gateway: source.required("gateway", "gateway"),
            metric: source.number("metric", "metric"),
            complete: Attr::Known(true),
            ..Self::defaults()
        }
    }
}

/// Returns address and mask as one network; null if the source has neither.
fn destination(source: &mut Foreign<'_>) -> Attr<Destination> {
    const NAME: &str = "destination";
    let Attr::Known(Ipv4(address)) = source.text(NAME, "destination.address") else { return Attr::Null };
    let mask = source.required::<Netmask>(NAME, "destination.netmask");
    mask.known().and_then(|mask| Ipv4Net::new(address, mask.length()).ok()).map(Destination::from).into()
}
