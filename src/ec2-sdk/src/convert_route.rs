//! Converts the SDK's VPCs and route tables to the port's, without any IO.

use aws_sdk_ec2::types::{self, RouteTableAssociationStateCode, VpcCidrBlockStateCode};
use ec2::{Error, Route, RouteState, RouteTable, RouteTarget, Vpc};

use crate::convert::Answer;

/// EC2's gateway id for the VPC itself.
const LOCAL: &str = "local";

impl Answer {
    pub(crate) fn vpc(self, found: &types::Vpc) -> Result<Vpc, Error> {
        let primary = self.text("cidrBlock", found.cidr_block())?;
        let associated =
            self.required("cidrBlockAssociationSet", found.cidr_block_association_set.as_ref())?;
        let associated = associated.iter().filter(|block| is_associated(block));
        let secondary = associated
            .filter_map(types::VpcCidrBlockAssociation::cidr_block)
            .filter(|block| **block != *primary);
        Ok(Vpc {
            id: self.text("vpcId", found.vpc_id())?,
            cidrs: std::iter::once(&*primary)
                .chain(secondary)
                .map(|block| self.parsed("cidrBlock", Some(block)))
                .collect::<Result<_, _>>()?,
            owner_id: self.text("ownerId", found.owner_id())?,
        })
    }

    pub(crate) fn route_table(self, found: &types::RouteTable) -> Result<RouteTable, Error> {
        let associations = self.required("associationSet", found.associations.as_ref())?;
        let associations: Vec<_> =
            associations.iter().filter(|association| !is_disassociated(association)).collect();
        let is_main = |association: &&types::RouteTableAssociation| {
            self.required("main of an association", association.main())
        };
        let mains = associations.iter().map(is_main).collect::<Result<Vec<_>, _>>()?;
        let subnets = associations.iter().filter_map(|association| association.subnet_id());
        let routes = self.required("routeSet", found.routes.as_ref())?;
        let ipv4 = routes.iter().filter(|route| !is_not_ipv4(route));
        Ok(RouteTable {
            id: self.text("routeTableId", found.route_table_id())?,
            vpc_id: self.text("vpcId", found.vpc_id())?,
            is_main: mains.contains(&true),
            subnet_ids: subnets.map(str::to_owned).collect(),
            routes: ipv4.map(|route| self.route(route)).collect::<Result<_, _>>()?,
        })
    }

    fn route(self, found: &types::Route) -> Result<Route, Error> {
        let state = self.required("route state", found.state())?;
        Ok(Route {
            destination: self.parsed("destinationCidrBlock", found.destination_cidr_block())?,
            target: self.required("route target", target(found))?,
            state: match state {
                types::RouteState::Active => RouteState::Active,
                types::RouteState::Blackhole => RouteState::Blackhole,
                other => RouteState::Other(other.as_str().to_owned()),
            },
        })
    }
}

/// Whether the range is associated or about to be. A range that is being removed may be used by the next VPC.
fn is_associated(block: &types::VpcCidrBlockAssociation) -> bool {
    use VpcCidrBlockStateCode::{Associated, Associating};
    let state = block.cidr_block_state().and_then(types::VpcCidrBlockState::state);
    state.is_none_or(|state| matches!(state, Associated | Associating))
}

/// Whether the route leads to an IPv6 range or a prefix list. Any other route must have an IPv4 range.
fn is_not_ipv4(route: &types::Route) -> bool {
    route.destination_ipv6_cidr_block().or(route.destination_prefix_list_id()).is_some()
}

fn is_disassociated(association: &types::RouteTableAssociation) -> bool {
    use RouteTableAssociationStateCode::{Disassociated, Disassociating, Failed};
    let state = association.association_state().and_then(types::RouteTableAssociationState::state);
    matches!(state, Some(Disassociated | Disassociating | Failed))
}

