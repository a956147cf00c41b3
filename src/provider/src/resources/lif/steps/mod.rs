//! Which requests turn one state of a LIF into another: pure.

use ontap::{Failover, HomePort, IpAddress, IpInterfaceBody, LocationBody, Reference};
use tfplugin::{Attr, Text};

use super::model::LifModel;

/// One request of an update.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// A new name goes alone and first.
    Rename(String),
    /// Taking out of operation comes before everything else: ONTAP re-homes a LIF for blocks only then (1966238).
    Disable,
    /// Everything else.
    Change(IpInterfaceBody),
    /// Putting into operation comes last.
    Enable,
}

impl Step {
    /// What the step does, for "Could not …".
    pub(super) fn action(&self, lif: &str) -> String {
        match self {
            Self::Rename(new) => format!("rename {lif} to {new}"),
            Self::Disable => format!("disable {lif}"),
            Self::Change(_) => format!("change {lif}"),
            Self::Enable => format!("enable {lif}"),
        }
    }

    /// The request.
    pub(super) fn patch(&self) -> IpInterfaceBody {
        let none = IpInterfaceBody::default();
        match self {
            Self::Rename(name) => IpInterfaceBody { name: Some(name.clone()), ..none },
            Self::Disable => IpInterfaceBody { enabled: Some(false), ..none },
            Self::Change(patch) => patch.clone(),
            Self::Enable => IpInterfaceBody { enabled: Some(true), ..none },
        }
    }
}

/// The requests, in the order that ONTAP accepts.
pub(super) fn steps(now: &LifModel, planned: &LifModel) -> Vec<Step> {
    let enabled = changed(&now.enabled, &planned.enabled);
    let change = IpInterfaceBody {
        ip: new_ip(now, planned).unwrap_or_default(),
        location: LocationBody {
            home_port: new_home(now, planned).unwrap_or_default(),
            auto_revert: changed(&now.auto_revert, &planned.auto_revert),
            failover: new_failover(now, planned),
        },
        service_policy: Reference { name: changed(&now.service_policy, &planned.service_policy), uuid: None },
        ..IpInterfaceBody::default()
    };
    let rename = changed(&now.name, &planned.name).map(Step::Rename);
    let disable = (enabled == Some(false)).then_some(Step::Disable);
    let change = (change != IpInterfaceBody::default()).then_some(Step::Change(change));
    let enable = (enabled == Some(true)).then_some(Step::Enable);
    [rename, disable, change, enable].into_iter().flatten().collect()
}

/// Address and mask go together.
fn new_ip(now: &LifModel, planned: &LifModel) -> Option<IpAddress> {
    let (address, mask) = (planned.address()?, planned.netmask.known()?);
    let same_mask = now.netmask.known().is_some_and(|stored| stored.means_the_same(mask));
    if now.address() == Some(address) && same_mask {
        return None;
    }
    Some(IpAddress::of(address.into(), mask.length()))
}

/// A port means something together with its node only.
fn new_home(now: &LifModel, planned: &LifModel) -> Option<HomePort> {
    let moves = planned.home_node != now.home_node || planned.home_port != now.home_port;
    let (node, port) = (planned.home_node.known()?, planned.home_port.known()?);
    moves.then(|| HomePort::on_node(node, port))
}

/// Where the plan leaves it open, a LIF that turns from blocks to files is free to roam, and the other way round.
fn new_failover(now: &LifModel, planned: &LifModel) -> Option<Failover> {
    match &planned.failover {
        Attr::Known(failover) if planned.failover != now.failover => Some(Failover::from(failover.as_str())),
        Attr::Unknown => match (now.serves_blocks(), planned.serves_blocks()) {
            (Some(true), Some(false)) => Some(Failover::Default),
            (Some(false), Some(true)) => Some(Failover::HomePortOnly),
            _ => None,
        },
        _ => None,
    }
}

fn changed<T: PartialEq + Clone>(now: &Attr<T>, planned: &Attr<T>) -> Option<T> {
    planned.known().filter(|_| planned != now).cloned()
}

#[cfg(test)]
mod tests;
