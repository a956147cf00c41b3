//! Who the credentials belong to, as AWS STS says.

/// The identity behind the credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Account, twelve digits.
    pub account: String,
    /// ARN of the user or the role's session.
    pub arn: String,
    /// Region that requests go to, such as `eu-central-1`.
    pub region: String,
}
