//! The requests that change a LIF from one state to another: pure.

use ontap_core::{Failover, IpInterfaceBody};
use tfplugin_core::{Attr, Recorded};

use super::model::LifModel;

/// One request of an update.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Sets a new name; comes first and alone.
    Rename(String),
    /// Disables the LIF before everything else, because ONTAP re-homes a LIF for blocks only then (1966238).
    Disable,
    /// Sets everything else.
    Change(Box<IpInterfaceBody>),
    /// Enables the LIF; comes last.
    Enable,
}

impl Step {
    /// Describes the step, for "Could not …".
    pub fn action(&self, lif: &str) -> String {
        match self {
            Self::Rename(new) => format!("rename {lif} to {new}"),
            Self::Disable => format!("disable {lif}"),
            Self::Change(_) => format!("change {lif}"),
            Self::Enable => format!("enable {lif}"),
        }
    }

    /// Returns the body of the request.
    pub fn patch(&self) -> IpInterfaceBody {
        let none = IpInterfaceBody::default();
        match self {
            Self::Rename(name) => IpInterfaceBody { name: Some(name.clone()), ..none },
            Self::Disable => IpInterfaceBody { enabled: Some(false), ..none },
            Self::Change(patch) => (**patch).clone(),
            Self::Enable => IpInterfaceBody { enabled: Some(true), ..none },
        }
    }
}

/// Returns the requests in an order that ONTAP accepts.
pub fn steps(now: &LifModel, planned: &LifModel) -> Vec<Step> {
    let mut change = planned.changes(now);
    let rename = change.name.take().map(Step::Rename);
    let enabled = change.enabled.take();
    change.location.failover = change.location.failover.or_else(|| failover_of_new_kind(now, planned));
    let disable = (enabled == Some(false)).then_some(Step::Disable);
    let change = (change != IpInterfaceBody::default()).then(|| Step::Change(Box::new(change)));
    let enable = (enabled == Some(true)).then_some(Step::Enable);
    [rename, disable, change, enable].into_iter().flatten().collect()
}

/// Returns the failover for a LIF that turns from blocks to files or vice versa, if the plan leaves it open.
fn failover_of_new_kind(now: &LifModel, planned: &LifModel) -> Option<Failover> {
    match (&planned.failover, now.serves_blocks(), planned.serves_blocks()) {
        (Attr::Unknown, Some(true), Some(false)) => Some(Failover::Default),
        (Attr::Unknown, Some(false), Some(true)) => Some(Failover::HomePortOnly),
        _ => None,
    }
}

#[cfg(test)]
#[path = "steps_tests.rs"]
mod tests;
