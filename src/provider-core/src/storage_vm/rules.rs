//! Plan rules of `cvo_storage_vm`: pure.

use std::collections::BTreeSet;

use tfplugin_core::{Attr, Diagnostics, Plan, Text};

use super::create_only;
use super::model::StorageVmModel;
use crate::values::VolumeName;

/// Subtype of the target of a disaster recovery relationship.
pub const DESTINATION: &str = "dp_destination";

/// Private-state key of the marker that this storage VM exists. A create plan that carries it is a
/// replacement.
const PROTECTED: &str = "protected";

/// Facts about the cluster that the rules need. A set is absent if the plan does not depend on it.
#[derive(Debug, Default)]
pub struct Facts {
    /// Names of the data aggregates.
    pub aggregates: Option<BTreeSet<String>>,
    /// IPspaces that contain a port e0a.
    pub e0a_ipspaces: Option<BTreeSet<String>>,
}

/// Returns whether the plan names aggregates that the stored state lacks.
pub fn names_new_aggregates(plan: &Plan<StorageVmModel>) -> bool {
    plan.prior.as_ref().is_none_or(|prior| plan.planned.aggregates != prior.aggregates)
}

/// Checks a configuration, offline.
pub fn validate(config: &StorageVmModel, diagnostics: &mut Diagnostics) {
    let subtype = config.subtype.known().map(String::as_str);
    if let Some(subtype) = subtype.filter(|subtype| !matches!(*subtype, "default" | "dp_destination")) {
        diagnostics.push_error_at(
            "subtype",
            format!("subtype {subtype:?} is not possible"),
            "Cloud Volumes ONTAP has storage VMs of subtype \"default\" and \"dp_destination\". \
             MetroCluster's sync_source and sync_destination do not exist there.",
        );
    }
    let style = config.root_volume_security_style.known().map(String::as_str);
    if let Some(style) = style.filter(|style| !matches!(*style, "unix" | "ntfs" | "mixed")) {
        diagnostics.push_error_at(
            "root_volume_security_style",
            format!("Security style {style:?} does not exist"),
            "Use \"unix\", \"ntfs\" or \"mixed\".",
        );
    }
    let language = config.language.known().map(String::as_str);
    let is_ontap_spelling = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_');
    if let Some(language) = language.filter(|language| !language.chars().all(is_ontap_spelling)) {
        diagnostics.push_error_at(
            "language",
            format!("Language {language:?} is not in ONTAP's spelling"),
            format!("Write {:?}.", language.to_lowercase().replace('-', "_")),
        );
    }
    if config.comment.known().is_some_and(|comment| comment.chars().count() > 255) {
        diagnostics.push_error_at(
            "comment",
            "The comment is too long",
            "ONTAP keeps at most 255 characters.",
        );
    }
    if subtype == Some("dp_destination") {
        refuse_attributes_of_destination(config, diagnostics);
    } else if !config.subtype.is_unknown() {
        require_aggregate(config, diagnostics);
    }
}

fn require_aggregate(config: &StorageVmModel, diagnostics: &mut Diagnostics) {
    let none = match &config.aggregates {
        Attr::Null => true,
        Attr::Known(aggregates) => aggregates.is_empty(),
        Attr::Unknown => false,
    };
    if none {
        diagnostics.push_error_at(
            "aggregates",
            "A storage VM needs at least one aggregate",
            "Without an aggregate on its list no volume can be created on the storage VM. Name at least one, \
             such as [\"aggr1\"]; data.cvo_system lists the aggregates of the system.",
        );
    }
}

/// Refuses what a destination has from its source, in a create, where 2621580 is published, as in a change,
/// for which it is assumed (`destination-settings-refused`).
fn refuse_attributes_of_destination(config: &StorageVmModel, diagnostics: &mut Diagnostics) {
    let set = [
        ("aggregates", !config.aggregates.is_null()),
        ("root_volume_name", !config.root_volume_name.is_null()),
        ("root_volume_aggregate", !config.root_volume_aggregate.is_null()),
        ("root_volume_security_style", !config.root_volume_security_style.is_null()),
        ("snapshot_policy", !config.snapshot_policy.is_null()),
        ("language", !config.language.is_null()),
    ];
    for (attribute, _) in set.into_iter().filter(|(_, set)| *set) {
        diagnostics.push_error_at(
            attribute,
            format!("{attribute} cannot be set for subtype dp_destination"),
            "ONTAP takes a name, a comment and an IPspace for such a storage VM (error 2621580); the rest \
             comes from the source with the first transfer. Leave the attribute out.",
        );
    }
}

