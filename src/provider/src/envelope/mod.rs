//! What all objects that ONTAP keeps have in common: [`Enveloped`] makes a resource of an [`Object`], which hands over its
//! model with its pure rules, and what is particular to it.
//!
//! The envelope does the rest, once: the same cluster as when it was made, the create of which nothing is lost
//! (docs/decisions/0012), the refresh from a recent look at all objects and then by uuid, gone only by a 404 of the uuid,
//! the import, and reading back after every write.
//!
//! It is not for what ONTAP does not keep under a uuid of its own: addresses of EC2, moves of services, Linux hosts.

mod after;
mod change;
mod error_attributes;
mod make;
mod object;
mod read_back;
mod record;
mod resource;
mod stored;

pub use after::{Looked, after_error};
use change::change;
pub use error_attributes::DuringOf;
pub use object::{Current, Moment, Object, Prepared, delete, recent};
pub use read_back::read_back;
pub use record::forget as forget_sent;
pub use resource::{Enveloped, look_before_destroy};
