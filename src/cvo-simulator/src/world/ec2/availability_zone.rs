//! Availability Zones.

use std::collections::BTreeSet;

use serde::Serialize;

use super::describe::{Described, Paging, Tag};
use super::error::Ec2Error;
use super::filter::Field;
use crate::inventory::Ec2Inventory;

/// A zone in the format of `DescribeAvailabilityZones`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AvailabilityZone {
    /// For example `eu-central-1a`.
    pub zone_name: String,
    /// For example `euc1-az1`. The mapping from ids to names differs between accounts.
    pub zone_id: String,
    /// Always `available` here.
    pub zone_state: &'static str,
    /// Region.
    pub region_name: String,
    /// Region: the group of a zone that is in a region.
    pub group_name: String,
    /// Region: the border group of a zone that is in a region.
    pub network_border_group: String,
    /// Always `availability-zone` here.
    pub zone_type: &'static str,
    /// Always `opt-in-not-required` here.
    pub opt_in_status: &'static str,
}

impl Described for AvailabilityZone {
    const ACTION: &'static str = "DescribeAvailabilityZones";
    /// The action has no pages (EC2 API reference).
    const PAGING: Paging = Paging { least: 1, most: i64::MAX, excludes: None };
    const FIELDS: &'static [Field<Self>] = &[
        Field("group-name", |zone| vec![zone.group_name.clone()]),
        Field("opt-in-status", |zone| vec![zone.opt_in_status.into()]),
        Field("region-name", |zone| vec![zone.region_name.clone()]),
        Field("state", |zone| vec![zone.zone_state.into()]),
        Field("zone-id", |zone| vec![zone.zone_id.clone()]),
        Field("zone-name", |zone| vec![zone.zone_name.clone()]),
        Field("zone-type", |zone| vec![zone.zone_type.into()]),
    ];
    const TAGGED: bool = false;

    /// Every region has at least three zones (AWS, global infrastructure). Zones of subnets are added to
    /// them.
    fn all(account: &Ec2Inventory) -> Vec<Self> {
        let region = &account.region;
        let mut names: BTreeSet<_> = ["a", "b", "c"].map(|letter| format!("{region}{letter}")).into();
        names.extend(account.subnets.iter().map(|subnet| subnet.availability_zone.clone()));
        names.into_iter().enumerate().map(|(index, name)| shown(region, name, index + 1)).collect()
    }

    fn key(&self) -> String {
        self.zone_name.clone()
    }

    fn not_found(names: &[&str]) -> Ec2Error {
        Ec2Error::invalid_availability_zone(names)
    }

    fn tags(&self) -> &[Tag] {
        &[]
    }
}

/// Returns the id of the zone with this name.
pub fn zone_id(account: &Ec2Inventory, name: &str) -> String {
    let zone = AvailabilityZone::all(account).into_iter().find(|zone| zone.zone_name == name);
    zone.map(|zone| zone.zone_id).unwrap_or_default()
}

fn shown(region: &str, zone_name: String, number: usize) -> AvailabilityZone {
    AvailabilityZone {
        zone_name,
        zone_id: format!("{}-az{number}", short_name(region)),
        zone_state: "available",
        region_name: region.to_owned(),
        group_name: region.to_owned(),
        network_border_group: region.to_owned(),
        zone_type: "availability-zone",
        opt_in_status: "opt-in-not-required",
    }
}

/// `eu-central-1` is `euc1`, `ap-southeast-2` is `apse2` (AWS, regions and zones).
fn short_name(region: &str) -> String {
    let short = |part: &str| match part {
        "northeast" => "ne".to_owned(),
        "northwest" => "nw".to_owned(),
        "southeast" => "se".to_owned(),
        "southwest" => "sw".to_owned(),
        "central" | "north" | "south" | "east" | "west" => part[..1].to_owned(),
        other => other.to_owned(),
    };
    region.split('-').map(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_ids_start_with_the_short_name_of_the_region() {
        for (region, expected) in
            [("eu-central-1", "euc1"), ("us-east-1", "use1"), ("ap-southeast-2", "apse2")]
        {
            assert_eq!(short_name(region), expected);
        }
    }
}
