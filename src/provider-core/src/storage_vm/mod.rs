//! `cvo_storage_vm`: one storage VM (SVM) with its root volume.

mod checks;
mod create_only;
mod import;
mod model;
mod observe;
mod rules;
mod steps;

use tfplugin_core::Text;

pub use checks::{
    Blocker, aggregates_in_use, blocker, describe_mirror, describe_peer, in_the_making, in_the_way,
    name_taken, no_root_volume, on_aggregates, refuse_neither_name_nor_root, refuse_other_name,
    refuse_protected, refuse_unlike,
};
pub use create_only::accepted;
pub use import::choose;
pub use model::StorageVmModel;
pub use observe::{AggregateNames, Whole};
pub use rules::{Facts, absent_aggregates, names_new_aggregates, replacement_refused, rules, validate};
pub use steps::{Step, removed, steps};

/// The type, for messages.
pub const TYPE: &str = "cvo_storage_vm";

/// `storage VM svm_2`, for messages.
pub fn describe(model: &StorageVmModel) -> String {
    format!("storage VM {}", model.name.known().map(Text::text).unwrap_or_default())
}
