//! Sending an assignment. From the moment it is sent, the address is kept in the state until it is certain that nothing came
//! of it.

use std::net::Ipv4Addr;

use ec2::{Error, Reassignment};
use provider_core::secondary_ip::SecondaryIpModel;
use tfplugin::{Attr, Cx, Diagnostics, Outcome};

use super::settle;
use crate::clients::{Clients, stopped};
use crate::diagnose::During;

/// EC2's codes, and the attributes that they are about.
const ERROR_ATTRIBUTES: [(&str, &str); 3] = [
    ("PrivateIpAddressLimitExceeded", "network_interface_id"),
    ("InvalidNetworkInterfaceID.NotFound", "network_interface_id"),
    ("InvalidParameterValue", "private_ip"),
];

/// Why an assignment failed.
#[derive(Debug)]
pub enum Failed {
    /// Another interface has the address by now.
    Taken(Diagnostics),
    /// Anything else.
    Otherwise(Diagnostics),
}

impl Failed {
    pub fn into_diagnostics(self) -> Diagnostics {
        match self {
            Self::Taken(diagnostics) | Self::Otherwise(diagnostics) => diagnostics,
        }
    }
}

/// Assigns an address that the interface does not have, and waits until it is seen: then the object is `made`. Whatever else
/// comes of it, the object is kept as not complete, unless it is certain that nothing was done.
pub async fn write(
    cx: &Cx<Clients>,
    made: SecondaryIpModel,
    address: Ipv4Addr,
    reassignment: Reassignment,
    token: &str,
) -> Result<SecondaryIpModel, Failed> {
    let interface = made.interface();
    if cx.stop().is_cancelled() {
        cx.clients().claims.release(address, token);
        return Err(Failed::Otherwise(stopped(&format!("Assigning {address} to {interface}"))));
    }
    let incomplete = SecondaryIpModel { complete: Attr::Known(false), ..made.with_address(address, false) };
    cx.pending(&incomplete, format!("Whether {address} is assigned to {interface} is not known"));
    let assigned = cx.clients().aws.ec2().assign_private_ip(&interface, address, reassignment).await;
    if let Err(error) = assigned {
        let found = look_after(cx, &interface, address, &error).await;
        let is_taken = error.is_move_not_allowed();
        let told: Outcome<()> =
            Err(error).during_with(format!("assign {address} to {interface}"), &ERROR_ATTRIBUTES);
        let told = told.err().unwrap_or_default();
        match found {
            Found::There => {}
            Found::Unknown => return Err(Failed::Otherwise(told)),
            Found::Absent => {
                cx.withdraw();
                cx.clients().claims.release(address, token);
                return Err(if is_taken { Failed::Taken(told) } else { Failed::Otherwise(told) });
            }
        }
    }
    let expected = address.to_string();
    let seen = settle(cx, &interface, &expected, |seen| seen.has(address)).await;
    seen.map(|_| made).map_err(Failed::Otherwise)
}

/// What a look after an error shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    There,
    Absent,
    Unknown,
}

/// Looks whether the address is there although EC2's answer was an error: an earlier attempt of the same call may have taken
/// effect. An address that does not show after an answer that got lost may still come.
async fn look_after(cx: &Cx<Clients>, interface: &str, address: Ipv4Addr, error: &Error) -> Found {
    if error.is_ambiguous() {
        return match cx.clients().aws.interface_with(interface, address).await {
            Ok(Some(_)) => Found::There,
            Ok(None) | Err(_) => Found::Unknown,
        };
    }
    match cx.clients().aws.interface(interface).await {
        Ok(found) if found.has(address) => Found::There,
        Ok(_) => Found::Absent,
        Err(_) => Found::Unknown,
    }
}
