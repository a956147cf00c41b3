//! The ONTAP REST API as values: records, bodies, requests, answers and errors.
//!
//! Nothing in here waits, sends or opens anything. The crate `ontap` does, and re-exports everything from
//! this crate.
#![deny(missing_docs)]

mod address;
mod aggregate;
mod ambiguity;
mod api_enum;
mod body;
mod cifs;
mod classify;
mod cluster;
mod code;
mod error;
mod error_code;
mod failure;
mod fpolicy;
mod ip_interface;
mod ip_interface_body;
mod ip_route;
mod listed;
mod lun;
mod method;
mod name_service;
mod node;
mod node_failover;
mod object;
mod port;
pub mod protocol;
mod raw;
mod record;
mod reference;
mod s3;
mod security;
mod server_text;
mod service_name;
mod service_policy;
mod service_policy_cli;
mod snapmirror;
mod snapshot_policy;
mod svm;
mod svm_body;
mod svm_name_services;
mod svm_peer;
mod svm_services;
mod uuid;
mod version;
mod volume;

pub use aggregate::{Aggregate, AggregateSpace, AggregateState, BlockStorageSpace};
pub use cifs::{CifsService, CifsShare};
pub use cluster::Cluster;
pub use error::{Doubt, Error, JobEnd, Method, Result, TransportFailure, UnlessGone};
pub use fpolicy::{Fpolicy, FpolicyPolicy};
pub use ip_interface::{Failover, IpAddress, IpInterface, IpInterfaceState, Location, Scope};
pub use ip_interface_body::{IpInterfaceBody, LocationBody};
pub use ip_route::{IpRoute, IpRouteBody};
pub use listed::{Fault, Faulty, Listed};
pub use lun::{Lun, Namespace};
pub use name_service::{Dns, Ldap, Nis};
pub use node::{
    CloudPlatform, Giveback, GivebackState, Ha, ManagementInterface, ManagementIp, Node, NodeState, Takeover,
    TakeoverState, VirtualMachine,
};
pub use node_failover::NodeFailover;
pub use object::{Filters, Object, Writable};
pub use port::{BroadcastDomain, Port, PortState};
pub use raw::Raw;
pub use record::Fields;
pub use reference::{HomePort, Named, Reference};
pub use s3::S3Service;
pub use security::{Account, Privilege, Role};
pub use service_name::ServiceName;
pub use service_policy::ServicePolicy;
pub use service_policy_cli::{AllowedAddresses, PolicyAddresses, PolicyServiceBody};
pub use snapmirror::{SnapmirrorEndpoint, SnapmirrorRelationship};
pub use snapshot_policy::SnapshotPolicy;
pub use svm::{Svm, SvmState, SvmSubtype};
pub use svm_body::{RootVolumeBody, SvmBody};
pub use svm_name_services::{SvmCifs, SvmNameServices};
pub use svm_peer::{PeerSvm, SvmPeer};
pub use svm_services::SvmServices;
pub use uuid::is_uuid;
pub use version::Version;
pub use volume::{
    Nas, QueuedVolume, QueuedVolumeBody, SecurityStyle, Volume, VolumeBody, VolumeState, VolumeType,
};
