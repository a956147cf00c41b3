//! What the resources of `terraform-provider-cvo` are and decide: models (schema, manual and state), value
//! types, plan rules, checks and the steps of a change.
//!
//! *Invariant:* nothing here waits, sends or opens anything. Facts that a decision needs are passed in.

pub mod estate;
pub mod identity;
pub mod import;
pub mod initrds;
pub mod lif;
pub mod linux_kvm_drivers;
pub mod moved;
pub mod object;
pub mod permissions;
pub mod recording;
pub mod route;
pub mod secondary_ip;
pub mod service_policy_move;
pub mod storage_vm;
pub mod svm_of;
pub mod system;
pub mod unfinished;
pub mod values;
pub mod written;

#[cfg(test)]
mod local_tests;
#[cfg(test)]
mod planning;
