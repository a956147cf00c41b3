//! Changing a LIF in place: what is particular to it.

use provider_core::lif::LifModel;
use tfplugin::{Attr, Cx, Outcome};

use super::preconditions::{Admitted, admit};
use super::{FLOATING, Lif, Ready, last_private_lif, placement, routes};
use crate::clients::Clients;
use crate::envelope::{Current, Prepared};

/// Looks at everything that must hold before the change.
pub async fn prepare(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: LifModel,
    Current { prior, now, found }: Current<'_, Lif>,
) -> Outcome<Prepared<Lif>> {
    let _alone = last_private_lif::refuse_to_take_away(cx, ontap, found, &planned).await?;
    if planned.must_be_admitted(now) {
        let Admitted { planned, floating, held, .. } = admit(cx, ontap, planned, Some(now)).await?;
        let ready = Ready { floating, is_placed: true, _alone };
        return Ok(Prepared { held: Some(held), ready, ..Prepared::of(planned) });
    }
    let floating = if prior.is_pending() { placement::floating(cx, &planned).await? } else { None };
    let ready = Ready { floating, is_placed: false, _alone };
    Ok(Prepared { ready, ..Prepared::of(planned) })
}

/// Waits for the route to a floating address. `after` is what was read back.
pub async fn finish(cx: &Cx<Clients>, after: LifModel, ready: Ready) -> Outcome<LifModel> {
    if ready.is_placed {
        cx.remember(FLOATING, &ready.floating.is_some());
    }
    let after = LifModel { awaits_route: Attr::Known(false), ..after };
    if let Some((address, vpc)) = &ready.floating {
        let waiting = LifModel { awaits_route: Attr::Known(true), ..after.clone() };
        cx.pending(&waiting, format!("Whether a route leads to {address} is not known"));
        routes::appear(cx, &after, *address, vpc).await?;
    }
    Ok(after)
}
