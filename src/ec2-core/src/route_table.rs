//! Route tables, which are only ever read: a Cloud Volumes ONTAP pair writes the routes of its floating addresses
//! itself.

use ipnet::Ipv4Net;

/// Which route tables a call lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteTableFilter {
    /// Those with these ids.
    Ids(Vec<String>),
    /// All of one VPC.
    Vpc(String),
}

/// A route table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteTable {
    /// `rtb-...`.
    pub id: String,
    /// `vpc-...`.
    pub vpc_id: String,
    /// Whether the subnets of its VPC that are associated with no table use this one. EC2 lists them nowhere.
    pub is_main: bool,
    /// The subnets that are associated with it.
    pub subnet_ids: Vec<String>,
    /// Its IPv4 routes. Routes to IPv6 ranges and to prefix lists are left out.
    pub routes: Vec<Route>,
}

/// An IPv4 route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What it leads to; a floating address has a /32 of its own.
    pub destination: Ipv4Net,
    /// Where it sends the traffic.
    pub target: RouteTarget,
    /// Whether the traffic arrives.
    pub state: RouteState,
}

/// Where a route sends its traffic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteTarget {
    /// An interface (`eni-...`), whether it was named itself or by the instance that it is attached to.
    NetworkInterface(String),
    /// The VPC itself.
    Local,
    /// A gateway or gateway endpoint: `igw-...`, `vgw-...` or `vpce-...`.
    Gateway(String),
    /// Any other target by its id, such as `nat-...`, `tgw-...` or `pcx-...`.
    Other(String),
}

/// Whether a route works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteState {
    /// It is in force.
    Active,
    /// Its target is gone or out of operation, so that its traffic is lost.
    Blackhole,
    /// Another state, as EC2 writes it.
    Other(String),
}
