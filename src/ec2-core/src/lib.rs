//! What the provider knows about EC2: plain structs, errors, and pure rules over them.
//!
//! *Invariant:* nothing here waits or sends. The trait for that is in the crate `ec2`.
#![deny(missing_docs)]

mod address_choice;
mod caller;
mod classify;
mod error;
mod instance;
mod network_interface;
mod reassignment;
mod route_table;
mod standing;
mod subnet;
mod takeover_fit;
mod vpc;

pub use address_choice::free_addresses;
pub use caller::Caller;
pub use error::{Error, ErrorKind, Unless, is_read, service_of};
pub use instance::{Instance, InstanceType, LimitSource};
pub use network_interface::{Attachment, InterfaceFilter, NetworkInterface, PrivateAddress};
pub use reassignment::Reassignment;
pub use route_table::{Route, RouteState, RouteTable, RouteTableFilter, RouteTarget};
pub use standing::Standing;
pub use subnet::{CidrReservation, Subnet};
pub use takeover_fit::{HomeAddresses, TakeoverFit, takeover_fit};
pub use vpc::{Vpc, covering_vpc};
