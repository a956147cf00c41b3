//! Making a route: one request, and the look at what came of it.

use ontap::IpRoute;
use provider_core::route::{RouteModel, metric_of_later_releases, refuse_another};
use provider_core::unfinished::Sent;
use tfplugin::{Cx, Outcome};

use super::{BLAMED, claim, exchange, find, successor};
use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity;
use crate::svm_of;
use crate::unfinished::{self, after_error, read_back};

/// Makes what is planned. From the request on nothing that may exist is lost.
pub async fn make(cx: &Cx<Clients>, ontap: &ontap::Client, planned: RouteModel) -> Outcome<RouteModel> {
    let cluster = cx.clients().ontap.cluster().await?;
    metric_of_later_releases(&planned, cluster.version).into_result()?;
    let svm_uuid = svm_of::uuid_by_name(ontap, &planned.svm_name).await?;
    let all = find::routes_of(ontap, &svm_uuid).await?;
    exchange::refuse_impossible(ontap, &planned, &all).await?;
    identity::remember_cluster(cx, &cluster);
    let begun = planned.begun(None, &svm_uuid);
    let sent = Sent::new(&begun.values_sent(), all.into_iter().map(|route| route.uuid));
    unfinished::remember(cx, &sent);
    let made = request(cx, ontap, &begun, &svm_uuid).await?;
    let name = planned.describe();
    cx.pending(
        &planned.begun(Some(&made.uuid), &svm_uuid),
        format!("The {name} is made, and was not seen yet"),
    );
    let found = read_back(|| Box::pin(ontap.ip_route(&made.uuid))).await;
    let found = found.during(format!("read the {name}"))?;
    if let Err(refusal) = refuse_another(&begun, &found, &successor::remembered(cx)) {
        // The answer to the request named another route. Ours is looked for by what was sent.
        cx.pending(&begun, format!("Whether the {name} was made is not known"));
        return Err(refusal);
    }
    unfinished::forget(cx);
    Ok(planned.observed(&found))
}

async fn request(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    begun: &RouteModel,
    svm_uuid: &str,
) -> Outcome<IpRoute> {
    let (body, name) = (begun.create_body(svm_uuid)?, begun.describe());
    cx.pending(begun, format!("Whether the {name} was made is not known"));
    let error = match ontap.create_ip_route(&body).await {
        Ok(made) => return Ok(made),
        Err(error) => error,
    };
    let look = || -> futures::future::BoxFuture<'_, _> { Box::pin(claim::look(cx, ontap, begun)) };
    after_error(cx, error, (format!("create the {name}"), &BLAMED), look).await
}
