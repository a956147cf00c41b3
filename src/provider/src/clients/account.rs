//! Network interfaces, read freshly and only of accounts that are allowed.

use ec2::{InterfaceFilter, NetworkInterface};
use tfplugin::{Diagnostics, Outcome};

use super::Clients;
use crate::diagnose::During;

impl Clients {
    /// One interface, as it is now.
    pub async fn interface(&self, id: &str) -> Outcome<NetworkInterface> {
        let found = self.ec2().network_interface(id).await;
        let named = [("InvalidNetworkInterfaceID.NotFound", "network_interface_id")];
        let interface = found.during_with(format!("read network interface {id}"), &named)?;
        self.allowed(&interface)?;
        Ok(interface)
    }

    /// Interfaces by a filter, as they are now.
    pub async fn interfaces(&self, filter: InterfaceFilter, what: &str) -> Outcome<Vec<NetworkInterface>> {
        let interfaces = self.ec2().network_interfaces(filter).await.during(what)?;
        interfaces.iter().try_for_each(|interface| self.allowed(interface))?;
        Ok(interfaces)
    }

    /// Refuses an interface of an account that is not among the allowed ones.
    fn allowed(&self, interface: &NetworkInterface) -> Outcome<()> {
        let allowed = &self.allowed_account_ids;
        if allowed.is_empty() || allowed.contains(&interface.owner_id) {
            return Ok(());
        }
        Err(Diagnostics::error(
            format!("Network interface {} belongs to an account that is not allowed", interface.id),
            format!(
                "Its owner is account {}, and aws.allowed_account_ids has {}. Nothing was changed. Correct the AWS \
                 credentials (profile, assume_role_arn) or the list.",
                interface.owner_id,
                allowed.iter().cloned().collect::<Vec<_>>().join(", ")
            ),
        ))
    }
}
