//! Creates that may have taken effect, and whose they are.
//!
//! Before a create sends anything it records what it sends, and what there was before ([`Sent`]). Should nobody know what
//! came of it, that record alone decides whether what has the object's name later is the object: it must equal what was sent
//! in everything, must not have been there before, and must hold nothing else. Without a record nothing is taken over and
//! nothing is deleted.

mod messages;
mod sent;

pub use messages::{Object, without_record};
pub use sent::{Found, Sent, Values};
