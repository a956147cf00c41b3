//! The resources and data sources of `terraform-provider-cvo`: storage VMs of Cloud Volumes ONTAP in AWS.
//!
//! What a resource is and decides is in `provider-core`; its folder here does the reads and writes.
//! `docs/development/architecture.md` explains how to add one.

mod by_hand;
mod check;
mod clients;
mod config;
mod connection;
mod diagnose;
mod discover;
mod envelope;
mod environment;
mod fall_backs;
mod identity;
mod initrds;
mod linux;
mod named_file;
mod new_files;
mod provider;
mod record;
mod svm_of;
mod system;

pub use check::{AskCaller, Finding, Report, Verdict, check};
pub use clients::Clients;
pub use config::{AwsConfig, ProviderConfig};
pub use discover::{Discovery, Form, Wanted, discover};
pub use environment::Environment;
pub use linux::config::{SshBastion, SshConfig, SshProfile};
pub use provider::{AwsSettings, ConnectEc2, CvoProvider};
pub use provider_core::values::InterfaceId;
pub use record::{Tell, record};

use envelope::Enveloped;

/// One folder per resource, or one file if it is small.
mod resources {
    pub mod lif;
    pub mod linux_kvm_drivers;
    pub mod route;
    pub mod secondary_ip;
    pub mod service_policy_move;
    pub mod storage_vm;
}

/// One file or folder per data source.
mod data_sources {
    pub mod aggregates;
    pub mod lifs;
    pub mod linux_kvm_drivers;
    mod private_lifs;
    pub mod routes;
    pub mod service_policies;
    pub mod storage_vm;
    pub mod storage_vms;
    pub mod system;
}

/// One file per list resource, with what they share.
mod list_resources {
    pub mod lifs;
    mod query;
    pub mod routes;
    pub mod secondary_ips;
    pub mod service_policy_moves;
    pub mod storage_vms;
}

/// One file per function, pure.
mod functions {
    mod cidr;
    pub mod is_floating;
    pub mod kvm_driver_plan;
    pub mod netmask;
    mod ontap_version;
    pub mod planned_lifs;
    pub mod version_at_least;
}

/// Returns the server with all resources, data sources, list resources and functions, in the order of the manual.
#[must_use]
pub fn server(provider: CvoProvider) -> tfplugin::Server<CvoProvider> {
    tfplugin::Server::new(provider)
        .version(env!("CARGO_PKG_VERSION"))
        .log_crates(&["ontap", "ec2", "ec2_sdk", "waiting"])
        .commands(&[
            ("check", "look whether the provider can work with the variables of this environment"),
            (
                "discover",
                "write a system that exists as configuration with import blocks, or draw it as a tree",
            ),
            ("record", "write what a system says about itself to a file, without names and secrets"),
        ])
        .resource::<Enveloped<resources::lif::Lif>>()
        .resource::<resources::linux_kvm_drivers::LinuxKvmDrivers>()
        .resource::<Enveloped<resources::route::Route>>()
        .resource::<resources::secondary_ip::SecondaryIp>()
        .resource::<resources::service_policy_move::ServicePolicyMove>()
        .resource::<Enveloped<resources::storage_vm::StorageVm>>()
        .data_source::<data_sources::system::System>()
        .data_source::<data_sources::storage_vm::StorageVmByName>()
        .data_source::<data_sources::storage_vms::StorageVms>()
        .data_source::<data_sources::lifs::Lifs>()
        .data_source::<data_sources::routes::Routes>()
        .data_source::<data_sources::service_policies::ServicePolicies>()
        .data_source::<data_sources::aggregates::Aggregates>()
        .data_source::<data_sources::linux_kvm_drivers::LinuxKvmDrivers>()
        .list_resource::<list_resources::lifs::Lifs>()
        .list_resource::<list_resources::routes::Routes>()
        .list_resource::<list_resources::secondary_ips::SecondaryIps>()
        .list_resource::<list_resources::service_policy_moves::ServicePolicyMoves>()
        .list_resource::<list_resources::storage_vms::StorageVms>()
        .function::<functions::is_floating::IsFloating>()
        .function::<functions::kvm_driver_plan::KvmDriverPlan>()
        .function::<functions::netmask::Netmask>()
        .function::<functions::planned_lifs::PlannedLifs>()
        .function::<functions::version_at_least::VersionAtLeast>()
}
