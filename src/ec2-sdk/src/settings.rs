//! How to reach EC2.

/// How to reach EC2. What is `None` comes from the SDK's usual sources: environment, shared configuration files,
/// web identity, container, instance metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// For example `eu-central-1`.
    pub region: Option<String>,
    /// Profile of the shared configuration and credentials files. It wins over keys in the environment, because
    /// it was chosen on purpose.
    pub profile: Option<String>,
    /// URL of EC2 instead of the Region's public one. The SDK's `AWS_ENDPOINT_URL_EC2` works too.
    pub endpoint: Option<String>,
    /// Role to assume with the credentials found.
    pub assume_role_arn: Option<String>,
    /// External id that the role's trust policy demands.
    pub assume_role_external_id: Option<String>,
}
