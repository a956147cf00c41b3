//! Creates that may have taken effect: the record of what was sent, and the look after an error
//! ([`provider_core::unfinished`] decides).

mod after;
mod read_back;
mod record;

pub use after::{Looked, after_error};
pub use read_back::read_back;
pub use record::{forget, remember, remembered};
