//! `/api/network/ip/routes`: static routes. The API has no PATCH for them.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Deserialize;

use crate::Reference;
use crate::ip_interface::{IpAddress, Scope};

/// One static route. Of the answer to its creation only the uuid is certain; whatever is optional here for that reason alone
/// is there in every route that is read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IpRoute {
    /// Its uuid.
    pub uuid: String,
    /// SVM that it belongs to; none for the cluster's.
    #[serde(default)]
    pub svm: Reference,
    /// IPspace that it belongs to.
    #[serde(default)]
    pub ipspace: Reference,
    /// Whether it belongs to an SVM or to the cluster.
    pub scope: Option<Scope>,
    /// Network that it leads to.
    #[serde(default)]
    pub destination: IpAddress,
    /// Address of the router.
    pub gateway: Option<IpAddr>,
    /// Rank among routes to the same network, the lowest first; `None` before 9.11.
    pub metric: Option<u32>,
}

impl IpRoute {
    /// The network that it leads to, without host part.
    pub fn destination_net(&self) -> Option<IpNet> {
        self.destination.net().map(|net| net.trunc())
    }
}

/// What a route of an SVM is created with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpRouteCreate {
    /// Uuid of its SVM.
    pub svm_uuid: String,
    /// Network that it leads to.
    pub destination: IpNet,
    /// Address of the router.
    pub gateway: IpAddr,
    /// Rank among routes to the same network (ONTAP's choice: 20). Only 9.11 and later know it.
    pub metric: Option<u32>,
}
