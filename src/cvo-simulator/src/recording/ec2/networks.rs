//! VPCs and subnets.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use ipnet::Ipv4Net;

use super::records::{BlockRecord, ReservationRecord, SubnetRecord, VpcRecord};
use super::{Record, Recording, Result, block, tags};
use crate::inventory::ec2::{CidrReservationSpec, SubnetSpec, VpcSpec};

/// Lengths of the blocks that a subnet can have (VPC user guide, subnet CIDR blocks).
const LENGTHS: RangeInclusive<u8> = 16..=28;

pub fn vpcs(recording: &Recording) -> Result<Vec<VpcSpec>> {
    let records: Vec<Record<VpcRecord>> = recording.described("DescribeVpcs", "Vpcs")?.unwrap_or_default();
    let mut vpcs: Vec<VpcSpec> = vec![];
    for record in &records {
        let id = record.required("VpcId", record.vpc_id.clone())?;
        if vpcs.iter().all(|known| known.id != id) {
            let is_default = record.is_default.unwrap_or_default();
            vpcs.push(VpcSpec { id, cidrs: blocks(record)?, is_default, tags: tags(record.tags.as_ref()) });
        }
    }
    Ok(vpcs)
}

/// All blocks of a VPC, the primary one first.
fn blocks(record: &Record<VpcRecord>) -> Result<Vec<Ipv4Net>> {
    let is_there = |block: &&BlockRecord| {
        let state = block.cidr_block_state.as_ref().and_then(|state| state.state.as_deref());
        state.is_none_or(|state| state == "associated")
    };
    let associated = record.cidr_block_association_set.iter().flatten().filter(is_there);
    let texts = record.cidr_block.iter().chain(associated.filter_map(|block| block.cidr_block.as_ref()));
    let mut blocks = vec![];
    for text in texts {
        let found = block(record, "CidrBlock", Some(text))?;
        if !blocks.contains(&found) {
            blocks.push(found);
        }
    }
    record.required("CidrBlock", (!blocks.is_empty()).then_some(blocks))
}

pub fn subnets(recording: &Recording) -> Result<Vec<SubnetSpec>> {
    let records: Vec<Record<SubnetRecord>> =
        recording.described("DescribeSubnets", "Subnets")?.unwrap_or_default();
    let mut subnets: Vec<SubnetSpec> = vec![];
    for record in &records {
        let id = record.required("SubnetId", record.subnet_id.clone())?;
        let cidr = block(record, "CidrBlock", record.cidr_block.as_deref())?;
        if !LENGTHS.contains(&cidr.prefix_len()) {
            return Err(
                record.wrong("CidrBlock", format!("{cidr} is no block of a subnet: those are /16 to /28"))
            );
        }
        if subnets.iter().all(|known| known.id != id) {
            subnets.push(SubnetSpec {
                id,
                vpc_id: record.required("VpcId", record.vpc_id.clone())?,
                cidr,
                availability_zone: record.availability_zone.clone().unwrap_or_default(),
                reservations: vec![],
                tags: tags(record.tags.as_ref()),
            });
        }
    }
    reservations(recording, &mut subnets)?;
    Ok(subnets)
}

fn reservations(recording: &Recording, subnets: &mut [SubnetSpec]) -> Result<()> {
    let records: Vec<Record<ReservationRecord>> =
        recording.described("GetSubnetCidrReservations", "SubnetIpv4CidrReservations")?.unwrap_or_default();
    for record in &records {
        let id = record.required("SubnetCidrReservationId", record.subnet_cidr_reservation_id.clone())?;
        let cidr = block(record, "Cidr", record.cidr.as_deref())?;
        let holds = |subnet: &&mut SubnetSpec| match &record.subnet_id {
            Some(of) => subnet.id == *of,
            None => subnet.cidr.contains(&cidr),
        };
        if let Some(subnet) = subnets.iter_mut().find(holds) {
            subnet.reservations.push(CidrReservationSpec {
                id: id.clone(),
                cidr,
                reservation_type: record.reservation_type.clone().unwrap_or_else(|| "explicit".to_owned()),
                description: record.description.clone().unwrap_or_default(),
            });
        }
    }
    Ok(())
}

/// Returns the block of a subnet that was not recorded itself, from an address in it and the length of a
/// netmask.
pub fn around(address: Ipv4Addr, length: u8) -> Ipv4Net {
    let length = length.clamp(*LENGTHS.start(), *LENGTHS.end());
    Ipv4Net::new(address, length).map(|block| block.trunc()).unwrap_or_default()
}
