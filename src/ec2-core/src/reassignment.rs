//! [`Reassignment`]: a permission for one call.

/// Whether an assign call may take the address from the interface that has it.
///
/// EC2 stores no such property of an address: it is a permission for this one call (`AllowReassignment`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reassignment {
    /// An address that another interface has stays there, and the call fails with
    /// [`crate::ErrorKind::MoveNotAllowed`].
    Refuse,
    /// The address moves here, with the Elastic IP that is tied to it.
    Allow,
}
