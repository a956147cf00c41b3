//! The object behind a stored state.

use provider_core::object::OntapModel;
use provider_core::unfinished::{Found as Candidate, Object as Described, without_record};
use tfplugin::{Cx, Outcome};

use super::object::{Found, Object};
use super::{Looked, record};
use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;

/// Returns the object of the stored uuid, which is gone only by a 404 for that uuid. Without a stored uuid,
/// returns what an unfinished create made.
pub async fn stored<O: Object>(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &O::Model,
) -> Outcome<Option<Found<O>>> {
    let described = stored.describe();
    identity::refuse_another(cx, &described, stored.id())?;
    let Some(uuid) = stored.id().known() else { return look::<O>(cx, ontap, stored).await?.into_ours() };
    let found = match O::now(cx, ontap, stored, uuid).await {
        Err(error) if error.is_gone::<O::Record>(uuid) => None,
        answer => Some(answer.during(format!("read {described}"))?),
    };
    let is_remembered = identity::remembered(cx).is_some();
    found.iter().try_for_each(|found| stored.refuse_another(found, is_remembered))?;
    Ok(found)
}

/// Looks for the object of a state without uuid. An object is ours only if it matches the record of what a
/// create sent.
pub async fn look<O: Object>(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &O::Model,
) -> Outcome<Looked<Found<O>>> {
    let (described, import_id) = (stored.describe(), stored.import_id());
    let object = Described { name: &described, type_name: O::Model::TYPE, import_id: import_id.as_deref() };
    let missing = stored.missing();
    let (Some(sent), true) = (record::remembered(cx), missing.is_empty()) else {
        return Err(without_record(&object, &[&["id"][..], &missing].concat()));
    };
    let Some((found, holds)) = O::by_name(cx, ontap, stored).await? else { return Ok(Looked::Absent) };
    let seen = stored.seen(&found);
    let import_id = seen.import_id();
    let object = Described { import_id: import_id.as_deref(), ..object };
    let uuid = O::Model::uuid(&found);
    let candidate = Candidate { uuid: &uuid, values: seen.values_sent(), holds };
    Ok(match sent.refuse_other(&object, &candidate) {
        Ok(()) => Looked::Ours(found),
        Err(refusal) => Looked::NotOurs(refusal),
    })
}
