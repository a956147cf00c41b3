//! The messages between a client and ONTAP as values: requests, answers and what follows from them. Clients
//! need this; their users do not.

pub mod answer;
mod chain;
pub mod doubt;
mod expected;
mod foreign;
pub mod job;
pub mod objects;
pub mod paging;
mod partial;
pub mod raw;
pub mod redactor;
pub mod request;
pub mod retry;
pub mod shown;
pub mod standing;
pub mod written;

pub use expected::Expected;
