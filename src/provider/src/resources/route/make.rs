//! Making a route: one request, and the look at what came of it.

use ontap::IpRoute;
use tfplugin::{Cx, Outcome};

use super::model::RouteModel;
use super::{BLAMED, claim, exchange, find, plan};
use crate::clients::Clients;
use crate::diagnose::During;
use crate::svm_of;
use crate::unfinished::{Sent, after_error, read_back};

/// Makes what is planned. From the request on nothing that may exist is lost.
pub(super) async fn make(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: RouteModel,
) -> Outcome<RouteModel> {
    let cluster = Clients::cluster(cx).await?;
    plan::metric_of_later_releases(&planned, cluster.version).into_result()?;
    let svm_uuid = svm_of::uuid_by_name(ontap, &planned.svm_name).await?;
    let all = find::routes_of(ontap, &svm_uuid).await?;
    exchange::refuse_impossible(ontap, &planned, &all).await?;
    Clients::remember_cluster(cx, &cluster);
    let begun = planned.begun(None, &svm_uuid);
    Sent::new(&begun.values_sent(), all.into_iter().map(|route| route.uuid)).remember(cx);
    let made = request(cx, ontap, &begun, &svm_uuid).await?;
    let name = planned.describe();
    cx.pending(
        &planned.begun(Some(&made.uuid), &svm_uuid),
        format!("The {name} is made, and was not seen yet"),
    );
    let found = read_back(cx, || Box::pin(ontap.get::<IpRoute>(&made.uuid))).await;
    let found = found.during(format!("read the {name}"))?;
    if let Err(refusal) = claim::refuse_another(cx, &begun, &found) {
        // The answer to the request named another route. Ours is looked for by what was sent.
        cx.pending(&begun, format!("Whether the {name} was made is not known"));
        return Err(refusal);
    }
    Sent::forget(cx);
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
    let error = match ontap.create::<IpRoute>(&body).await {
        Ok(made) => return Ok(made),
        Err(error) => error,
    };
    let look = || -> futures::future::BoxFuture<'_, _> { Box::pin(claim::look(cx, ontap, begun)) };
    after_error(cx, error, (format!("create the {name}"), &BLAMED), look).await
}