/// Returns where a route leads. A route to an interface also names the instance that the interface is
/// attached to, so the interface takes precedence.
fn target(route: &types::Route) -> Option<RouteTarget> {
    if let Some(id) = route.network_interface_id() {
        return Some(RouteTarget::NetworkInterface(id.to_owned()));
    }
    if let Some(id) = route.gateway_id() {
        return Some(match id {
            LOCAL => RouteTarget::Local,
            id => RouteTarget::Gateway(id.to_owned()),
        });
    }
    let others = [
        route.nat_gateway_id(),
        route.transit_gateway_id(),
        route.vpc_peering_connection_id(),
        route.egress_only_internet_gateway_id(),
        route.local_gateway_id(),
        route.carrier_gateway_id(),
        route.core_network_arn(),
        route.odb_network_arn(),
        route.ip_address(),
        route.instance_id(),
    ];
    others.into_iter().flatten().next().map(|id| RouteTarget::Other(id.to_owned()))
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::builders::RouteBuilder;
    use aws_sdk_ec2::types::{
        RouteTableAssociation, RouteTableAssociationState, VpcCidrBlockAssociation, VpcCidrBlockState,
    };
    use ec2::ErrorKind;

    use super::*;

    const VPCS: Answer = Answer("DescribeVpcs");
    const TABLES: Answer = Answer("DescribeRouteTables");

    fn block(cidr: &str, state: VpcCidrBlockStateCode) -> VpcCidrBlockAssociation {
        let state = VpcCidrBlockState::builder().state(state).build();
        VpcCidrBlockAssociation::builder().cidr_block(cidr).cidr_block_state(state).build()
    }

    fn subnet(id: &str, state: RouteTableAssociationStateCode) -> RouteTableAssociation {
        let state = RouteTableAssociationState::builder().state(state).build();
        RouteTableAssociation::builder().main(false).subnet_id(id).association_state(state).build()
    }

    fn to(destination: &str) -> RouteBuilder {
        types::Route::builder().destination_cidr_block(destination).state(types::RouteState::Active)
    }

    #[test]
    fn a_vpc_has_its_associated_ranges_starting_with_the_primary_one() {
        use VpcCidrBlockStateCode::{Associated, Associating, Disassociated, Disassociating, Failed};
        let vpc = types::Vpc::builder().vpc_id("vpc-1").owner_id("123456789012").cidr_block("10.1.0.0/16");
        let blocks = [
            block("100.64.0.0/16", Associated),
            block("10.1.0.0/16", Associated),
            block("10.2.0.0/16", Associating),
            block("10.3.0.0/16", Disassociating),
            block("10.4.0.0/16", Disassociated),
            block("10.5.0.0/16", Failed),
        ];
        let vpc = VPCS.vpc(&vpc.set_cidr_block_association_set(Some(blocks.into())).build()).unwrap();
        let cidrs: Vec<_> = vpc.cidrs.iter().map(ToString::to_string).collect();
        assert_eq!(cidrs, ["10.1.0.0/16", "100.64.0.0/16", "10.2.0.0/16"]);
    }

    #[test]
    fn each_kind_of_target_is_recognized() {
        let interface = to("203.0.113.1/32").network_interface_id("eni-1");
        let cases = [
            (interface.instance_id("i-1"), RouteTarget::NetworkInterface("eni-1".into())),
            (to("10.1.0.0/16").gateway_id("local"), RouteTarget::Local),
            (to("0.0.0.0/0").gateway_id("igw-1"), RouteTarget::Gateway("igw-1".into())),
            (to("0.0.0.0/0").nat_gateway_id("nat-1"), RouteTarget::Other("nat-1".into())),
            (to("10.0.0.0/8").transit_gateway_id("tgw-1"), RouteTarget::Other("tgw-1".into())),
            (to("10.2.0.0/16").vpc_peering_connection_id("pcx-1"), RouteTarget::Other("pcx-1".into())),
        ];
        for (route, target) in cases {
            assert_eq!(TABLES.route(&route.build()).unwrap().target, target);
        }
        let nowhere = TABLES.route(&to("10.0.0.0/8").build()).unwrap_err();
        assert_eq!(nowhere.message, "EC2's answer has no route target.");
    }

    #[test]
    fn a_table_shows_its_subnets_and_its_ipv4_routes_with_their_states() {
        use RouteTableAssociationStateCode::{Associated, Disassociated};
        let lost = to("203.0.113.1/32").state(types::RouteState::Blackhole).network_interface_id("eni-1");
        let ipv6 = types::Route::builder().destination_ipv6_cidr_block("::/0").gateway_id("igw-1");
        let list = types::Route::builder().destination_prefix_list_id("pl-1").gateway_id("vpce-1");
        let table = types::RouteTable::builder()
            .route_table_id("rtb-1")
            .vpc_id("vpc-1")
            .associations(subnet("subnet-1", Associated))
            .associations(subnet("subnet-2", Disassociated))
            .routes(lost.build())
            .routes(ipv6.build())
            .routes(list.build());
        let shown = TABLES.route_table(&table.clone().build()).unwrap();
        assert_eq!((shown.is_main, shown.subnet_ids), (false, vec!["subnet-1".to_owned()]));
        let [route] = &shown.routes[..] else { panic!("one route, not {:?}", shown.routes) };
        assert_eq!((&route.state, route.destination.prefix_len()), (&RouteState::Blackhole, 32));
        let main = table.associations(RouteTableAssociation::builder().main(true).build()).build();
        assert!(TABLES.route_table(&main).unwrap().is_main);
    }

    #[test]
    fn the_error_names_an_unreadable_range() {
        let vpc = types::Vpc::builder().vpc_id("vpc-1").owner_id("1").cidr_block("10.1.0.0/33");
        let vpc = vpc.set_cidr_block_association_set(Some(Vec::new())).build();
        let error = VPCS.vpc(&vpc).unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadAnswer);
        assert!(error.message.contains("the cidrBlock \"10.1.0.0/33\""), "{error}");
    }
    #[test]
    fn missing_lists_are_not_empty_lists() {
        let table = types::RouteTable::builder().route_table_id("rtb-1").vpc_id("vpc-1");
        let empty = table.clone().set_associations(Some(Vec::new())).set_routes(Some(Vec::new())).build();
        assert_eq!(TABLES.route_table(&empty).unwrap().routes, []);
        let unmarked = RouteTableAssociation::builder().subnet_id("subnet-1").build();
        let nowhere = types::Route::builder().gateway_id("igw-1").state(types::RouteState::Active).build();
        let cases = [
            (table.clone().set_routes(Some(Vec::new())), "no associationSet"),
            (table.clone().set_associations(Some(Vec::new())), "no routeSet"),
            (table.clone().associations(unmarked).set_routes(Some(Vec::new())), "no main of an association"),
            (table.set_associations(Some(Vec::new())).routes(nowhere), "no destinationCidrBlock"),
        ];
        for (table, says) in cases {
            let error = TABLES.route_table(&table.build()).unwrap_err();
            assert!(error.message.contains(says), "{says}: {}", error.message);
        }
        let vpc = types::Vpc::builder().vpc_id("vpc-1").owner_id("1").cidr_block("10.1.0.0/16").build();
        assert!(VPCS.vpc(&vpc).unwrap_err().message.contains("no cidrBlockAssociationSet"));
    }
}
