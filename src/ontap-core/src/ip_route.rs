//! `/api/network/ip/routes`: static routes. The API has no PATCH for them.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};
use serde::Deserialize;

use crate::body::body;
use crate::ip_interface::ipv4;
use crate::record::record;
use crate::{Filters, IpAddress, Object, Reference, Scope, Version, Writable, address};

record! {
    /// One static route. The answer to a creation is only certain to contain the uuid, which is why some
    /// fields are optional; a route that is read has them all.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct IpRoute {
        /// Its uuid.
        pub uuid: String,
        /// SVM that it belongs to; none for routes of the cluster.
        #[serde(default)]
        pub svm: Reference,
        /// IPspace that it belongs to.
        #[serde(default)]
        pub ipspace: Reference,
        /// Whether it belongs to an SVM or to the cluster.
        pub scope: Option<Scope>,
        /// Destination network.
        #[serde(default)]
        pub destination: IpAddress,
        /// Address of the router.
        #[serde(default, deserialize_with = "address::read")]
        pub gateway: Option<IpAddr>,
        /// Metric, which ranks routes to the same network, the lowest first; `None` before 9.11.
        pub metric: Option<u32>,
    }
}

impl IpRoute {
    /// Returns the destination network, without host part.
    pub fn destination_net(&self) -> Option<IpNet> {
        self.destination.net().map(|net| net.trunc())
    }

    /// Returns the destination network, if it is an IPv4 network.
    pub fn ipv4_destination(&self) -> Option<Ipv4Net> {
        match self.destination.net()? {
            IpNet::V4(net) => Some(net),
            IpNet::V6(_) => None,
        }
    }

    /// Returns the address of the router, if it is an IPv4 address.
    pub fn ipv4_gateway(&self) -> Option<Ipv4Addr> {
        ipv4(self.gateway?)
    }
}

body! {
    /// What is sent to create a route. The API has no PATCH for routes.
    pub struct IpRouteBody {
        /// SVM that it belongs to.
        pub svm: Reference,
        /// Destination network.
        pub destination: IpAddress,
        /// Address of the router.
        pub gateway: Option<IpAddr>,
        /// Metric, which ranks routes to the same network (ONTAP's default: 20). Known to 9.11 and later.
        pub metric: Option<u32>,
    }
}

impl Object for IpRoute {
    const PATH: &'static str = "/network/ip/routes";
    const ALWAYS: &'static [&'static str] =
        &["scope", "destination.address", "destination.netmask", "gateway", "metric"];
    const ALWAYS_WHERE: &'static [((&'static str, &'static str), &'static [&'static str])] =
        &[(("scope", "svm"), &["svm.name", "svm.uuid"])];
    const SINCE: &'static [(&'static str, Version)] = &[("metric", Version::ROUTE_METRIC)];
}

impl Writable for IpRoute {
    type Body = IpRouteBody;

    fn key(&self) -> Option<&str> {
        Some(&self.uuid)
    }

    fn like(body: &IpRouteBody) -> Filters {
        vec![("svm.uuid", body.svm.uuid.clone())]
    }

    /// Destination and gateway identify a route. Several gateways for one destination are allowed.
    fn is_like(&self, body: &IpRouteBody) -> bool {
        let wanted = body.destination.net().map(|net| net.trunc());
        wanted.is_some() && self.destination_net() == wanted && self.gateway == body.gateway
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::objects::list;

    fn default_route(metric: Option<u32>) -> IpRouteBody {
        IpRouteBody {
            svm: Reference::to_uuid("u-svm"),
            destination: "0.0.0.0/0".parse::<IpNet>().unwrap().into(),
            gateway: Some([10, 0, 0, 1].into()),
            metric,
        }
    }

    #[test]
    fn a_metric_is_sent_only_when_it_is_set() {
        let body = |metric| IpRoute::creation(&default_route(metric)).unwrap().body.unwrap();
        let plain = json!({
            "svm": {"uuid": "u-svm"},
            "destination": {"address": "0.0.0.0", "netmask": "0"},
            "gateway": "10.0.0.1",
        });
        assert_eq!(body(None), plain);
        assert_eq!(body(Some(30))["metric"], json!(30));
    }

    #[test]
    fn metrics_are_not_requested_from_an_old_release() {
        let requests_metric =
            |release| list::<IpRoute>(&[], Some(release)).unwrap().query[0].1.contains("metric");
        assert!(!requests_metric(Version::new(9, 10, 1)) && requests_metric(Version::new(9, 11, 1)));
    }

    #[test]
    fn destination_and_gateway_identify_a_route() {
        let found = |gateway: &str| -> IpRoute {
            let route = json!({"uuid": "r", "destination": {"address": "0.0.0.0", "netmask": "0"}, "gateway": gateway});
            serde_json::from_value(route).unwrap()
        };
        assert!(found("10.0.0.1").is_like(&default_route(None)));
        assert!(!found("10.0.0.2").is_like(&default_route(None)));
    }
}