/// Settles the attributes that the configuration leaves open, and refuses a replacement.
pub fn settle(plan: &mut Plan<StorageVmModel>) {
    refuse_replacement(plan);
    if plan.is_create() {
        fill(plan);
    }
    keep_defaults(plan);
    create_only::keep(plan);
    foresee_all_aggregates(plan);
}

/// Refuses the plan or warns about it.
pub fn review(plan: &mut Plan<StorageVmModel>, facts: Option<&Facts>) {
    create_only::warn_of_drift(plan);
    warn_of_mixed_style(plan);
    refuse_other_languages(plan);
    refuse_to_remove_aggregate_of_root(plan);
    if let Some(facts) = facts {
        refuse_unknown_aggregates(plan, facts);
        warn_of_foreign_ipspace(plan, facts);
    }
}

/// Refuses a create that carries the marker of an existing object: it comes from `-replace` or
/// `replace_triggered_by`.
fn refuse_replacement(plan: &mut Plan<StorageVmModel>) {
    if plan.is_create() && plan.private.get::<bool>(PROTECTED) == Some(true) {
        let name = plan.planned.name.known().map(Text::text).unwrap_or_default();
        plan.diagnostics.extend(replacement_refused(&name));
    }
    plan.private.set(PROTECTED, &true);
}

/// Returns the error for a plan that deletes a storage VM and makes another one under its name.
pub fn replacement_refused(name: &str) -> Diagnostics {
    let detail = format!(
        "The plan would delete storage VM {name} with its data and make an empty one. Nothing was touched. \
         If it is tainted, keep it with \"terraform untaint ADDRESS\". If it has another address in the \
         configuration now, such as another for_each key or another key in the module storage-vm, say so in a moved block, \
         or put the former key back. Else take away -replace \
         or replace_triggered_by. To really rebuild it, apply deletion_protection = false, destroy it, and \
         apply again."
    );
    Diagnostics::error_at("name", "A storage VM is never replaced", detail)
}

/// Plans the values that ONTAP would choose, so that the plan shows them and the request states them. While
/// it is open whether the storage VM is a destination, it is open too whether it gets them.
fn fill(plan: &mut Plan<StorageVmModel>) {
    plan.fill(|model| &mut model.subtype, "default");
    if !has_own_settings(plan) {
        return;
    }
    let root_name = plan.planned.name.clone().map(|name| VolumeName::of_root(&name).text());
    plan.fill(|model| &mut model.root_volume_name, root_name);
    if let Some(first) = plan.planned.aggregates.known().and_then(BTreeSet::first).cloned() {
        plan.fill(|model| &mut model.root_volume_aggregate, first);
    }
}

/// Asks for the defaults of what the configuration leaves out, of a storage VM that has settings of its own.
fn keep_defaults(plan: &mut Plan<StorageVmModel>) {
    if has_own_settings(plan) {
        plan.keep_default(|model| &mut model.root_volume_security_style, "unix");
        plan.keep_default(|model| &mut model.snapshot_policy, "default");
    }
}

/// Returns whether the storage VM is known to be no destination, whose settings are those of its source. One
/// that was made as a destination keeps them when it is activated and its subtype changes.
fn has_own_settings(plan: &Plan<StorageVmModel>) -> bool {
    let stored = plan.prior.as_ref().map_or(&plan.planned.subtype, |prior| &prior.subtype);
    let configured = plan.config.subtype.known().cloned();
    let made = create_only::accepted_subtype(plan);
    let others = [configured, made].into_iter().flatten().all(|subtype| subtype != DESTINATION);
    others && stored.known().is_some_and(|subtype| subtype != DESTINATION)
}

/// Plans the whole list: it changes by exactly what the configuration adds and removes.
fn foresee_all_aggregates(plan: &mut Plan<StorageVmModel>) {
    let Some(prior) = &plan.prior else { return };
    let (Attr::Known(all), Attr::Known(was)) = (&prior.all_aggregates, &prior.aggregates) else { return };
    if let Attr::Known(wanted) = &plan.planned.aggregates {
        let kept = all.difference(was).chain(wanted);
        plan.planned.all_aggregates = Attr::Known(kept.cloned().collect());
    }
}

