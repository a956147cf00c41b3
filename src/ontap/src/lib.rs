//! A client of the ONTAP REST API: cluster, nodes, storage VMs, LIFs, routes and what may be in their way.
//!
//! Requests are values, built and tested without a socket; one transport sends them. The client follows jobs to
//! their end, repeats what ONTAP refused for the moment, and never repeats blindly a creation whose outcome is
//! unknown: it looks first, and what it finds it does not take for its own. Every record is held against what was asked
//! for. It knows nothing of Terraform.
//!
//! ```no_run
//! # async fn example() -> Result<(), ontap::Error> {
//! use std::time::Duration;
//!
//! let client = ontap::Client::new(ontap::Config {
//!     endpoints: vec!["https://10.0.0.10".to_owned()],
//!     auth: ontap::Auth::Basic { username: "admin".to_owned(), password: ontap::Secret::new("...") },
//!     trust: ontap::Trust::System,
//!     tls_server_name: None,
//!     request_timeout: Duration::from_secs(60),
//! })?;
//! let cluster = client.cluster().await?;
//! println!("{} runs ONTAP {}", cluster.name, cluster.version);
//! # Ok(())
//! # }
//! ```
#![deny(missing_docs)]

mod aggregate;
mod ambiguity;
mod answer;
mod api_enum;
mod change;
mod cifs;
mod classify;
mod client;
mod cluster;
mod code;
mod config;
mod connection_error;
mod create;
mod doubt;
mod endpoint;
mod error;
mod error_code;
mod expected;
mod failure;
mod foreign;
mod fpolicy;
mod identity;
mod ip_interface;
mod ip_interface_change;
mod ip_route;
mod job;
mod lun;
mod method;
mod name_service;
mod node;
mod node_failover;
mod pace;
mod paging;
mod port;
mod redactor;
mod reference;
mod request;
mod retry;
mod s3;
mod secret;
mod server_text;
mod service_name;
mod service_policy;
mod service_policy_cli;
mod snapmirror;
mod snapshot_policy;
mod svm;
mod svm_change;
mod svm_name_services;
mod svm_peer;
mod svm_services;
mod tls;
mod transport;
mod uuid;
mod verifier;
mod version;
mod volume;
mod written;

pub use aggregate::{Aggregate, AggregateSpace, AggregateState, BlockStorageSpace};
pub use cifs::{CifsService, CifsShare};
pub use client::Client;
pub use cluster::Cluster;
pub use config::{Auth, Config, Trust};
pub use error::{Doubt, Error, JobEnd, Method, Result, TransportFailure, UnlessGone};
pub use fpolicy::FpolicyPolicy;
pub use ip_interface::{
    Failover, IpAddress, IpInterface, IpInterfaceFilter, IpInterfaceState, Location, Scope,
};
pub use ip_interface_change::{IpInterfaceCreate, IpInterfacePatch};
pub use ip_route::{IpRoute, IpRouteCreate};
pub use lun::{Lun, Namespace};
pub use name_service::{Dns, Ldap, Nis};
pub use node::{
    CloudPlatform, Giveback, GivebackState, Ha, ManagementInterface, ManagementIp, Node, NodeState, Takeover,
    TakeoverState, VirtualMachine,
};
pub use node_failover::NodeFailover;
pub use pace::Pace;
pub use port::{BroadcastDomain, Port, PortState};
pub use reference::{HomePort, Reference};
pub use s3::S3Service;
pub use secret::Secret;
pub use service_name::ServiceName;
pub use service_policy::ServicePolicy;
pub use service_policy_cli::AllowedAddresses;
pub use snapmirror::{SnapmirrorEndpoint, SnapmirrorRelationship};
pub use snapshot_policy::SnapshotPolicy;
pub use svm::{Svm, SvmRootSettings, SvmState, SvmSubtype};
pub use svm_change::{SvmCreate, SvmPatch};
pub use svm_name_services::{SvmCifs, SvmNameServices};
pub use svm_peer::{PeerSvm, SvmPeer};
pub use svm_services::SvmServices;
pub use version::Version;
pub use volume::{Nas, QueuedVolume, SecurityStyle, Volume, VolumePatch, VolumeState, VolumeType};
