//! Tests of what NetApp documents about the API. They run against the simulator, and also against a real
//! cluster if `CVO_CONTRACT_URL` names one (with `CVO_CONTRACT_USERNAME`, `CVO_CONTRACT_PASSWORD` and
//! `CVO_CONTRACT_CA_FILE`).
//!
//! The suite creates SVMs whose names begin with `contract_` and LIFs in 192.0.2.0/24, a network reserved for
//! documentation, and deletes them again.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod failover;
mod inventory;
mod ip_interface;
mod ip_route;
mod name_service;
mod refusals;
mod releases;
mod service_policy;
mod svm;
mod system;