fn warn_of_mixed_style(plan: &mut Plan<StorageVmModel>) {
    let stored = plan.prior.as_ref().map(|prior| &prior.root_volume_security_style);
    let style = &plan.planned.root_volume_security_style;
    if *style == Attr::from("mixed") && stored != Some(style) {
        let detail = "With mixed, the last client that changes a permission decides between UNIX and NTFS \
             semantics for the file. NetApp advises against it unless both kinds of clients must set \
             permissions.";
        plan.warn("root_volume_security_style", "Security style mixed is seldom what is wanted", detail);
    }
}

/// Refuses languages other than UTF-8, which ONTAP does not accept (13434885). A language that is already
/// stored is left alone.
fn refuse_other_languages(plan: &mut Plan<StorageVmModel>) {
    let stored = plan.prior.as_ref().map(|prior| &prior.language);
    let wanted = &plan.planned.language;
    let Some(language) = wanted.known().filter(|_| stored != Some(wanted)) else { return };
    if !language.ends_with("utf_8") && language != "utf8mb4" {
        let summary = format!("Language {language:?} is no language of UTF-8");
        let detail = format!(
            "ONTAP takes no others for a storage VM. Write \"{language}.utf_8\", or leave it out for c.utf_8."
        );
        plan.refuse("language", summary, detail);
    }
}

/// Refuses to take the aggregate off the list on which the root volume is.
fn refuse_to_remove_aggregate_of_root(plan: &mut Plan<StorageVmModel>) {
    let Some(prior) = &plan.prior else { return };
    let (Attr::Known(was), Attr::Known(wanted)) = (&prior.aggregates, &plan.planned.aggregates) else {
        return;
    };
    let Some(root) = prior.root_volume_aggregate.known() else { return };
    if was.contains(root) && !wanted.contains(root) {
        let summary = format!("Aggregate {root} cannot leave the list");
        let detail = "The root volume of the storage VM is on it. Keep it on the list, or move the root volume \
             to another aggregate first.";
        plan.refuse("aggregates", summary, detail);
    }
}

fn refuse_unknown_aggregates(plan: &mut Plan<StorageVmModel>, facts: &Facts) {
    let Some(existing) = &facts.aggregates else { return };
    let prior = plan.prior.as_ref().map(|prior| prior.aggregates.value_or_default()).unwrap_or_default();
    let wanted = plan.planned.aggregates.value_or_default().difference(&prior).cloned().collect();
    let root = plan.config.root_volume_aggregate.known().filter(|_| plan.prior.is_none());
    plan.diagnostics.extend(absent_aggregates(existing, &wanted, root));
}

/// Refuses aggregates that do not exist.
pub fn absent_aggregates(
    existing: &BTreeSet<String>,
    wanted: &BTreeSet<String>,
    root: Option<&String>,
) -> Diagnostics {
    let list = existing.iter().cloned().collect::<Vec<_>>().join(", ");
    let detail = format!(
        "The cluster has these data aggregates: {list}. Aggregates are created in the console or with ONTAP, \
         never by this provider."
    );
    let mut refusals = Diagnostics::new();
    let ours = wanted.iter().map(|name| ("aggregates", name));
    let root = root.map(|name| ("root_volume_aggregate", name));
    for (attribute, missing) in ours.chain(root).filter(|(_, name)| !existing.contains(*name)) {
        refusals.push_error_at(attribute, format!("Aggregate {missing:?} does not exist"), &detail);
    }
    refusals
}

fn warn_of_foreign_ipspace(plan: &mut Plan<StorageVmModel>, facts: &Facts) {
    let (Some(with_e0a), Attr::Known(ipspace)) = (&facts.e0a_ipspaces, &plan.planned.ipspace) else { return };
    if plan.is_create() && !with_e0a.contains(ipspace) {
        let summary = format!("IPspace {ipspace:?} has no port e0a");
        let detail = format!(
            "A LIF of this storage VM could not be reached from AWS: port e0a is in IPspace {}.",
            with_e0a.iter().cloned().collect::<Vec<_>>().join(", ")
        );
        plan.warn("ipspace", summary, detail);
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
