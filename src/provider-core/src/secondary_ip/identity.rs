//! How an address is identified: a stored object must have both the interface and the address, without
//! contradiction. An address that an unfinished create sent belongs to its object only if nothing else can
//! have assigned it. Pure.

use std::net::Ipv4Addr;

use ec2_core::PrivateAddress;
use serde::{Deserialize, Serialize};
use tfplugin_core::{Attr, Diagnostics, Outcome};

use super::checks::{Seen, claimed};
use super::model::{SecondaryIpModel, id};
use crate::system::{describe_lif, lif_with};

/// The interface and address of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub interface: String,
    pub address: Ipv4Addr,
}

impl Identity {
    /// Returns the name for messages, at the beginning of a sentence.
    pub fn subject(&self) -> String {
        format!("Address {}", self.address)
    }
}

/// Returns the identity of the stored object.
///
/// # Errors
/// Returns a refusal if the state lacks the interface or the address, or has an id that contradicts them: it
/// was damaged, or copied from another object.
pub fn identity_of(stored: &SecondaryIpModel) -> Outcome<Identity> {
    let interface = stored.interface();
    let lacking = match (interface.is_empty(), stored.address()) {
        (false, Some(address)) => return require_matching_id(stored, Identity { interface, address }),
        (true, Some(_)) => "network_interface_id",
        (false, None) => "private_ip",
        (true, None) => "network_interface_id and private_ip",
    };
    Err(unidentified(stored, "A stored address cannot be told", &format!("The state lacks {lacking}.")))
}

/// Returns the address that a destroy releases, or `None` if it only removes the object from the state.
///
/// # Errors
/// Returns a refusal as [`identity_of`] does, and if the state does not say whether the address is released.
pub fn to_release(stored: &SecondaryIpModel) -> Outcome<Option<Identity>> {
    let identity = identity_of(stored)?;
    match stored.release_on_destroy {
        Attr::Known(true) => Ok(Some(identity)),
        Attr::Known(false) => Ok(None),
        Attr::Null | Attr::Unknown => Err(Diagnostics::error(
            format!("Whether {} is to be released cannot be told", identity.address),
            format!(
                "The state lacks release_on_destroy, which it always has: it was edited or damaged. Write \
                 release_on_destroy = true into the configuration to have the address taken off {}, or false \
                 to have it only forgotten; apply that, then destroy again.",
                identity.interface
            ),
        )),
    }
}

fn require_matching_id(stored: &SecondaryIpModel, identity: Identity) -> Outcome<Identity> {
    let expected = id(&identity.interface, identity.address);
    match stored.id.known() {
        Some(stored_id) if *stored_id != expected => {
            let why = format!("Its id is {stored_id}, and its interface and address make it {expected}.");
            Err(unidentified(stored, "A stored address contradicts itself", &why))
        }
        _ => Ok(identity),
    }
}

fn unidentified(stored: &SecondaryIpModel, summary: &str, why: &str) -> Diagnostics {
    let interface = Some(stored.interface()).filter(|id| !id.is_empty());
    let interface = interface.unwrap_or_else(|| "eni-0a1b2c3d4e5f60718".to_owned());
    let address = stored.address().map_or_else(|| "10.0.1.20".to_owned(), |address| address.to_string());
    Diagnostics::error(
        summary,
        format!(
            "{why} An address is known by its interface and itself; the state was edited or damaged, and \
             nothing is taken for this object by a guess. {}",
            way_out(&format!("{interface}/{address}"))
        ),
    )
}

/// Returns the way to get an address into the state if the stored identity is unusable.
fn way_out(import_id: &str) -> String {
    format!(
        "The way out is \"terraform state rm\" of this object, whose address Terraform names with this \
         error, and then an import block with the right interface and address:\n\nimport {{\n  to = <address \
         of this object>\n  id = \"{import_id}\"\n}}"
    )
}

/// What a create sent whose outcome is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub interface: String,
    pub address: Ipv4Addr,
    /// Time of the request, for messages (RFC 3339).
    pub at: String,
}

