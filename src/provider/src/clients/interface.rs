//! Changing a network interface: one operation at a time, and with a second look at what a read did not show.

use std::net::Ipv4Addr;
use std::time::Duration;

use ec2::NetworkInterface;
use tfplugin::{Cx, Outcome};
use tokio::sync::OwnedMutexGuard;

use super::Clients;
use super::hold::stopped;

/// Pause before an address that a read did not show is believed to be missing: EC2's reads can be stale.
const SECOND_LOOK: Duration = Duration::from_secs(3);

impl Clients {
    /// Waits until no other operation of this run works on the interface.
    pub async fn hold_interface(cx: &Cx<Self>, id: &str) -> Outcome<OwnedMutexGuard<()>> {
        cx.clients().refresh.interfaces_change();
        Self::hold(cx, &format!("network interface {id}")).await
    }

    /// The interface if it has the address; a first "no" is looked at again.
    pub async fn interface_with(
        cx: &Cx<Self>,
        id: &str,
        address: Ipv4Addr,
    ) -> Outcome<Option<NetworkInterface>> {
        let first = cx.clients().interface(id).await?;
        let interface =
            if first.has(address) { first } else { Self::interface_again(cx, id, address).await? };
        Ok(Some(interface).filter(|interface| interface.has(address)))
    }

    /// The interface some seconds later, after a read that did not show the address.
    pub async fn interface_again(cx: &Cx<Self>, id: &str, address: Ipv4Addr) -> Outcome<NetworkInterface> {
        tokio::select! {
            () = tokio::time::sleep(SECOND_LOOK) => cx.clients().interface(id).await,
            () = cx.stop().cancelled() => Err(stopped(&format!("Looking for {address}"))),
        }
    }
}
