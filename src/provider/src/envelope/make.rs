//! Creation of an object: one request, and a look at its outcome.

use std::borrow::Borrow;

use futures::future::BoxFuture;
use ontap::Writable;
use provider_core::object::OntapModel;
use provider_core::unfinished::Sent;
use tfplugin::{Cx, Outcome, Recorded};

use super::object::{Object, Prepared};
use super::stored::look;
use super::{after_error, read_back, record};
use crate::clients::Clients;
use crate::diagnose::{During, DuringOf};
use crate::identity;
use crate::svm_of;

/// Creates the planned object. From the request on, no object that may exist is lost from the state.
pub async fn make<O: Object>(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: O::Model,
) -> Outcome<O::Model> {
    let (planned, ()) = futures::join!(svm_of::settle(cx, planned), O::look_ahead(cx));
    let planned = planned?;
    let Prepared { planned, before, held, findings } = O::prepare(cx, ontap, planned).await?;
    identity::remember_cluster(cx).await?;
    // Terraform passes the private data of a replaced object to its successor, which has another uuid.
    identity::forget(cx);
    let (name, begun) = (planned.describe(), planned.begun(None));
    record::remember(cx, &Sent::new(&begun.values_sent(), before));
    cx.pending(&begun, format!("Whether {name} was made is not known"));
    let made = request::<O>(cx, ontap, &begun).await?;
    O::refuse_answer(&begun, &made)?;
    drop(held);
    let uuid = made.key().unwrap_or_default();
    if O::KEEPS_UUID {
        identity::remember(cx, uuid);
    }
    cx.pending(
        &planned.begun(Some(uuid)),
        format!("{} is made, and not all of it is done or seen", planned.subject()),
    );
    O::go_on(cx, ontap, &planned, &made).await?;
    let made_as = planned.begun(Some(uuid));
    let read = || -> BoxFuture<'_, _> { Box::pin(O::now(cx, ontap, &made_as, uuid)) };
    let found = read_back(read).await.during(format!("read {name}"))?;
    if let Err(refusal) = begun.refuse_made(&found) {
        // The answer to the request names another object. Ours is looked for by the values that were sent.
        identity::forget(cx);
        cx.pending(&begun, format!("Whether {name} was made is not known"));
        return Err(refusal);
    }
    record::forget(cx);
    O::notice(cx, &planned.seen(&found), &found);
    O::finish(cx, planned, found, findings).await
}

async fn request<O: Object>(cx: &Cx<Clients>, ontap: &ontap::Client, begun: &O::Model) -> Outcome<O::Record> {
    let error = match ontap.create::<O::Record>(&begun.body()).await {
        Ok(made) => return Ok(made),
        Err(error) => error,
    };
    if error.is_duplicate()
        && !error.is_ambiguous()
        && let Err(refusal) = O::refuse_duplicate(cx, begun).await
    {
        cx.withdraw();
        return Err(refusal);
    }
    let look = || -> BoxFuture<'_, _> { Box::pin(look::<O>(cx, ontap, begun)) };
    after_error(cx, error, |error| Err(error).during_of::<O>(format!("create {}", begun.describe())), look)
        .await
        .map(|found| Borrow::<O::Record>::borrow(&found).clone())
}
