//! The routes of a stored state, and whether the one that an unfinished create may have made is it.

use ontap::{IpRoute, UnlessGone};
use provider_core::route::{RouteModel, TYPE, import_id, refuse_another};
use provider_core::unfinished::{Found, Object, without_record};
use tfplugin::{Cx, Outcome};

use super::find::routes_of;
use super::successor;
use crate::clients::Clients;
use crate::diagnose::During;
use crate::unfinished::{self, Looked};

/// The routes of a stored state: first the one of its uuid, which is gone only by a 404, then those that interrupted changes
/// added. Without uuid, what an unfinished create made.
pub async fn ours(cx: &Cx<Clients>, ontap: &ontap::Client, stored: &RouteModel) -> Outcome<Vec<IpRoute>> {
    let described = format!("the {}", stored.describe());
    let Some(uuid) = stored.id.known() else {
        return Ok(look(cx, ontap, stored).await?.into_ours()?.into_iter().collect());
    };
    let mut ours = Vec::new();
    if let Some(route) = ontap.ip_route(uuid).await.unless_gone().during(format!("read {described}"))? {
        refuse_another(stored, &route, &successor::remembered(cx))?;
        ours.push(route);
    }
    let successors = successor::remembered(cx);
    if let Some(svm) = stored.svm_id.known().filter(|_| !successors.is_empty()) {
        let all = routes_of(ontap, svm).await?;
        successor::forget_gone(cx, &all);
        let added = |route: &IpRoute| successors.have(route) && route.uuid != *uuid;
        ours.extend(all.into_iter().filter(added));
    }
    Ok(ours)
}

/// What there is of a state without uuid. Only a record of what a create sent makes an object its own.
pub async fn look(cx: &Cx<Clients>, ontap: &ontap::Client, stored: &RouteModel) -> Outcome<Looked<IpRoute>> {
    let described = stored.describe();
    let id = stored.import_id();
    let object = Object { name: &described, type_name: TYPE, import_id: id.as_deref() };
    let missing = stored.missing();
    let (Some(sent), Some(svm), true) =
        (unfinished::remembered(cx), stored.svm_id.known(), missing.is_empty())
    else {
        return Err(without_record(&object, &[&["id"][..], &missing].concat()));
    };
    let mut same = routes_of(ontap, svm).await?.into_iter().filter(|route| stored.is_same_way(route));
    let Some(route) = same.next() else { return Ok(Looked::Absent) };
    let id = import_id(&route);
    let object = Object { import_id: Some(&id), ..object };
    let found = Found { uuid: &route.uuid, values: stored.observed(&route).values_sent(), holds: Vec::new() };
    Ok(match sent.refuse_other(&object, &found) {
        Ok(()) => Looked::Ours(route),
        Err(refusal) => Looked::NotOurs(refusal),
    })
}
