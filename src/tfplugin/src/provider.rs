//! [`Provider`]: configuration, resources and data sources of a provider.

use async_trait::async_trait;
use tfplugin_core::{Diagnostics, Model, Outcome};

/// What configuring a provider came to.
#[derive(Debug)]
pub enum Configured<C> {
    /// The clients that every resource is given, and warnings for the user.
    Ready(C, Diagnostics),
    /// The configuration has values that are known only after apply: objects keep their stored
    /// state, plans run without looking, and the diagnostics (a warning) say so once.
    Unknown(Diagnostics),
}

/// A Terraform provider.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// Prefix of all type names, such as `cvo`.
    const NAME: &'static str;
    /// Source address, such as `registry.terraform.io/cvo/cvo`.
    const ADDRESS: &'static str;

    /// Whether every write of the provider's clients is noted ([`crate::Writes`]). The errors of an apply that has sent
    /// nothing then say that nothing was changed; those of plans and reads, which change nothing anyway, do not.
    const NOTES_WRITES: bool = false;

    /// The provider block.
    type Config: Model;
    /// What resources and data sources are given.
    type Clients: Send + Sync + 'static;

    /// Checks the provider block, offline. Unknown values may be anything.
    fn validate(&self, _config: &Self::Config, _diagnostics: &mut Diagnostics) {}

    /// Builds the clients. Sends nothing: what needs the network waits for its first use.
    ///
    /// # Errors
    /// When the configuration cannot work.
    async fn configure(&self, config: Self::Config) -> Outcome<Configured<Self::Clients>>;
}
