//! How to reach EC2.

/// How to reach EC2. A value of `None` comes from the SDK's usual sources: environment, shared configuration
/// files, web identity, container, instance metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// For example `eu-central-1`.
    pub region: Option<String>,
    /// Profile in the shared configuration and credentials files. It takes precedence over keys in the
    /// environment, because it was chosen explicitly.
    pub profile: Option<String>,
    /// URL of the EC2 endpoint instead of the Region's public one. The SDK's `AWS_ENDPOINT_URL_EC2` works
    /// too.
    pub endpoint: Option<String>,
    /// ARN of a role to assume with the credentials that were found.
    pub assume_role_arn: Option<String>,
    /// External id that the role's trust policy requires.
    pub assume_role_external_id: Option<String>,
}
