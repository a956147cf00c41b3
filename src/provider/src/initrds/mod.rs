//! The initrds of a Linux system, for the resource and the data source: where it is, what is asked about it, and what was
//! seen.

mod choice;
mod host;
mod image;
mod lists;
pub(crate) mod model;
mod mounted;
mod place;
mod polled;
pub(crate) mod question;
mod seen;
pub(crate) mod words;

pub(crate) use place::{Place, Reached, Where, only_for_machines};
pub(crate) use question::Question;
pub(crate) use seen::Seen;
