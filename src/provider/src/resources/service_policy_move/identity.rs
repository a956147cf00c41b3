//! Whether a stored move is whole, and whether what was read is what it is about.

use ontap::Reference;
use provider_core::service_policy_move::{MoveModel, another_svm, whole};
use tfplugin::{Cx, Outcome};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;

/// Refuses a stored move that lacks something or contradicts itself or what was remembered with it, as a hand edit or a
/// merge of states leaves it. What is missing is never guessed: it could be another storage VM's.
pub fn refuse_damaged(cx: &Cx<Clients>, stored: &MoveModel) -> Outcome<()> {
    whole(stored, identity::remembered(cx).as_deref())
}

/// Refuses to delete where another storage VM was found under the stored uuid. One whose stored name nobody has any more
/// was renamed.
pub async fn same_svm(ontap: &ontap::Client, found: &Reference, stored: &MoveModel) -> Outcome<()> {
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
