//! Changes of an object in place.

use provider_core::object::OntapModel;
use tfplugin::{Cx, Outcome};

use super::object::{Current, Found, Object, Prepared};
use super::record;
use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;

/// Changes `found`, which was just read, to the plan, and reads it back. `prior` is the stored state.
pub async fn change<O: Object>(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    prior: &O::Model,
    planned: O::Model,
    found: &Found<O>,
) -> Outcome<O::Model> {
    planned.refuse_other_svm(found)?;
    let (now, uuid) = (prior.seen(found), O::Model::uuid(found));
    let current = || Current { prior, now: &now, found };
    let Prepared { planned, held, findings, .. } = O::prepare_change(cx, ontap, planned, current()).await?;
    O::send_changes(cx, ontap, &planned, current()).await?;
    let after = O::by_uuid(cx, ontap, &planned, &uuid).await.during(format!("read {}", prior.describe()))?;
    drop(held);
    if O::KEEPS_UUID {
        identity::remember(cx, &uuid);
    }
    record::forget(cx);
    O::finish_change(cx, planned, after, findings).await
}
