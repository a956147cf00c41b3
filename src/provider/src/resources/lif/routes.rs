//! Waits for the routes of floating addresses. The system's mediator writes them; this provider only reads
//! route tables. If a route does not appear, the LIF stays as it is (docs/decisions/0009).

use std::net::Ipv4Addr;
use std::time::Instant;

use ec2::{RouteTable, RouteTableFilter};
use futures::future::BoxFuture;
use provider_core::lif::{LifModel, has_route, keeping_routes, names_address};
use provider_core::object::OntapModel;
use tfplugin::{Cx, Diagnostics, Outcome};

use crate::clients::{Clients, every_second, wait_until};
use crate::diagnose::During;

/// Returns the given route tables, else all tables of the VPC.
pub async fn tables(cx: &Cx<Clients>, model: &LifModel, vpc: &str) -> Outcome<Vec<RouteTable>> {
    let filter = match given(model) {
        Some(ids) => RouteTableFilter::Ids(ids),
        None => RouteTableFilter::Vpc(vpc.to_owned()),
    };
    let named = [("InvalidRouteTableID.NotFound", "route_table_ids")];
    cx.clients().aws.ec2().route_tables(filter).await.during_with("read the route tables", &named)
}

fn given(model: &LifModel) -> Option<Vec<String>> {
    let ids = model.route_table_ids.known().filter(|ids| !ids.is_empty())?;
    Some(ids.iter().cloned().collect())
}

/// Returns the interfaces behind e0a of all nodes.
pub async fn pair(cx: &Cx<Clients>) -> Outcome<Vec<String>> {
    Ok(cx.clients().e0a().await?.iter().map(|e0a| e0a.interface_id.clone()).collect())
}

/// Waits like [`appear`] for a new LIF, and returns whether the route is still missing. A missing route is
/// only a warning, and the next apply waits again: after an error, Terraform would destroy a LIF that is
/// otherwise complete.
pub async fn still_lacking(cx: &Cx<Clients>, model: &LifModel, address: Ipv4Addr, vpc: &str) -> bool {
    let lacking = appear(cx, model, address, vpc).await.err();
    for warning in lacking.iter().flat_map(Diagnostics::iter) {
        cx.warn(&warning.summary, &warning.detail);
    }
    lacking.is_some()
}

/// Waits until every table of the pair leads the address to the pair, or the operation's time is up.
pub async fn appear(cx: &Cx<Clients>, model: &LifModel, address: Ipv4Addr, vpc: &str) -> Outcome<()> {
    seen(cx, model, address, vpc).await.map_err(|errors| errors.with_sentence(AGAIN))
}

/// What happens to a LIF whose route did not appear.
const AGAIN: &str = "The LIF is kept, with awaits_route = true and complete = false: the next apply waits \
     for the route again.";

async fn seen(cx: &Cx<Clients>, model: &LifModel, address: Ipv4Addr, vpc: &str) -> Outcome<()> {
    let pair = pair(cx).await?;
    let begun = Instant::now();
    let look = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async {
            let tables = tables(cx, model, vpc).await?;
            let kept = keeping_routes(&tables, given(model).is_some(), &pair);
            let lacks = kept.iter().filter(|table| !has_route(table, address, &pair));
            let lacking: Vec<String> = lacks.map(|table| table.id.clone()).collect();
            Ok(if lacking.is_empty() { Ok(!kept.is_empty()) } else { Err(lacking) })
        })
    };
    let lacking = match wait_until(every_second(), &format!("a route to {address}"), look).await? {
        Ok(true) => return Ok(()),
        Ok(false) => {
            cx.warn(
                format!("No route table was found that leads to {address}"),
                "No table of the VPC has a route to a floating address of this pair. Name those that the \
                 system writes in route_table_ids, so that the route is looked for.",
            );
            return Ok(());
        }
        Err(lacking) => lacking,
    };
    Err(Diagnostics::error_at(
        "address",
        format!("No route leads to {address}"),
        format!(
            "{} exists, but after {} seconds {} had no active route from it to port e0a of a node, so \
             clients do not reach it. Check that the system was deployed with these route tables and what \
             the role of its mediator may do. Route tables are never written by this provider.",
            model.describe(),
            begun.elapsed().as_secs(),
            lacking.join(", ")
        ),
    ))
}

/// Waits until no table has a route for the address, or the operation's time is up; then warns about the
/// tables that still have one.
pub async fn vanish(cx: &Cx<Clients>, model: &LifModel, address: Ipv4Addr, vpc: &str) -> Outcome<()> {
    let begun = Instant::now();
    let look = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async {
            let tables = tables(cx, model, vpc).await?;
            let naming = tables.iter().filter(|table| names_address(table, address));
            let left: Vec<String> = naming.map(|table| table.id.clone()).collect();
            Ok(if left.is_empty() { Ok(()) } else { Err(left) })
        })
    };
    let what = format!("the routes to {address} to go");
    let Err(left) = wait_until(every_second(), &what, look).await? else { return Ok(()) };
    cx.warn(
        format!("A route to {address} is left"),
        format!(
            "{} is deleted, but {} seconds later {} still had a route to its address. The system's mediator \
             should remove it; this provider never does.",
            model.describe(),
            begun.elapsed().as_secs(),
            left.join(", ")
        ),
    );
    Ok(())
}
