//! [`Reassignment`]: a permission for one call.

/// Whether an assign call may take the address from the interface that has it.
///
/// EC2 does not store this with the address: it is a permission for this one call (`AllowReassignment`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reassignment {
    /// An address of another interface stays there, and the call fails with
    /// [`crate::ErrorKind::MoveNotAllowed`].
    Refuse,
    /// The address moves, together with the Elastic IP that is associated with it.
    Allow,
}
