//! Changes of a LIF in place: the parts that only a LIF has.

use provider_core::lif::LifModel;
use provider_core::object::OntapModel;
use tfplugin::{Attr, Cx, Outcome};

use super::checks::{self, Before, Checked, check};
use super::{FLOATING, Findings, Lif, foresight, last_private_lif, rehoming, routes};
use crate::clients::Clients;
use crate::envelope::{Current, Prepared};

/// Checks everything that must hold before the change.
pub async fn prepare(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    planned: LifModel,
    Current { prior, now, found }: Current<'_, Lif>,
) -> Outcome<Prepared<Lif>> {
    foresight::begin(cx, &planned);
    let _alone = last_private_lif::refuse_to_take_away(cx, ontap, found, &planned).await?;
    let former_home = rehoming::former_home_of(cx, now, &planned);
    if planned.must_be_checked(now) || former_home.is_some() {
        let before = Before { now, former_home: former_home.as_deref() };
        let Checked { planned, floating, follower, held, arriving, .. } =
            check(cx, planned, Some(before)).await?;
        let follower = follower.map(|follower| (now.clone(), follower));
        let findings = Findings { floating, follower, arriving, is_placed_anew: true, _alone };
        return Ok(Prepared { held, findings, ..Prepared::of(planned) });
    }
    let floating = if planned.checks_locally(prior) {
        let found = checks::compare(cx, ontap, &planned).await?;
        found.filter(|_| prior.is_pending() || planned.route_table_ids != prior.route_table_ids)
    } else if prior.is_pending() {
        checks::floating(cx, &planned).await?
    } else {
        None
    };
    let findings = Findings { floating, is_placed_anew: false, _alone, ..Findings::default() };
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
