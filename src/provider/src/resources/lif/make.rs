//! Making a LIF: one request, and the look at what came of it.

use ontap::IpInterface;
use provider_core::lif::{LifModel, refuse_unlike};
use provider_core::unfinished::Sent;
use tfplugin::{Attr, Cx, Outcome};

use super::ready::{Ready, Target, ready};
use super::{BLAMED, FLOATING, claim, routes};
use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;
use crate::svm_of;
use crate::unfinished::{self, after_error, read_back};

/// Makes what is planned. From the request on nothing that may exist is lost.
pub async fn make(cx: &Cx<Clients>, ontap: &ontap::Client, planned: LifModel) -> Outcome<LifModel> {
    let svm_uuid = svm_of::uuid_by_name(ontap, &planned.svm_name).await?;
    let target = Target { svm_uuid: &svm_uuid, now: None };
    let Ready { planned, floating, held, siblings } = ready(cx, ontap, planned, target).await?;
    identity::remember_cluster(cx, &cx.clients().ontap.cluster().await?);
    cx.remember(FLOATING, &floating.is_some());
    // Terraform hands the private data of a LIF that is replaced to its successor, which has another uuid.
    identity::forget(cx);
    let begun = planned.begun(None, &svm_uuid);
    unfinished::remember(cx, &Sent::new(&begun.values_sent(), siblings));
    let made = request(cx, ontap, &begun, &svm_uuid).await?;
    drop(held);
    let name = planned.describe();
    identity::remember(cx, &made.uuid);
    cx.pending(&planned.begun(Some(&made.uuid), &svm_uuid), format!("{name} is made, and was not seen yet"));
    let found = read_back(|| Box::pin(ontap.ip_interface(&made.uuid))).await;
    let found = found.during(format!("read {name}"))?;
    if let Err(refusal) = refuse_unlike(&begun, &found) {
        // The answer to the request named another LIF. Ours is looked for by what was sent.
        identity::forget(cx);
        cx.pending(&begun, format!("Whether {name} was made is not known"));
        return Err(refusal);
    }
    unfinished::forget(cx);
    let awaits_route = match &floating {
        Some((address, vpc)) => routes::still_lacking(cx, &planned, *address, vpc).await,
        None => false,
    };
    let complete = if awaits_route { Attr::Known(false) } else { planned.complete };
    Ok(LifModel { awaits_route: Attr::Known(awaits_route), complete, ..planned.observed(&found) })
}

async fn request(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    begun: &LifModel,
    svm_uuid: &str,
) -> Outcome<IpInterface> {
    let (body, name) = (begun.create_body(svm_uuid)?, begun.describe());
    cx.pending(begun, format!("Whether {name} was made is not known"));
    let error = match ontap.create_ip_interface(&body).await {
        Ok(made) => return Ok(made),
        Err(error) => error,
    };
    let look = || -> futures::future::BoxFuture<'_, _> { Box::pin(claim::look(cx, ontap, begun)) };
    after_error(cx, error, (format!("create {name}"), &BLAMED), look).await
}
