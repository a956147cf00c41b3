//! `ModifyNetworkInterfaceAttribute`.

use super::error::Ec2Error;
use super::id::IdKind;
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::{NetworkInterfaceSpec, SecurityGroupSpec};

/// The attribute to change. EC2 accepts one attribute per request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribute {
    /// New description.
    Description(String),
    /// Whether traffic for other addresses is dropped.
    SourceDestCheck(bool),
    /// New security groups, replacing the old ones.
    Groups(Vec<String>),
}

/// Changes one attribute of an interface.
pub fn modify(account: &mut Ec2Inventory, id: &str, attribute: &Attribute) -> Result<(), Ec2Error> {
    let groups = match attribute {
        Attribute::Groups(ids) => ids.iter().map(|id| group(account, id)).collect::<Result<_, _>>()?,
        _ => vec![],
    };
    let interface = interface_mut(account, id)?;
    match attribute {
        Attribute::Description(text) => interface.description.clone_from(text),
        Attribute::SourceDestCheck(check) => interface.source_dest_check = *check,
        Attribute::Groups(_) => interface.security_groups = groups,
    }
    Ok(())
}

/// Finds the interface with this id.
pub fn interface_mut<'a>(
    account: &'a mut Ec2Inventory,
    id: &str,
) -> Result<&'a mut NetworkInterfaceSpec, Ec2Error> {
    IdKind::NetworkInterface.check(id)?;
    let found = account.interfaces.iter_mut().find(|interface| interface.id == id);
    found.ok_or_else(|| Ec2Error::not_found(IdKind::NetworkInterface, &[id]))
}

/// A security group exists here if an interface has it.
fn group(account: &Ec2Inventory, id: &str) -> Result<SecurityGroupSpec, Ec2Error> {
    let mut groups = account.interfaces.iter().flat_map(|interface| &interface.security_groups);
    groups.find(|group| group.id == id).cloned().ok_or_else(|| Ec2Error::security_group_not_found(id))
}
