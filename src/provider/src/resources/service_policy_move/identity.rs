//! Whether a stored move is intact, and whether a storage VM that was read is the one that the move is about.

use ontap::Reference;
use provider_core::service_policy_move::{MoveModel, another_svm, require_intact};
use tfplugin::{Cx, Outcome};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;

/// Refuses a stored move that lacks something, or contradicts itself or its record, for instance after a
/// manual edit or a merge of states. A missing value is never guessed, because it could belong to another
/// storage VM.
pub fn refuse_damaged(cx: &Cx<Clients>, stored: &MoveModel) -> Outcome<()> {
    require_intact(stored, identity::remembered(cx).as_deref())
}

/// Refuses to delete if another storage VM has the stored uuid. If no storage VM has the stored name any
/// more, it was renamed.
pub async fn require_same_svm(ontap: &ontap::Client, found: &Reference, stored: &MoveModel) -> Outcome<()> {
    let (name, uuid) = (stored.svm_label(), stored.svm_id.value_or_default());
    let found = found.name.clone().unwrap_or_default();
    if found == name {
        return Ok(());
    }
    let other =
        ontap.find::<ontap::Svm>(&[("name", &name)]).await.during(format!("look for storage VM {name}"))?;
    let Some(other) = other.filter(|other| other.name == name && other.uuid != uuid) else { return Ok(()) };
    Err(another_svm(stored, &found, &other))
}
