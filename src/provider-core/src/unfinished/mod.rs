//! Creates that may have taken effect, and to whom their objects belong.
//!
//! Before a create sends its request, it records what it sends and which objects exist already ([`Sent`]). If
//! the outcome is unknown, this record alone decides whether an object that has the name later is ours: it
//! must equal what was sent in every value, must not have existed before, and must contain nothing else.
//! Without a record, nothing is taken over and nothing is deleted.

mod messages;
mod sent;

pub use messages::{Object, made_anew, without_record};
pub use sent::{Found, Sent, Values};
