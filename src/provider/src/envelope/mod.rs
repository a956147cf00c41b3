//! What all objects that ONTAP keeps have in common. [`Enveloped`] makes a resource of an [`Object`], which
//! contributes its model with its pure rules, and its particular behavior.
//!
//! The envelope does the rest, once for all: the check that the cluster is the one on which the object was
//! made; the create that loses no object (docs/decisions/0012); the refresh, from a recent read of all
//! objects and then by uuid; the rule that only a 404 for the uuid means "gone"; the import; and reading back
//! after every write.
//!
//! It does not suit what ONTAP does not keep under a uuid of its own: EC2 addresses, service policy moves,
//! Linux hosts.

mod after;
mod change;
mod make;
mod object;
mod read_back;
mod record;
mod resource;
mod stored;

pub use after::{Looked, after_error};
use change::change;
pub use object::{Current, Moment, Object, Prepared, delete, listed, refuse_made_anew};
pub use read_back::read_back;
pub use record::forget as forget_sent;
pub use resource::{Enveloped, look_before_destroy};
