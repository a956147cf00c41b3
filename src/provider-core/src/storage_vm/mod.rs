//! `cvo_storage_vm`: one storage VM (SVM) with its root volume.

mod checks;
mod contents;
mod create_only;
mod identity;
mod identity_schema;
mod model;
mod moved;
mod observe;
mod rules;
mod steps;
mod written;

pub use checks::{
    aggregates_in_use, in_the_making, name_taken, no_root_volume, on_aggregates, refuse_other_name,
    refuse_protected, require_root,
};
pub use contents::{
    Blocker, Contents, ContentsCheck, RecoveryQueue, SvmKey, describe_mirror, describe_peer, still_queued,
    to_be_purged,
};
pub use create_only::accepted;
pub use identity_schema::StorageVmIdentity;
pub use model::StorageVmModel;
pub use observe::{AggregateNames, Whole, names, root};
pub use rules::{Facts, absent_aggregates, names_new_aggregates, replacement_refused, validate};
pub use steps::{Step, removed, steps};
