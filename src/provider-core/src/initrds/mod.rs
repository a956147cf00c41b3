//! The initrds of a Linux system, for the resource and the data source: where it is, what is asked about it, and what was
//! seen.

mod choice;
mod lists;
mod model;
mod place;
mod question;
mod seen;
mod words;

pub use choice::{Choice, choose};
pub use lists::Lists;
pub use model::{ImageData, OsData};
pub use place::{Where, only_for_machines};
pub use question::{Asked, Question};
pub use seen::Seen;
pub use words::Privilege;