/// Refuses an address unless it is the one that was sent. It must be a secondary address without an Elastic
/// IP, no other object of this run may have it, and no LIF except one of this run. EC2 shows neither the age
/// nor the creator of an address.
pub fn require_sent(seen: &Seen<'_>, held: &PrivateAddress, sent: &Sent) -> Outcome<()> {
    if let Some(by) = seen.claimed {
        return Err(claimed(held.address, by));
    }
    if let Some(elastic) = held.elastic_ip {
        return Err(perhaps_foreign(sent, &format!("The Elastic IP {elastic} is tied to it.")));
    }
    match lif_with(seen.lifs, held.address).filter(|_| !seen.lif_is_ours) {
        Some(lif) => {
            let why = format!("{} has it, which is that of no cvo_lif of this run.", describe_lif(lif));
            Err(perhaps_foreign(sent, &why))
        }
        None => Ok(()),
    }
}

/// Refuses an address that may belong to something else.
pub fn perhaps_foreign(sent: &Sent, why: &str) -> Diagnostics {
    let Sent { interface, address, at } = sent;
    Diagnostics::error_at(
        "private_ip",
        format!("Whether {address} on {interface} is this object's cannot be told"),
        format!(
            "This object asked for it at {at} and did not see the answer; before that, nobody had it. {why} \
             If it is somebody else's, use \"terraform state rm\" of this object and name another address. \
             If it is this object's, import it: {}",
            way_out(&format!("{interface}/{address}"))
        ),
    )
}

#[cfg(test)]
mod tests {
    use tfplugin_core::Text;

    use super::*;
    use crate::values::{InterfaceId, Ipv4};

    fn stored() -> SecondaryIpModel {
        let known = SecondaryIpModel {
            network_interface_id: Attr::Known(InterfaceId::parse("eni-0a").unwrap()),
            release_on_destroy: Attr::Known(true),
            ..SecondaryIpModel::default()
        };
        known.with_address("10.0.1.20".parse().unwrap(), true)
    }

    fn refusal<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
        let diagnostics = outcome.unwrap_err();
        let only = diagnostics.iter().next().unwrap();
        format!("{} {}", only.summary, only.detail)
    }

    #[test]
    fn an_interface_and_an_address_identify_an_object() {
        let identity = Identity { interface: "eni-0a".into(), address: "10.0.1.20".parse().unwrap() };
        assert_eq!(identity_of(&stored()).unwrap(), identity);
        let without_id = SecondaryIpModel { id: Attr::Null, ..stored() };
        assert_eq!(to_release(&without_id).unwrap(), Some(identity));
        let kept = SecondaryIpModel { release_on_destroy: Attr::Known(false), ..stored() };
        assert_eq!(to_release(&kept).unwrap(), None);
    }

    #[test]
    fn the_error_of_an_incomplete_state_names_what_is_missing() {
        let cases = [
            (SecondaryIpModel::default(), "lacks network_interface_id and private_ip"),
            (SecondaryIpModel { private_ip: Attr::Null, ..stored() }, "lacks private_ip"),
            (
                SecondaryIpModel { network_interface_id: Attr::Null, ..stored() },
                "lacks network_interface_id.",
            ),
            (SecondaryIpModel { id: "eni-0b/10.0.1.20".to_owned().into(), ..stored() }, "contradicts itself"),
            (
                SecondaryIpModel { private_ip: Attr::Known(Ipv4::parse("10.0.1.21").unwrap()), ..stored() },
                "eni-0a/10.0.1.21",
            ),
        ];
        for (damaged, expected) in cases {
            for message in [refusal(identity_of(&damaged)), refusal(to_release(&damaged))] {
                assert!(message.contains(expected), "{expected}: {message}");
                assert!(
                    message.contains("terraform state rm") && message.contains("id = \"eni-"),
                    "{message}"
                );
            }
        }
        let silent = SecondaryIpModel { release_on_destroy: Attr::Null, ..stored() };
        let message = refusal(to_release(&silent));
        assert!(message.contains("lacks release_on_destroy") && identity_of(&silent).is_ok(), "{message}");
    }
}
