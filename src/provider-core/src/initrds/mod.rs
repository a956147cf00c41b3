//! The initrds of a Linux system, for the resource and the data source: where it is, what is asked about it, and what was
//! seen.

mod choice;
mod driver_request;
mod inspection;
mod lists;
mod model;
mod place;
mod words;

pub use choice::{ChosenKernels, choose};
pub use driver_request::{Asked, DriverRequest};
pub use inspection::Inspection;
pub use lists::Lists;
pub use model::{ImageData, OsData};
pub use place::{Where, only_for_machines};
pub use words::Privilege;
