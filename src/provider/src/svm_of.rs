//! Objects that belong to a storage VM keep its uuid and act by it, so that renaming the storage VM is one
//! change and not one per object.

use ontap::Reference;
use tfplugin::{Attr, Cx, Diagnostics, Model, Outcome, Plan, Text, quoted};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::values::SvmName;

/// A model with `svm_name` and `svm_id`.
pub(crate) trait OfSvm: Model {
    /// The attributes `svm_name` and `svm_id`.
    fn svm(&self) -> (&Attr<SvmName>, &Attr<String>);

    /// Sets `svm_name`.
    fn set_svm_name(&mut self, name: Attr<SvmName>);
}

/// Who has the name that the configuration now says, when it is not the stored one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NewName {
    /// The name is the stored one, or not known yet.
    Unchanged,
    /// Nobody, or our storage VM after its rename: the storage VM is renamed in this run or was already.
    OursOrFree,
    /// Another storage VM, with this uuid.
    AnothersUuid(String),
}

/// Looks who has a new name; asks nothing while the name is the stored one.
pub(crate) async fn look_up<M: OfSvm>(cx: &Cx<Clients>, plan: &Plan<M>) -> Outcome<NewName> {
    let Some(prior) = &plan.prior else { return Ok(NewName::Unchanged) };
    let (stored_name, stored_id) = prior.svm();
    let Attr::Known(wanted) = plan.config.svm().0 else { return Ok(NewName::Unchanged) };
    if stored_name.known() == Some(wanted) {
        return Ok(NewName::Unchanged);
    }
    let ontap = Clients::ontap(cx).await?;
    let found = ontap
        .find::<ontap::Svm>(&[("name", wanted.as_str())])
        .await
        .during(format!("look for storage VM {}", wanted.text()))?;
    Ok(match found {
        Some(other) if stored_id.known() != Some(&other.uuid) => NewName::AnothersUuid(other.uuid),
        _ => NewName::OursOrFree,
    })
}

/// Another storage VM is refused; a rename is no change of this object.
pub(crate) fn settle_name<M: OfSvm>(plan: &mut Plan<M>, new_name: &NewName, object: &str) {
    let Some(prior) = &plan.prior else { return };
    match new_name {
        NewName::Unchanged => {}
        NewName::OursOrFree => {
            let mut unchanged = plan.planned.clone();
            unchanged.set_svm_name(prior.svm().0.clone());
            if unchanged == *prior {
                plan.planned = unchanged;
            }
        }
        NewName::AnothersUuid(uuid) => {
            let (name, id) = prior.svm();
            let detail = format!(
                "It belongs to storage VM {} (uuid {}); the name in the configuration is that of another one (uuid {uuid}). \
                 ONTAP cannot move it. Put the old name back, or destroy it and make a new one.",
                name.known().map(Text::text).unwrap_or_default(),
                id.value_or_default()
            );
            plan.refuse("svm_name", format!("{object} cannot move to another storage VM"), detail);
        }
    }
}

/// Refuses to change an object whose storage VM, as it was just read, is not the one of the plan.
pub(crate) fn refuse_other<M: OfSvm>(found: &Reference, planned: &M, object: &str) -> Outcome<()> {
    let (name, id) = planned.svm();
    let (name, id) = (name.known().map(Text::text), id.known());
    let is_other =
        |found: Option<&String>, planned: Option<&String>| found.zip(planned).is_some_and(|(f, p)| f != p);
    if !is_other(found.uuid.as_ref(), id) && !is_other(found.name.as_ref(), name.as_ref()) {
        return Ok(());
    }
    let found = found.name.clone().unwrap_or_default();
    Err(Diagnostics::error_at(
        "svm_name",
        format!(
            "{object} belongs to storage VM {}, not to {}",
            quoted(&found),
            quoted(name.unwrap_or_default())
        ),
        format!(
            "Nothing was changed; ONTAP cannot move it to another storage VM. If {found} is to be renamed in this run, refer \
             to the name of its cvo_storage_vm, so that it is renamed first; else correct svm_name."
        ),
    ))
}

/// The uuid of the storage VM that a new object is made on.
pub(crate) async fn uuid_by_name(ontap: &ontap::Client, name: &Attr<SvmName>) -> Outcome<String> {
    let name = name.known().map(Text::text).unwrap_or_default();
    let found =
        ontap.find::<ontap::Svm>(&[("name", &name)]).await.during(format!("look for storage VM {name}"))?;
    found.map(|svm| svm.uuid).ok_or_else(|| {
        Diagnostics::error_at(
            "svm_name",
            format!("There is no storage VM {}", quoted(name)),
            "Nothing was changed. Make it first: refer to the name of a cvo_storage_vm, so that Terraform knows the order.",
        )
    })
}
