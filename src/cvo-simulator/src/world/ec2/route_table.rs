//! Route tables in the format of `DescribeRouteTables`.

use ipnet::Ipv4Net;
use serde::Serialize;

use super::describe::{Described, Paging, Tag, item_set, tag_set};
use super::error::Ec2Error;
use super::filter::Field;
use super::id::{IdKind, derived};
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::{RouteSpec, RouteTableSpec, RouteTarget};

/// A route table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteTable {
    /// `rtb-…`.
    pub route_table_id: String,
    /// `vpc-…`.
    pub vpc_id: String,
    /// Account.
    pub owner_id: String,
    /// Routes.
    #[serde(rename = "routeSet", serialize_with = "item_set")]
    pub routes: Vec<Route>,
    /// Explicit associations with subnets, and the mark of the main table. Subnets without an association use
    /// the main table and are not listed.
    #[serde(rename = "associationSet", serialize_with = "item_set")]
    pub associations: Vec<RouteTableAssociation>,
    /// None here; EC2 always sends the element.
    #[serde(rename = "propagatingVgwSet", serialize_with = "item_set")]
    pub propagating_gateways: Vec<PropagatingGateway>,
    /// Tags.
    #[serde(rename = "tagSet", serialize_with = "item_set")]
    pub tags: Vec<Tag>,
}

/// A virtual private gateway that propagates routes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PropagatingGateway {
    /// `vgw-…`.
    pub gateway_id: String,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// Destination.
    pub destination_cidr_block: Ipv4Net,
    /// `local`, `igw-…`, `vgw-…` or `vpce-…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway_id: Option<String>,
    /// Instance that the target interface is attached to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<String>,
    /// Account of that instance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance_owner_id: Option<String>,
    /// `nat-…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nat_gateway_id: Option<String>,
    /// `eni-…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_interface_id: Option<String>,
    /// `tgw-…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_gateway_id: Option<String>,
    /// `pcx-…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vpc_peering_connection_id: Option<String>,
    /// `active`, or `blackhole` if the target cannot receive traffic.
    pub state: &'static str,
    /// `CreateRouteTable` for the local route, else `CreateRoute`.
    pub origin: &'static str,
}

/// An association of a table with a subnet, or the mark of the main table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteTableAssociation {
    /// `rtbassoc-…`.
    pub route_table_association_id: String,
    /// `rtb-…`.
    pub route_table_id: String,
    /// The associated subnet; absent for the mark of the main table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet_id: Option<String>,
    /// Whether subnets without an association use the table.
    pub main: bool,
    /// State of the association.
    pub association_state: AssociationState,
}

/// The state of an association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssociationState {
    /// Always `associated` here.
    pub state: &'static str,
}

impl Described for RouteTable {
    const ACTION: &'static str = "DescribeRouteTables";
    const PAGING: Paging = Paging { least: 5, most: 100, excludes: Some(("RouteTableIds", "MaxResults")) };
    /// There is no filter on the interface of a route (EC2 API reference).
    const FIELDS: &'static [Field<Self>] = &[
        Field("association.main", |table| table.associations.iter().map(|a| a.main.to_string()).collect()),
        Field("association.route-table-association-id", |table| {
            table.associations.iter().map(|a| a.route_table_association_id.clone()).collect()
        }),
        Field("association.route-table-id", |table| {
            table.associations.iter().map(|a| a.route_table_id.clone()).collect()
        }),
        Field("association.subnet-id", |table| {
            table.associations.iter().filter_map(|a| a.subnet_id.clone()).collect()
        }),
        Field("owner-id", |table| vec![table.owner_id.clone()]),
        Field("route-table-id", |table| vec![table.route_table_id.clone()]),
        Field("route.destination-cidr-block", |table| {
            table.routes.iter().map(|route| route.destination_cidr_block.to_string()).collect()
        }),
        Field("route.gateway-id", |table| {
            table.routes.iter().filter_map(|route| route.gateway_id.clone()).collect()
        }),
        Field("route.instance-id", |table| {
            table.routes.iter().filter_map(|route| route.instance_id.clone()).collect()
        }),
        Field("route.origin", |table| table.routes.iter().map(|route| route.origin.into()).collect()),
        Field("route.state", |table| table.routes.iter().map(|route| route.state.into()).collect()),
        Field("vpc-id", |table| vec![table.vpc_id.clone()]),
    ];

    const VALUELESS: &'static [&'static str] = &[
        "association.gateway-id",
        "route.destination-ipv6-cidr-block",
        "route.destination-prefix-list-id",
        "route.egress-only-internet-gateway-id",
        "route.nat-gateway-id",
        "route.transit-gateway-id",
        "route.vpc-peering-connection-id",
    ];

    fn all(account: &Ec2Inventory) -> Vec<Self> {
        account.route_tables.iter().map(|spec| shown(account, spec)).collect()
    }

    fn key(&self) -> String {
        self.route_table_id.clone()
    }

    fn check_id(id: &str) -> Result<(), Ec2Error> {
        IdKind::RouteTable.check(id)
    }

    fn not_found(ids: &[&str]) -> Ec2Error {
        Ec2Error::not_found(IdKind::RouteTable, ids)
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }
}

