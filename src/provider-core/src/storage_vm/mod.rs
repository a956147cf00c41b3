//! `cvo_storage_vm`: one storage VM (SVM) with its root volume.

mod checks;
mod create_only;
mod identity;
mod model;
mod observe;
mod rules;
mod steps;

pub use checks::{
    Blocker, aggregates_in_use, blocker, describe_mirror, describe_peer, in_the_making, in_the_way,
    name_taken, no_root_volume, on_aggregates, refuse_other_name, refuse_protected,
};
pub use create_only::accepted;
pub use model::StorageVmModel;
pub use observe::{AggregateNames, Whole, names, root};
pub use rules::{Facts, absent_aggregates, names_new_aggregates, replacement_refused, validate};
pub use steps::{Step, removed, steps};
