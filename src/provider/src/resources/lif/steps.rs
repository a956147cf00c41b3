//! Changes of a LIF in place: the parts that only a LIF has.

use provider_core::lif::LifModel;
use provider_core::object::OntapModel;
use tfplugin::{Attr, Cx, Outcome};

use super::checks::{self, Checked, check};
use super::{FLOATING, Findings, Lif, last_private_lif, routes};
use crate::clients::Clients;
use crate::envelope::{Current, Prepared};

/// Checks everything that must hold before the change.
pub async fn prepare(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: LifModel,
    Current { prior, now, found }: Current<'_, Lif>,
) -> Outcome<Prepared<Lif>> {
    let _alone = last_private_lif::refuse_to_take_away(cx, ontap, found, &planned).await?;
    if planned.must_be_checked(now) {
        let Checked { planned, floating, held, .. } = check(cx, ontap, planned, Some(now)).await?;
        let findings = Findings { floating, is_placed_anew: true, _alone };
        return Ok(Prepared { held: Some(held), findings, ..Prepared::of(planned) });
    }
    let floating = if planned.checks_locally(prior) {
        let found = checks::compare(cx, ontap, &planned).await?;
        found.filter(|_| prior.is_pending() || planned.route_table_ids != prior.route_table_ids)
    } else if prior.is_pending() {
        checks::floating(cx, &planned).await?
    } else {
        None
    };
    let findings = Findings { floating, is_placed_anew: false, _alone };
    Ok(Prepared { findings, ..Prepared::of(planned) })
}

/// Waits for the route to a floating address. `after` is the state that was read back.
pub async fn finish(cx: &Cx<Clients>, after: LifModel, findings: Findings) -> Outcome<LifModel> {
    if findings.is_placed_anew {
        cx.remember(FLOATING, &findings.floating.is_some());
    }
    let after = LifModel { awaits_route: Attr::Known(false), ..after };
    if let Some((address, vpc)) = &findings.floating {
        let waiting = LifModel { awaits_route: Attr::Known(true), ..after.clone() };
        cx.pending(&waiting, format!("Whether a route leads to {address} is not known"));
        routes::appear(cx, &after, *address, vpc).await?;
    }
    Ok(after)
}
