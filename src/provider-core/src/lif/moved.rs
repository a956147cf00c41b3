//! A LIF that a `moved` block takes over from NetApp's provider: pure.

use tfplugin_core::{Attr, Model};

use super::model::LifModel;
use crate::moved::{Foreign, Moved};

impl Moved for LifModel {
    const SOURCES: &'static [&'static str] =
        &["netapp-ontap_network_ip_interface", "netapp-ontap_networking_ip_interface_resource"];

    /// The source knows neither `auto_revert`, `failover` nor `enabled`, and `service_policy` only since its
    /// version 2.1: the read brings them.
    fn moved(source: &mut Foreign<'_>) -> Self {
        Self {
            id: source.uuid(),
            name: source.required("name", "name"),
            svm_name: source.required("svm_name", "svm_name"),
            address: source.required("address", "ip.address"),
            netmask: source.text("netmask", "ip.netmask"),
            home_node: source.text("home_node", "location.home_node"),
            home_port: source.text("home_port", "location.home_port"),
            service_policy: source.text("service_policy", "service_policy"),
            enabled: Attr::Null,
            awaits_route: Attr::Known(false),
            complete: Attr::Known(true),
            ..Self::defaults()
        }
    }
}
