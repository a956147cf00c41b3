//! Changing a LIF in place.

use ontap::IpInterface;
use provider_core::lif::{LifModel, steps};
use provider_core::object::OntapModel;
use provider_core::svm_of::refuse_other;
use tfplugin::{Attr, Cx, Outcome, Recorded};

use super::preconditions::{Admitted, Target, admit};
use super::{FLOATING, Lif, last_private_lif, placement, routes};
use crate::clients::Clients;
use crate::diagnose::During;
use crate::envelope::{DuringOf, forget_sent};
use crate::identity;

/// Changes what is there, which was just read, into what is planned; `prior` is what is stored.
pub async fn update(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    (prior, planned): (LifModel, LifModel),
    before: &IpInterface,
) -> Outcome<LifModel> {
    refuse_other(&before.svm, &planned, &prior.describe())?;
    let _alone = last_private_lif::refuse_to_take_away(cx, ontap, before, &planned).await?;
    let now = prior.observed(before);
    let (after, floating) = if planned.must_be_admitted(&now) {
        let svm_uuid = now.svm_id.value_or_default();
        let target = Target { svm_uuid: &svm_uuid, now: Some(&now) };
        let Admitted { planned, floating, held, .. } = admit(cx, ontap, planned, target).await?;
        let after = carry_out(ontap, &now, &planned).await?;
        drop(held);
        cx.remember(FLOATING, &floating.is_some());
        (after, floating)
    } else {
        let after = carry_out(ontap, &now, &planned).await?;
        (after, if prior.is_pending() { placement::floating(cx, &planned).await? } else { None })
    };
    identity::remember(cx, &before.uuid);
    forget_sent(cx);
    let after = LifModel { awaits_route: Attr::Known(false), ..after };
    if let Some((address, vpc)) = &floating {
        let waiting = LifModel { awaits_route: Attr::Known(true), ..after.clone() };
        cx.pending(&waiting, format!("Whether a route leads to {address} is not known"));
        routes::appear(cx, &after, *address, vpc).await?;
    }
    Ok(after)
}

/// Carries out the steps from what is true now, and reads what came of them.
async fn carry_out(ontap: &ontap::Client, now: &LifModel, planned: &LifModel) -> Outcome<LifModel> {
    let (name, uuid) = (now.describe(), now.id.value_or_default());
    for step in steps(now, planned) {
        let done = ontap.patch::<IpInterface>(&uuid, &step.patch()).await;
        done.during_of::<Lif>(step.action(&name))?;
    }
    let after = ontap.get::<IpInterface>(&uuid).await.during(format!("read {name}"))?;
    Ok(planned.observed(&after))
}
