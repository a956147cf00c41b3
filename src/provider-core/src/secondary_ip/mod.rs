//! `cvo_secondary_ip`: an additional private address on an interface that the resource does not own.

mod checks;
mod foresight;
mod identity;
mod identity_schema;
mod import;
mod model;
mod moving;
mod partner;
mod release;
mod rules;
mod written;

pub use checks::{Claim, Decision, Present, Seen, claimed, describe_interface, fits, named};
pub use foresight::{Newcomer, foreseen};
pub use identity::{Identity, Sent, identity_of, to_release};
pub use identity_schema::{SecondaryIpIdentity, holder_among, home_of, in_subnet};
pub use import::{not_importable, parse_id};
pub use model::SecondaryIpModel;
pub use moving::{moves, not_the_partner, refuse_in_takeover};
pub use partner::Partner;
pub use release::{in_use, moves_about, not_ours, of_another, release};
pub use rules::{Facts, rules, validate};
