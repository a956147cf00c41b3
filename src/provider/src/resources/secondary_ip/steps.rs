//! The assigning request. From the request on, the address stays in the state until the request certainly had
//! no effect.

use std::net::Ipv4Addr;

use ec2::{Error, Patience, Reassignment};
use provider_core::secondary_ip::SecondaryIpModel;
use tfplugin::{Attr, Cx, Diagnostics, Outcome};

use super::{checks, settle};
use crate::clients::{Clients, stopped};
use crate::diagnose::During;

/// EC2's error codes, each with the attribute that it concerns.
const ERROR_ATTRIBUTES: [(&str, &str); 3] = [
    ("PrivateIpAddressLimitExceeded", "network_interface_id"),
    ("InvalidNetworkInterfaceID.NotFound", "network_interface_id"),
    ("InvalidParameterValue", "private_ip"),
];

/// Why an assignment failed.
#[derive(Debug)]
pub enum Failed {
    /// Another interface has obtained the address.
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

/// Assigns an address that the interface does not have, and returns `made` once the address shows: EC2's
/// answer is believed when a look confirms it, and two looks must agree where there was none. On an error,
/// the object stays in the state as not complete, unless certainly nothing was done.
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
    let mut patience = Patience::after_an_answer();
    if let Err(error) = assigned {
        let found = look_after(cx, &interface, address, &error).await;
        let (is_taken, is_full) = (error.is_move_not_allowed(), error.is_limit_exceeded());
        let failure: Outcome<()> =
            Err(error).during_with(format!("assign {address} to {interface}"), &ERROR_ATTRIBUTES);
        let failure = failure.err().unwrap_or_default();
        match found {
            Found::There => patience = Patience::default(),
            Found::Unknown => return Err(Failed::Otherwise(failure)),
            Found::Absent => {
                cx.withdraw();
                cx.clients().claims.release(address, token);
                let told = if is_full { checks::full(cx, &interface).await } else { None };
                return Err(match told {
                    Some(full) => Failed::Otherwise(full),
                    None if is_taken => Failed::Taken(failure),
                    None => Failed::Otherwise(failure),
                });
            }
        }
    }
    let expected = address.to_string();
    let seen = settle(cx, (&interface, &expected), patience, |seen| seen.has(address)).await;
    seen.map(|_| made).map_err(Failed::Otherwise)
}

/// What a read after an error shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    There,
    Absent,
    Unknown,
}

/// Reads whether the address is assigned although EC2 answered with an error: an earlier attempt of the same
/// call may have taken effect. If the answer was lost, an address that does not show yet may still appear.
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
