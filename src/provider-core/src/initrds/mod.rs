//! The initrds of a Linux system, for the resource and the data source: location, request and findings.

mod choice;
mod driver_request;
mod inspection;
mod lists;
mod location;
mod model;

pub use choice::{ChosenKernels, choose};
pub use driver_request::{DriverRequest, RequestData};
pub use inspection::Inspection;
pub use lists::Lists;
pub use location::{LocationData, Privilege, only_for_machines};
pub use model::InspectionData;
