//! `ModifyNetworkInterfaceAttribute`.

use super::error::Ec2Error;
use super::id::IdKind;
use crate::inventory::Ec2Inventory;
use crate::inventory::ec2::{NetworkInterfaceSpec, SecurityGroupSpec};

/// What to change; EC2 takes one attribute in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribute {
    /// New free text.
    Description(String),
    /// Whether traffic for other addresses is dropped.
    SourceDestCheck(bool),
    /// The security groups from now on.
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

/// The interface with this id.
pub fn interface_mut<'a>(
    account: &'a mut Ec2Inventory,
    id: &str,
) -> Result<&'a mut NetworkInterfaceSpec, Ec2Error> {
    IdKind::NetworkInterface.check(id)?;
    let found = account.interfaces.iter_mut().find(|interface| interface.id == id);
    found.ok_or_else(|| Ec2Error::not_found(IdKind::NetworkInterface, &[id]))
}

/// Groups exist here as far as an interface has them.
fn group(account: &Ec2Inventory, id: &str) -> Result<SecurityGroupSpec, Ec2Error> {
    let mut groups = account.interfaces.iter().flat_map(|interface| &interface.security_groups);
    groups.find(|group| group.id == id).cloned().ok_or_else(|| Ec2Error::security_group_not_found(id))
}
