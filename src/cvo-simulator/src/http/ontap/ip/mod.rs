//! Objects below `/api/network`.

mod ethernet;
mod interface;
mod route;
mod service_policy;

pub(super) use ethernet::{BroadcastDomains, Ipspaces, Ports};
pub(super) use interface::Interfaces;
pub(super) use route::Routes;
pub(super) use service_policy::ServicePolicies;
