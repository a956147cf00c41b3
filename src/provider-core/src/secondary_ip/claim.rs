//! [`Claim`]: how an object came to its address.

/// How the object that has an address came to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// Its configuration names the address.
    Named,
    /// It was chosen in this run.
    Chosen,
}
