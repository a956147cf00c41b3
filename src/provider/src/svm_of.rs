//! The storage VM that an object belongs to, looked up by name.

use provider_core::svm_of::{NewName, OfSvm};
use provider_core::values::SvmName;
use tfplugin::{Attr, Cx, Diagnostics, Outcome, Plan, Text, quoted};

use crate::clients::Clients;

/// Finds out what a new storage VM name means. Sends nothing if the name is the stored one.
pub async fn look_up<M: OfSvm>(cx: &Cx<Clients>, plan: &Plan<M>) -> Outcome<NewName> {
    let Some(prior) = &plan.prior else { return Ok(NewName::Unchanged) };
    let Some((stored_name, stored_id)) = prior.svm() else { return Ok(NewName::Unchanged) };
    let Some((Attr::Known(wanted), _)) = plan.config.svm() else { return Ok(NewName::Unchanged) };
    if stored_name.known() == Some(wanted) {
        return Ok(NewName::Unchanged);
    }
    Ok(match cx.clients().svm_named(&wanted.text()).await? {
        Some(other) if stored_id.known() != Some(&other.uuid) => NewName::AnothersUuid(other.uuid),
        _ => NewName::OursOrFree,
    })
}

/// Adds the uuid of the object's storage VM to the plan, if the object belongs to one.
pub async fn settle<M: OfSvm>(cx: &Cx<Clients>, mut planned: M) -> Outcome<M> {
    if let Some((name, _)) = planned.svm() {
        let uuid = uuid_by_name(cx, name).await?;
        planned.set_svm_id(uuid.into());
    }
    Ok(planned)
}

/// Returns the uuid of the storage VM that a new object is made in.
pub async fn uuid_by_name(cx: &Cx<Clients>, name: &Attr<SvmName>) -> Outcome<String> {
    let name = name.known().map(Text::text).unwrap_or_default();
    let clients = cx.clients();
    if let Some(uuid) = clients.made.uuid_of(&name) {
        return Ok(uuid);
    }
    let found = clients.svm_lately_named(&name).await?;
    found.map(|svm| svm.uuid).ok_or_else(|| {
        Diagnostics::error_at(
            "svm_name",
            format!("There is no storage VM {}", quoted(name)),
            "Make it first: refer to the name of a cvo_storage_vm, so that Terraform knows the order.",
        )
    })
}
