//! VPCs in the format of `DescribeVpcs`.

use ipnet::Ipv4Net;
use serde::Serialize;

use super::describe::{Described, Paging, Tag, item_set, tag_set};
use super::error::Ec2Error;
use super::filter::Field;
use super::id::{IdKind, derived};
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::VpcSpec;

/// A VPC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Vpc {
    /// `vpc-…`.
    pub vpc_id: String,
    /// Account.
    pub owner_id: String,
    /// Always `available` here.
    pub state: &'static str,
    /// The primary block.
    pub cidr_block: Ipv4Net,
    /// All blocks, including the primary one.
    #[serde(rename = "cidrBlockAssociationSet", serialize_with = "item_set")]
    pub cidr_block_associations: Vec<CidrBlockAssociation>,
    /// `dopt-…`.
    pub dhcp_options_id: String,
    /// Tags.
    #[serde(rename = "tagSet", serialize_with = "item_set")]
    pub tags: Vec<Tag>,
    /// Always `default`: instances share hardware with those of other accounts.
    pub instance_tenancy: &'static str,
    /// Whether it is the default VPC of the region.
    pub is_default: bool,
}

/// A block of a VPC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CidrBlockAssociation {
    /// `vpc-cidr-assoc-…`.
    pub association_id: String,
    /// The block.
    pub cidr_block: Ipv4Net,
    /// State of the block.
    pub cidr_block_state: CidrBlockState,
}

/// The state of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CidrBlockState {
    /// Always `associated` here.
    pub state: &'static str,
}

impl Described for Vpc {
    const ACTION: &'static str = "DescribeVpcs";
    const PAGING: Paging = Paging { least: 5, most: 1000, excludes: Some(("VpcIds", "MaxResults")) };
    const FIELDS: &'static [Field<Self>] = &[
        Field("cidr", |vpc| vec![vpc.cidr_block.to_string()]),
        Field("cidr-block-association.association-id", |vpc| {
            vpc.cidr_block_associations.iter().map(|block| block.association_id.clone()).collect()
        }),
        Field("cidr-block-association.cidr-block", |vpc| {
            vpc.cidr_block_associations.iter().map(|block| block.cidr_block.to_string()).collect()
        }),
        Field("cidr-block-association.state", |vpc| {
            vpc.cidr_block_associations.iter().map(|block| block.cidr_block_state.state.into()).collect()
        }),
        Field("dhcp-options-id", |vpc| vec![vpc.dhcp_options_id.clone()]),
        Field("is-default", |vpc| vec![vpc.is_default.to_string()]),
        // The name before `is-default`; still accepted: assumed (`ec2-former-filter-names`).
        Field("isDefault", |vpc| vec![vpc.is_default.to_string()]),
        Field("owner-id", |vpc| vec![vpc.owner_id.clone()]),
        Field("state", |vpc| vec![vpc.state.into()]),
        Field("vpc-id", |vpc| vec![vpc.vpc_id.clone()]),
    ];

    const VALUELESS: &'static [&'static str] = &[
        "ipv6-cidr-block-association.association-id",
        "ipv6-cidr-block-association.ipv6-cidr-block",
        "ipv6-cidr-block-association.ipv6-pool",
        "ipv6-cidr-block-association.state",
    ];

    fn all(account: &Ec2Inventory) -> Vec<Self> {
        account.vpcs.iter().filter_map(|spec| shown(account, spec)).collect()
    }

    fn key(&self) -> String {
        self.vpc_id.clone()
    }

    fn check_id(id: &str) -> Result<(), Ec2Error> {
        IdKind::Vpc.check(id)
    }

    fn not_found(ids: &[&str]) -> Ec2Error {
        Ec2Error::not_found(IdKind::Vpc, ids)
    }

    fn tags(&self) -> &[Tag] {
        &self.tags
    }
}

/// `None` for an inventory in which the VPC has no block, which EC2 does not allow.
fn shown(account: &Ec2Inventory, spec: &VpcSpec) -> Option<Vpc> {
    let association = |&cidr_block: &Ipv4Net| CidrBlockAssociation {
        association_id: derived("vpc-cidr-assoc", &format!("{}/{cidr_block}", spec.id)),
        cidr_block,
        cidr_block_state: CidrBlockState { state: "associated" },
    };
    Some(Vpc {
        vpc_id: spec.id.clone(),
        owner_id: account.account_id.clone(),
        state: "available",
        cidr_block: *spec.cidrs.first()?,
        cidr_block_associations: spec.cidrs.iter().map(association).collect(),
        dhcp_options_id: derived("dopt", &account.region),
        tags: tag_set(&spec.tags),
        instance_tenancy: "default",
        is_default: spec.is_default,
    })
}