fn shown(account: &Ec2Inventory, spec: &RouteTableSpec) -> RouteTable {
    let association = |subnet: Option<&String>| RouteTableAssociation {
        route_table_association_id: derived(
            "rtbassoc",
            &format!("{}/{}", spec.id, subnet.map_or("main", |id| id)),
        ),
        route_table_id: spec.id.clone(),
        subnet_id: subnet.cloned(),
        main: subnet.is_none(),
        association_state: AssociationState { state: "associated" },
    };
    let main = spec.is_main.then(|| association(None));
    RouteTable {
        route_table_id: spec.id.clone(),
        vpc_id: spec.vpc_id.clone(),
        owner_id: account.account_id.clone(),
        routes: spec.routes.iter().map(|route| shown_route(account, route)).collect(),
        associations: main
            .into_iter()
            .chain(spec.subnet_ids.iter().map(|id| association(Some(id))))
            .collect(),
        propagating_gateways: vec![],
        tags: tag_set(&spec.tags),
    }
}

fn shown_route(account: &Ec2Inventory, route: &RouteSpec) -> Route {
    let mut shown = Route {
        destination_cidr_block: route.destination,
        gateway_id: None,
        instance_id: None,
        instance_owner_id: None,
        nat_gateway_id: None,
        network_interface_id: None,
        transit_gateway_id: None,
        vpc_peering_connection_id: None,
        state: "active",
        origin: "CreateRoute",
    };
    match &route.target {
        RouteTarget::Local => {
            shown.gateway_id = Some("local".into());
            shown.origin = "CreateRouteTable";
        }
        RouteTarget::Gateway(id) => *shown.member_for(id) = Some(id.clone()),
        RouteTarget::NetworkInterface(id) => {
            let instance_id = instance_behind(account, id);
            shown.network_interface_id = Some(id.clone());
            shown.instance_owner_id = instance_id.as_ref().map(|_| account.account_id.clone());
            shown.state =
                if has_running_target(account, instance_id.as_deref()) { "active" } else { "blackhole" };
            shown.instance_id = instance_id;
        }
    }
    shown
}

fn instance_behind(account: &Ec2Inventory, network_interface_id: &str) -> Option<String> {
    let interface = account.interfaces.iter().find(|eni| eni.id == network_interface_id)?;
    interface.attachment.as_ref().map(|attachment| attachment.instance_id.clone())
}

impl Route {
    /// The member that shows a target of the kind of `id`.
    fn member_for(&mut self, id: &str) -> &mut Option<String> {
        match id.split('-').next() {
            Some("nat") => &mut self.nat_gateway_id,
            Some("tgw") => &mut self.transit_gateway_id,
            Some("pcx") => &mut self.vpc_peering_connection_id,
            _ => &mut self.gateway_id,
        }
    }
}

/// A route to an interface that is deleted, unattached, or attached to an instance that is not running is a
/// `blackhole` (EC2 API reference, `Route`; that it becomes one at once is assumed
/// (`ec2-blackhole-at-once`)).
fn has_running_target(account: &Ec2Inventory, instance_id: Option<&str>) -> bool {
    let instance = account.instances.iter().find(|instance| Some(instance.id.as_str()) == instance_id);
    instance.is_some_and(|instance| instance.state == "running")
}
