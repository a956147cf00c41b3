//! Finding a route.

use ontap::IpRoute;
use provider_core::route::{Ours, RouteModel};
use tfplugin::{Cx, Outcome};

use super::replacements;
use crate::clients::Clients;
use crate::diagnose::During;

/// The route of a stored uuid, and those that interrupted changes added.
///
/// # Errors
/// That there is no route of this uuid, unless a change has put another in its place.
pub async fn ours(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &RouteModel,
    uuid: &str,
) -> ontap::Result<Ours> {
    let own = ontap.get::<IpRoute>(uuid).await;
    if own.as_ref().is_err_and(|error| !error.is_not_found()) {
        return own.map(Ours::only);
    }
    let replacements = replacements::remembered(cx);
    let mut others = Vec::new();
    if let Some(svm) = stored.svm_id.known().filter(|_| !replacements.is_empty()) {
        let all = ontap.list::<IpRoute>(&[("svm.uuid", svm)]).await?;
        replacements::forget_gone(cx, &all);
        others.extend(all.into_iter().filter(|route| replacements.have(route) && route.uuid != *uuid));
    }
    match own {
        Ok(first) => Ok(Ours { first, others, replacements }),
        Err(gone) if others.is_empty() => Err(gone),
        Err(_) => Ok(Ours { first: others.remove(0), others, replacements }),
    }
}

/// The routes of a storage VM.
pub async fn routes_of(ontap: &ontap::Client, svm_uuid: &str) -> Outcome<Vec<IpRoute>> {
    ontap.list::<IpRoute>(&[("svm.uuid", svm_uuid)]).await.during("list the routes of the storage VM")
}
