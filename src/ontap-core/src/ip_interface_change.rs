//! Creating, changing and deleting LIFs. ONTAP does all of it at once, without jobs.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::Failover;

/// What a LIF of an SVM is created with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpInterfaceCreate {
    /// Its name.
    pub name: String,
    /// Uuid of its SVM.
    pub svm_uuid: String,
    /// Its address.
    pub address: IpAddr,
    /// Length of its mask.
    pub prefix_len: u8,
    /// Name of the node that it belongs to.
    pub home_node: String,
    /// Name of the port that it belongs to.
    pub home_port: String,
    /// Name of its service policy.
    pub service_policy: String,
    /// Whether it returns home by itself. Always sent: the default of the API is true, that of the CLI false.
    pub auto_revert: bool,
    /// Where it may go when its port fails (ONTAP's choice: wherever its services may be).
    pub failover: Option<Failover>,
    /// Whether it is meant to be in operation.
    pub enabled: bool,
}

/// What is changed of a LIF; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IpInterfacePatch {
    /// New name.
    pub name: Option<String>,
    /// New address and mask; the host part is the address.
    pub ip: Option<IpNet>,
    /// Name of the new home node and of its home port.
    pub home: Option<(String, String)>,
    /// Whether it returns home by itself.
    pub auto_revert: Option<bool>,
    /// Where it may go when its port fails.
    pub failover: Option<Failover>,
    /// Name of the new service policy.
    pub service_policy: Option<String>,
    /// Whether it is meant to be in operation.
    pub enabled: Option<bool>,
}
