//! Route tables.

use super::records::{RouteRecord, RouteTableRecord, TableAssociation};
use super::{Record, Recording, Result, block, tags};
use crate::inventory::ec2::{RouteSpec, RouteTableSpec, RouteTarget};
use crate::recording::report::Report;

pub fn route_tables(recording: &Recording, report: &mut Report) -> Result<Vec<RouteTableSpec>> {
    let records: Vec<Record<RouteTableRecord>> =
        recording.described("DescribeRouteTables", "RouteTables")?.unwrap_or_default();
    let mut tables: Vec<RouteTableSpec> = vec![];
    for record in &records {
        let id = record.required("RouteTableId", record.route_table_id.clone())?;
        if tables.iter().any(|known| known.id == id) {
            continue;
        }
        let is_there = |association: &&TableAssociation| {
            let state = association.association_state.as_ref().and_then(|state| state.state.as_deref());
            !matches!(state, Some("disassociated" | "disassociating"))
        };
        let associations: Vec<_> = record.associations.iter().flatten().filter(is_there).collect();
        tables.push(RouteTableSpec {
            vpc_id: record.required("VpcId", record.vpc_id.clone())?,
            is_main: associations.iter().any(|association| association.main == Some(true)),
            subnet_ids: associations.iter().filter_map(|association| association.subnet_id.clone()).collect(),
            routes: routes(&id, record, report)?,
            tags: tags(record.tags.as_ref()),
            id,
        });
    }
    Ok(tables)
}

fn routes(id: &str, record: &Record<RouteTableRecord>, report: &mut Report) -> Result<Vec<RouteSpec>> {
    let mut routes = vec![];
    for route in record.routes.iter().flatten() {
        let Some(destination) = route.destination_cidr_block.as_deref() else {
            report.left_out("route(s) in route tables to other than IPv4 blocks", id);
            continue;
        };
        let Some(target) = target(route) else {
            report.left_out(
                "route(s) in route tables to an unknown kind of target",
                format!("{destination} in {id}"),
            );
            continue;
        };
        let destination = block(record, "DestinationCidrBlock", Some(destination))?;
        routes.push(RouteSpec { destination, target });
    }
    Ok(routes)
}

fn target(route: &RouteRecord) -> Option<RouteTarget> {
    if let Some(id) = &route.network_interface_id {
        return Some(RouteTarget::NetworkInterface(id.clone()));
    }
    if route.gateway_id.as_deref() == Some("local") {
        return Some(RouteTarget::Local);
    }
    let others = [
        &route.gateway_id,
        &route.nat_gateway_id,
        &route.transit_gateway_id,
        &route.vpc_peering_connection_id,
        &route.local_gateway_id,
        &route.carrier_gateway_id,
    ];
    others.into_iter().flatten().next().cloned().map(RouteTarget::Gateway)
}
