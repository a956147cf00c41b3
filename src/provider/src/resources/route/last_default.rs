//! The last default route of a storage VM is deleted after its LIFs, or with a warning (docs/decisions/0007).

use std::time::Duration;

use futures::future::BoxFuture;
use ontap::IpRoute;
use provider_core::object::OntapModel;
use provider_core::route::{NO_DEFAULT_ROUTE, RouteModel, no_default_route};
use tfplugin::{Cx, Diagnostics, Outcome, Text};

use crate::clients::{Clients, Held, pause, while_falling};

/// Number of looks, one second apart, without a deleted LIF, after which the remaining LIFs count as staying, once
/// this process has begun to delete LIFs of the storage VM: Terraform may not have begun with all of them. Before
/// that they stay, or go after the route.
const LOOKS: usize = 5;

/// In this time Terraform calls whatever it deletes at the same time.
const MOMENT: Duration = Duration::from_millis(500);

/// Permission to delete a route. It holds a lock so that no other default route of the storage VM is deleted
/// in this run; otherwise each of two routes could count on the other one staying.
#[derive(Debug)]
pub struct Departure {
    lifs: Vec<String>,
    _alone: Option<Held>,
}

/// Gives the LIFs that need the routes time to be deleted first. Traffic continues in the meantime.
pub async fn let_lifs_go_first(
    cx: &Cx<Clients>,
    prior: &RouteModel,
    leaving: &[IpRoute],
) -> Outcome<Departure> {
    let Some(svm) = prior.svm_id.known().filter(|_| leaving.iter().any(is_default)) else {
        return Ok(Departure { lifs: Vec::new(), _alone: None });
    };
    let alone = cx.clients().locks.hold(&format!("the default routes of storage VM {svm}")).await?;
    let uuids: Vec<_> = leaving.iter().map(|route| route.uuid.as_str()).collect();
    let lifs = lifs_without_default(cx, svm, &uuids).await?;
    let look = || -> BoxFuture<'_, Outcome<_>> { Box::pin(lifs_of(cx, svm)) };
    let have_begun = || cx.clients().departures.lifs_have_begun(svm);
    if !lifs.is_empty() && !have_begun() {
        pause(MOMENT, "the deletion of LIFs to begin").await;
    }
    let patience = || if have_begun() { LOOKS } else { 0 };
    let ended = || -> BoxFuture<'_, ()> { Box::pin(cx.clients().departures.lifs_have_ended(svm)) };
    let lifs = while_falling(lifs, "the LIFs to go first", patience, Vec::len, ended, look).await?;
    if !lifs.is_empty() && cx.stop().is_cancelled() {
        return Err(stopped());
    }
    Ok(Departure { lifs, _alone: Some(alone) })
}

impl Departure {
    /// Warns, after the routes are deleted, about the remaining LIFs.
    pub fn warn_of_lifs_left(&self, cx: &Cx<Clients>, prior: &RouteModel) {
        if !self.lifs.is_empty() {
            let svm = prior.svm_name.known().map(Text::text).unwrap_or_default();
            let left = self.lifs.join(", ");
            let done = format!("The {} is deleted, and these LIFs are left: {left}.", prior.describe());
            cx.warn(no_default_route(&svm), format!("{done} {}", NO_DEFAULT_ROUTE));
        }
    }
}

/// Returns the LIFs of a storage VM that has no default route without the routes with these uuids. Returns
/// none if another default route stays.
pub async fn lifs_without_default(
    cx: &Cx<Clients>,
    svm_uuid: &str,
    leaving: &[&str],
) -> Outcome<Vec<String>> {
    let stays = |route: &&IpRoute| !leaving.contains(&route.uuid.as_str());
    if cx.clients().routes_of_svm(svm_uuid).await?.iter().filter(stays).any(is_default) {
        return Ok(Vec::new());
    }
    lifs_of(cx, svm_uuid).await
}

async fn lifs_of(cx: &Cx<Clients>, svm_uuid: &str) -> Outcome<Vec<String>> {
    Ok(cx.clients().lifs_of_svm(svm_uuid).await?.into_iter().map(|lif| lif.name).collect())
}

fn is_default(route: &IpRoute) -> bool {
    route.ipv4_destination().is_some_and(|net| net.prefix_len() == 0)
}

fn stopped() -> Diagnostics {
    Diagnostics::error(
        "Waiting for the LIFs to go first was stopped",
        "The route was not deleted. Run Terraform again.",
    )
}
