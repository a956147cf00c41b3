//! Route tables. They are only read: a Cloud Volumes ONTAP pair writes the routes of its floating addresses
//! itself.

use ipnet::Ipv4Net;

/// Which route tables a call lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteTableFilter {
    /// The route tables with these ids.
    Ids(Vec<String>),
    /// All route tables of one VPC.
    Vpc(String),
}

/// A route table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteTable {
    /// `rtb-...`.
    pub id: String,
    /// `vpc-...`.
    pub vpc_id: String,
    /// Whether it is the main table, which applies to all subnets of its VPC that are associated with no
    /// table. EC2 does not list those subnets.
    pub is_main: bool,
    /// The subnets that are explicitly associated with it.
    pub subnet_ids: Vec<String>,
    /// Its IPv4 routes, without routes to IPv6 ranges or prefix lists.
    pub routes: Vec<Route>,
}

/// An IPv4 route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The destination range. A floating address has a /32 of its own.
    pub destination: Ipv4Net,
    /// Where it sends the traffic.
    pub target: RouteTarget,
    /// Whether the traffic is delivered.
    pub state: RouteState,
}

/// Where a route sends its traffic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteTarget {
    /// An interface (`eni-...`), named directly or through the instance it is attached to.
    NetworkInterface(String),
    /// The VPC itself (`local`).
    Local,
    /// A gateway or gateway endpoint: `igw-...`, `vgw-...` or `vpce-...`.
    Gateway(String),
    /// Any other target by its id, such as `nat-...`, `tgw-...` or `pcx-...`.
    Other(String),
}

/// Whether a route works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteState {
    /// The route is in force.
    Active,
    /// The target is gone or out of service, so the traffic is dropped.
    Blackhole,
    /// Another state, as EC2 spells it.
    Other(String),
}
