//! Changing a network interface: one operation at a time, and with a second look at what a read did not show.

use std::net::Ipv4Addr;
use std::time::Duration;

use ec2::NetworkInterface;
use tfplugin::{Cx, Diagnostics, Outcome};
use tokio::sync::OwnedMutexGuard;

use super::Clients;

/// Pause before an address that a read did not show is believed to be missing: EC2's reads can be stale.
const SECOND_LOOK: Duration = Duration::from_secs(3);

impl Clients {
    /// Waits until no other operation of this run works on the interface. An operation that is to stop begins
    /// nothing new.
    pub(crate) async fn hold_interface(cx: &Cx<Self>, id: &str) -> Outcome<OwnedMutexGuard<()>> {
        tokio::select! {
            biased;
            () = cx.stop().cancelled() => Err(stopped(&format!("Waiting for network interface {id}"))),
            held = cx.clients().locks.hold(format!("interface {id}")) => Ok(held),
        }
    }

    /// The interface if it has the address; a first "no" is looked at again.
    pub(crate) async fn interface_with(
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
    pub(crate) async fn interface_again(
        cx: &Cx<Self>,
        id: &str,
        address: Ipv4Addr,
    ) -> Outcome<NetworkInterface> {
        tokio::select! {
            () = tokio::time::sleep(SECOND_LOOK) => cx.clients().interface(id).await,
            () = cx.stop().cancelled() => Err(stopped(&format!("Looking for {address}"))),
        }
    }
}

fn stopped(what: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{what} was stopped"),
        "Nothing was changed, and the stored state is kept. Run Terraform again.",
    )
}
