//! An address whose create did not see its end: what is found there now is taken for it only when nobody else can have
//! made it so.

use ec2_core::PrivateAddress;
use tfplugin_core::{Diagnostics, Outcome};

use super::checks::{Seen, claimed};
use super::identity;
use super::sent::Sent;
use crate::system::{describe_lif, lif_with};

/// Whether the address on its interface is what was sent: a secondary one, of no other object of this run, without an
/// Elastic IP, and on no LIF but one of this run. EC2 tells neither age nor maker of an address.
pub fn found(seen: &Seen<'_>, held: &PrivateAddress, sent: &Sent) -> Outcome<()> {
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
            identity::way_out(&format!("{interface}/{address}"))
        ),
    )
}
