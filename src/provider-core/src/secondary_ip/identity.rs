//! Which address a stored object means: an interface and an address, both of them, and nothing that contradicts them. And
//! whether an address whose create did not see its end is that of the object: only when nobody else can have made it so. Pure.

use std::net::Ipv4Addr;

use ec2_core::PrivateAddress;
use serde::{Deserialize, Serialize};
use tfplugin_core::{Attr, Diagnostics, Outcome};

use super::checks::{Seen, claimed};
use super::model::{SecondaryIpModel, id};
use crate::system::{describe_lif, lif_with};

/// Interface and address of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub interface: String,
    pub address: Ipv4Addr,
}

impl Identity {
    /// What messages call it at the beginning of a sentence.
    pub fn subject(&self) -> String {
        format!("Address {}", self.address)
    }
}

/// What the stored object is.
///
/// # Errors
/// When the state lacks the interface or the address, or names another one as its id: it was damaged, or copied from
/// another object's.
pub fn identity_of(stored: &SecondaryIpModel) -> Outcome<Identity> {
    let interface = stored.interface();
    let lacking = match (interface.is_empty(), stored.address()) {
        (false, Some(address)) => return agrees(stored, Identity { interface, address }),
        (true, Some(_)) => "network_interface_id",
        (false, None) => "private_ip",
        (true, None) => "network_interface_id and private_ip",
    };
    Err(unidentified(stored, "A stored address cannot be told", &format!("The state lacks {lacking}.")))
}

/// What a destroy is to release; `None` where it only forgets the object.
///
/// # Errors
/// Likewise, and when the state does not say whether the address is to be released.
pub fn to_release(stored: &SecondaryIpModel) -> Outcome<Option<Identity>> {
    let identity = identity_of(stored)?;
    match stored.release_on_destroy {
        Attr::Known(true) => Ok(Some(identity)),
        Attr::Known(false) => Ok(None),
        Attr::Null | Attr::Unknown => Err(Diagnostics::error(
            format!("Whether {} is to be released cannot be told", identity.address),
            format!(
                "The state lacks release_on_destroy, which it always has: it was edited or damaged. Write release_on_destroy = \
                 true into the configuration to have the address taken off {}, or false to have it only forgotten; apply that, \
                 then destroy again.",
                identity.interface
            ),
        )),
    }
}

fn agrees(stored: &SecondaryIpModel, identity: Identity) -> Outcome<Identity> {
    let expected = id(&identity.interface, identity.address);
    match stored.id.known() {
        Some(told) if *told != expected => {
            let why = format!("Its id is {told}, and its interface and address make it {expected}.");
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
            "{why} An address is known by its interface and itself; the state was edited or damaged, and nothing is taken for \
             this object by a guess. {}",
            way_out(&format!("{interface}/{address}"))
        ),
    )
}

/// How an address comes into a state in which nothing is known of it.
fn way_out(import_id: &str) -> String {
    format!(
        "The way out is \"terraform state rm\" of this object, whose address Terraform names with this error, and then an import \
         block with the right interface and address:\n\nimport {{\n  to = <address of this object>\n  id = \"{import_id}\"\n}}"
    )
}

/// What a create has sent whose end was not seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub interface: String,
    pub address: Ipv4Addr,
    /// When, in words for people.
    pub at: String,
}

/// Whether the address on its interface is what was sent: a secondary one, of no other object of this run, without an
/// Elastic IP, and on no LIF but one of this run. EC2 tells neither age nor maker of an address.
pub fn require_sent(seen: &Seen<'_>, held: &PrivateAddress, sent: &Sent) -> Outcome<()> {
    if let Some(by) = seen.claimed {
        return Err(claimed(held.address, by));
    }
    if let Some(elastic) = held.elastic_ip {
        return Err(somebody_elses(sent, &format!("The Elastic IP {elastic} is tied to it.")));
    }
    match lif_with(seen.lifs, held.address).filter(|_| !seen.lif_is_ours) {
        Some(lif) => {
            let why = format!("{} has it, which is that of no cvo_lif of this run.", describe_lif(lif));
            Err(somebody_elses(sent, &why))
        }
        None => Ok(()),
    }
}

/// What is said of an address that may be another's.
pub fn somebody_elses(sent: &Sent, why: &str) -> Diagnostics {
    let Sent { interface, address, at } = sent;
    Diagnostics::error_at(
        "private_ip",
        format!("Whether {address} on {interface} is this object's cannot be told"),
        format!(
            "This object asked for it at {at} and did not see the answer; before that, nobody had it. {why} If it is somebody \
             else's, use \"terraform state rm\" of this object and name another address. If it is this object's, import it: \
             {}",
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
        let told = outcome.unwrap_err();
        let only = told.iter().next().unwrap();
        format!("{} {}", only.summary, only.detail)
    }

    #[test]
    fn an_interface_and_an_address_are_an_identity() {
        let whole = Identity { interface: "eni-0a".into(), address: "10.0.1.20".parse().unwrap() };
        assert_eq!(identity_of(&stored()).unwrap(), whole);
        let without_id = SecondaryIpModel { id: Attr::Null, ..stored() };
        assert_eq!(to_release(&without_id).unwrap(), Some(whole));
        let kept = SecondaryIpModel { release_on_destroy: Attr::Known(false), ..stored() };
        assert_eq!(to_release(&kept).unwrap(), None);
    }

    #[test]
    fn anything_less_is_an_error_that_says_what_is_missing() {
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
        for (damaged, said) in cases {
            for told in [refusal(identity_of(&damaged)), refusal(to_release(&damaged))] {
                assert!(told.contains(said), "{said}: {told}");
                assert!(told.contains("terraform state rm") && told.contains("id = \"eni-"), "{told}");
            }
        }
        let silent = SecondaryIpModel { release_on_destroy: Attr::Null, ..stored() };
        let told = refusal(to_release(&silent));
        assert!(told.contains("lacks release_on_destroy") && identity_of(&silent).is_ok(), "{told}");
    }
}
