//! [`Sent`]: what a create has sent whose end was not seen.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

/// What a create has sent whose end was not seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub interface: String,
    pub address: Ipv4Addr,
    /// When, in words for people.
    pub at: String,
}
