//! Changing, migrating and deleting LIFs.

use uuid::Uuid;

use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::ip_interface::{Interface, NewInterface, failover_under, parse_netmask};
use super::location::NewLocation;

impl Cluster {
    /// Returns the LIF with this UUID.
    pub fn interface(&self, uuid: Uuid) -> ApiResult<&Interface> {
        self.interfaces
            .iter()
            .find(|interface| interface.uuid == uuid)
            .ok_or_else(|| ApiError::not_found("uuid"))
    }

    /// Applies all of a PATCH or none of it.
    pub fn modify_interface(&mut self, uuid: Uuid, change: &NewInterface) -> ApiResult<()> {
        let mut interface = self.interface(uuid)?.clone();
        if let Some(name) = change.name.as_ref().filter(|name| **name != interface.name) {
            self.check_interface_name(interface.svm, name)?;
            interface.name.clone_from(name);
        }
        if let Some(enabled) = change.enabled {
            interface.enabled = enabled;
        }
        self.change_address(&mut interface, change)?;
        self.change_policy(&mut interface, change)?;
        self.change_home(&mut interface, &change.location)?;
        self.migrate(&mut interface, &change.location)?;
        interface.auto_revert = change.location.auto_revert.unwrap_or(interface.auto_revert);
        interface.dns_zone = change.dns_zone.clone().unwrap_or(interface.dns_zone);
        interface.ddns_enabled = change.ddns_enabled.unwrap_or(interface.ddns_enabled);
        self.interfaces.iter_mut().filter(|old| old.uuid == uuid).for_each(|old| *old = interface.clone());
        Ok(())
    }

    fn change_address(&self, interface: &mut Interface, change: &NewInterface) -> ApiResult<()> {
        if let Some(address) = change.ip.address.as_deref() {
            interface.address = address.parse().map_err(|_| ApiError::invalid("ip.address", address))?;
        }
        if let Some(netmask) = change.ip.netmask.as_deref() {
            interface.prefix_length = parse_netmask(netmask, interface.address)?;
        }
        if change.ip.address.is_some() || change.ip.netmask.is_some() {
            self.check_address(interface.address, interface.prefix_length, Some(interface.uuid))
        } else {
            Ok(())
        }
    }

    fn change_policy(&self, interface: &mut Interface, change: &NewInterface) -> ApiResult<()> {
        if !change.service_policy.is_absent() {
            interface.policy = self.policy_for_interface(interface.svm, &change.service_policy)?.uuid;
        }
        let policy =
            self.policy(interface.policy).ok_or_else(|| ApiError::not_found("service_policy.uuid"))?;
        let wanted = change.location.failover.as_deref();
        if wanted.is_some() || failover_under(policy, Some(&interface.failover)).is_err() {
            interface.failover = failover_under(policy, wanted)?;
        }
        Ok(())
    }

    /// The home of a SAN LIF can change only while the LIF is disabled (error 1966238).
    fn change_home(&self, interface: &mut Interface, location: &NewLocation) -> ApiResult<()> {
        if location.home_node.is_absent() && location.home_port.is_absent() {
            return Ok(());
        }
        let (node, port) = self.home_after(interface, location)?;
        if (&node, &port) == (&interface.home_node, &interface.home_port) {
            return Ok(());
        }
        self.check_port_in_ipspace(&node, &port, &interface.ipspace)?;
        let is_san =
            self.policy(interface.policy).is_some_and(|policy| policy.loosest_failover() == "home_port_only");
        if is_san && interface.enabled {
            let message = "The home of a SAN LIF can be changed only while the LIF is disabled.";
            return Err(ApiError::new(400, 1_966_238, message).on("location.home_port.name"));
        }
        if self.rehoming_moves_lifs || is_san {
            (interface.node, interface.port) = (node.clone(), port.clone());
        }
        (interface.home_node, interface.home_port) = (node, port);
        Ok(())
    }

    /// A port that is given without its node is a port of the home node.
    fn home_after(&self, interface: &Interface, location: &NewLocation) -> ApiResult<(String, String)> {
        let port = &location.home_port;
        let names_only_the_port =
            location.home_node.is_absent() && port.node.is_absent() && port.uuid.is_none();
        if names_only_the_port {
            self.port_at(port, Some(&interface.home_node))
        } else {
            self.home_of(location)
        }
    }

    /// Errors 1967125 (the LIF cannot leave its port) and 1967389 (`is_home` can only be set to true).
    fn migrate(&self, interface: &mut Interface, location: &NewLocation) -> ApiResult<()> {
        match location.is_home {
            Some(true) => {
                interface.node.clone_from(&interface.home_node);
                interface.port.clone_from(&interface.home_port);
            }
            Some(false) => {
                let message = "A LIF is sent home with true; it cannot be sent away with false.";
                return Err(ApiError::new(400, 1_967_389, message).on("location.is_home"));
            }
            None => {}
        }
        if location.node.is_absent() && location.port.is_absent() {
            return Ok(());
        }
        if interface.failover == "home_port_only" {
            let message = format!("LIF \"{}\" cannot leave its home port.", interface.name);
            return Err(ApiError::new(400, 1_967_125, message).on("location.port.name"));
        }
        let node = self.node_at(&location.node)?.unwrap_or_else(|| interface.node.clone());
        (interface.node, interface.port) = if location.port.is_absent() {
            self.home_of(&NewLocation { home_node: location.node.clone(), ..NewLocation::default() })?
        } else {
            self.port_at(&location.port, Some(&node))?
        };
        Ok(())
    }

    /// Deletes a LIF, even if it is enabled.
    pub fn delete_interface(&mut self, uuid: Uuid) -> ApiResult<()> {
        self.interface(uuid)?;
        self.interfaces.retain(|interface| interface.uuid != uuid);
        Ok(())
    }
}
