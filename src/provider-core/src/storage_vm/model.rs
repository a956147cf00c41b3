//! Schema, manual and state of `cvo_storage_vm`.

use std::collections::BTreeSet;

use ontap_core::SvmBody;
use tfplugin_core::{Attr, Model, Timeouts, named, shown};

use super::contents::{ContentsCheck, RecoveryQueue};
use super::observe::{Whole, comment, root};
use crate::values::{Choice, SvmName, name, names, volume_name};

/// A storage VM (SVM) of a Cloud Volumes ONTAP system, with its root volume and the aggregates that its
/// volumes may use.
///
/// A storage VM is never replaced: what cannot change in place is refused in the plan, and so is a plan that
/// would delete one and make another under its name (tainted, `-replace`, another `for_each` key). Destroying
/// one looks first, and refuses while anything but the root volume is in it. What becomes of an apply that
/// ends in the middle is in [a guide](../guides/unfinished.md).
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = Whole, body = SvmBody)]
pub struct StorageVmModel {
    /// UUID that ONTAP gave the storage VM. It stays when the name changes.
    #[attr(computed, stable, api(svm.uuid))]
    pub id: Attr<String>,
    /// Name, unique among the storage VMs, the IPspaces and the cluster; at most 47 characters, beginning
    /// with a letter or an underscore. A new name renames the storage VM in place; resources that refer to it
    /// follow.
    #[attr(required, api(svm.name), body(name))]
    pub name: Attr<SvmName>,
    /// Names of the aggregates that the storage VM's volumes may use; without one no volume can be created.
    /// At least one, unless `subtype` is `dp_destination`. Further aggregates that the console added are left
    /// alone. An aggregate leaves the list only when it is taken out here and no volume of the storage VM
    /// lies on it; aggregates themselves are never created or deleted.
    #[attr(optional, check_new = names, derived)]
    pub aggregates: Attr<BTreeSet<String>>,
    /// All aggregates on the storage VM's list, also those that were added elsewhere.
    #[attr(computed, derived)]
    pub all_aggregates: Attr<BTreeSet<String>>,
    /// Name of the root volume: letters, digits and underscores, at most 203 characters. Changes in place.
    #[attr(optional, filled = "the storage VM's name and `_root`, with `_` in place of `-` and `.`,")]
    #[attr(check_new = volume_name, api(root, read = root::name), body(root_volume.name))]
    pub root_volume_name: Attr<String>,
    /// Aggregate of the root volume. Cannot change: another value is refused in the plan.
    #[attr(optional, filled = "the first of `aggregates` in alphabetical order")]
    #[attr(check_new = name, api(root, read = root::aggregate), body(root_volume.aggregate))]
    pub root_volume_aggregate: Attr<String>,
    /// Security style of the root volume: `unix`, `ntfs` or `mixed`. Changes in place.
    #[attr(optional, default_by_rules = "`unix`; not managed for a `dp_destination`")]
    #[attr(api(root, read = root::security_style), body(root_volume.security_style, write = named))]
    pub root_volume_security_style: Attr<String>,
    /// UUID of the root volume.
    #[attr(computed, stable, api(root, read = root::uuid))]
    pub root_volume_id: Attr<String>,
    /// Snapshot policy that new volumes get. Changes in place.
    #[attr(optional, default_by_rules = "`default`; not managed for a `dp_destination`")]
    #[attr(check_new = name, api(svm.snapshot_policy.name), body(snapshot_policy.name))]
    pub snapshot_policy: Attr<String>,
    /// Language of the storage VM in ONTAP's spelling, such as `c.utf_8`, which a new one has. Changes in
    /// place.
    #[attr(optional, unmanaged)]
    #[attr(api(svm.language), body(language))]
    pub language: Attr<String>,
    /// IPspace; port e0a is in `Default`. Cannot change: another value is refused in the plan.
    #[attr(optional, filled = "`Default`")]
    #[attr(check_new = name, api(svm.ipspace.name), body(ipspace.name))]
    pub ipspace: Attr<String>,
    /// `default`, or `dp_destination` for the target of a storage VM disaster recovery relationship, which
    /// takes a name, a comment and an IPspace only. Cannot change: another value is refused in the plan.
    #[attr(optional, filled = "`default`")]
    #[attr(api(svm.subtype, read = shown), body(subtype, write = named))]
    pub subtype: Attr<String>,
    /// Comment, at most 255 characters. Changes in place.
    #[attr(optional, unmanaged)]
    #[attr(api(svm.comment, read = comment), body(comment))]
    pub comment: Attr<String>,
    /// `true`, also after an import: a destroy is refused in the plan, before anything is touched. To destroy
    /// the storage VM, apply `false` first, then destroy.
    #[attr(optional, default = true, local)]
    pub deletion_protection: Attr<bool>,
    /// When a destroy looks at what is in the storage VM. `plan`, also after an import: the plan is refused
    /// while anything is in it, also what the same run would destroy. `apply` is for configurations that
    /// manage the volumes too: the storage VM is looked into when its turn comes. The destroy waits while the
    /// contents become fewer, and refuses if something is left; by then the rest of the run is done. Counts
    /// once it is applied.
    #[attr(optional, default = "plan", local)]
    pub contents_check: Attr<Choice<ContentsCheck>>,
    /// What a destroy does with volumes of the storage VM that were deleted and can still be recovered (for
    /// 12 hours, unless ONTAP was told otherwise). `keep`, also after an import: it is refused while there
    /// are any. `purge` deletes each of them for good before it deletes the storage VM; the plan of the
    /// destroy names those that are there. Counts once it is applied.
    #[attr(optional, default = "keep", local)]
    pub recovery_queue: Attr<Choice<RecoveryQueue>>,
    /// UUID of the cluster.
    #[attr(computed, stable, derived)]
    pub cluster_uuid: Attr<String>,
    /// Name of the cluster.
    #[attr(computed, stable, derived)]
    pub cluster_name: Attr<String>,
    /// Whether the create came to its end. `false` after one whose outcome is not known or that was not
    /// finished: it ended with a warning and not with an error, and the next apply looks, finishes or makes
    /// it. A postcondition on it keeps dependents from being made on a storage VM that may not be there.
    #[attr(computed, stable, derived)]
    pub complete: Attr<bool>,
    /// How long the operations may take. Default `20m`, and `5m` for a read.
    #[attr(optional, local)]
    pub timeouts: Attr<Timeouts>,
}
