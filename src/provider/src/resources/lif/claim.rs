//! The LIF of a stored state, and whether the one that an unfinished create may have made is it.

use ontap::{IpInterface, IpInterfaceFilter, Scope, UnlessGone};
use provider_core::lif::{LifModel, TYPE, refuse_another};
use provider_core::unfinished::{Found, Object, without_record};
use tfplugin::{Cx, Outcome};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;
use crate::unfinished::{self, Looked};

/// What there is of a stored state: the LIF of its uuid, which is gone only by a 404, or what an unfinished create made.
pub async fn stored(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &LifModel,
) -> Outcome<Option<IpInterface>> {
    let described = stored.describe();
    identity::refuse_another(cx, &described, &stored.id)?;
    let Some(uuid) = stored.id.known() else { return look(cx, ontap, stored).await?.into_ours() };
    let found = ontap.ip_interface(uuid).await.unless_gone().during(format!("read {described}"))?;
    let is_remembered = identity::remembered(cx).is_some();
    found.iter().try_for_each(|lif| refuse_another(stored, lif, is_remembered))?;
    Ok(found)
}

/// What there is of a state without uuid. Only a record of what a create sent makes an object its own.
pub async fn look(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &LifModel,
) -> Outcome<Looked<IpInterface>> {
    let described = stored.describe();
    let import_id = stored.import_id();
    let object = Object { name: &described, type_name: TYPE, import_id: import_id.as_deref() };
    let missing = stored.missing();
    let (Some(sent), true) = (unfinished::remembered(cx), missing.is_empty()) else {
        return Err(without_record(&object, &[&["id"][..], &missing].concat()));
    };
    let filter = IpInterfaceFilter {
        svm_uuid: stored.svm_id.clone().into_known(),
        name: stored.name.clone().into_known(),
        ..IpInterfaceFilter::default()
    };
    let found = ontap.ip_interfaces(&filter).await.during(format!("look for {described}"))?;
    let mut of_svm = found.into_iter().filter(|lif| lif.scope != Some(Scope::Cluster));
    let Some(lif) = of_svm.next() else { return Ok(Looked::Absent) };
    let found = Found { uuid: &lif.uuid, values: stored.observed(&lif).values_sent(), holds: Vec::new() };
    Ok(match sent.refuse_other(&object, &found) {
        Ok(()) => Looked::Ours(lif),
        Err(refusal) => Looked::NotOurs(refusal),
    })
}
