//! The AWS side of a recording: the account, as far as it was recorded, and what is made up where it was not.

mod instances;
mod interfaces;
mod networks;
mod plain;
mod records;
mod route_tables;

use ipnet::Ipv4Net;

use super::error::RecordingError;
use super::file::{Record, Recording};
use super::report::Report;
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::{Tags, routes_per_table};
use crate::world::cluster::Cluster;
use crate::world::ec2::Ec2World;
use records::TagRecord;

type Result<T> = std::result::Result<T, RecordingError>;

/// The region where no zone was recorded.
const REGION: &str = "eu-central-1";

/// The account number, which recordings do not show.
const ACCOUNT: &str = "123456789012";

/// Actions that are read, and those of which the simulated account has its own answers.
const KNOWN: &[&str] = &[
    "DescribeInstanceTypes",
    "DescribeInstances",
    "DescribeNetworkInterfaces",
    "DescribeRouteTables",
    "DescribeSubnets",
    "DescribeVpcs",
    "GetCallerIdentity",
    "GetSubnetCidrReservations",
];

/// Builds the account that was recorded around a cluster, and tells the nodes which instances they run on.
pub fn account(recording: &Recording, cluster: &mut Cluster, report: &mut Report) -> Result<Ec2World> {
    let mut account = Ec2Inventory {
        region: REGION.to_owned(),
        account_id: ACCOUNT.to_owned(),
        vpcs: networks::vpcs(recording)?,
        subnets: networks::subnets(recording)?,
        instances: instances::instances(recording)?,
        interfaces: vec![],
        route_tables: route_tables::route_tables(recording, report)?,
        instance_types: instances::types(recording)?,
        routes_per_table: routes_per_table(),
    };
    interfaces::interfaces(recording, cluster, &mut account, report)?;
    if let Some(region) = account.subnets.iter().find_map(|subnet| region_of(&subnet.availability_zone)) {
        account.region = region;
    }
    recording.actions().filter(|action| !KNOWN.contains(action)).for_each(|action| {
        report.left_out("answer(s) of EC2 that nothing is made of", action);
    });
    instances::settle(cluster, &account);
    let mut ec2 = Ec2World::new(account);
    plain::complete(cluster, &mut ec2, report);
    Ok(ec2)
}

/// The region of a zone: `eu-central-1` of `eu-central-1a`, `us-west-2` of `us-west-2-lax-1a`.
fn region_of(zone: &str) -> Option<String> {
    let parts: Vec<_> = zone.split('-').collect();
    let number = parts.iter().position(|part| part.starts_with(|first: char| first.is_ascii_digit()))?;
    let digits = parts[number].trim_end_matches(|last: char| last.is_ascii_lowercase());
    (number > 0).then(|| [&parts[..number], &[digits]].concat().join("-"))
}

/// Reads a block, without the host bits that it may have.
fn block<T>(record: &Record<T>, member: &'static str, text: Option<&str>) -> Result<Ipv4Net> {
    let text = record.required(member, text)?;
    let block: Ipv4Net =
        text.parse().map_err(|_| record.wrong(member, format!("\"{text}\" is no IPv4 block")))?;
    Ok(block.trunc())
}

fn tags(recorded: Option<&Vec<TagRecord>>) -> Tags {
    let tags = recorded.into_iter().flatten();
    tags.filter_map(|tag| Some((tag.key.clone()?, tag.value.clone().unwrap_or_default()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_shows_its_region() {
        for (zone, expected) in [
            ("eu-central-1a", Some("eu-central-1")),
            ("us-gov-east-1b", Some("us-gov-east-1")),
            ("us-west-2-lax-1a", Some("us-west-2")),
            ("redacted", None),
            ("1a", None),
            ("", None),
        ] {
            assert_eq!(region_of(zone).as_deref(), expected, "{zone}");
        }
    }
}
