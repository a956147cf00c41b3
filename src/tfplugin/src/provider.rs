//! [`Provider`]: configuration, resources and data sources of a provider.

use async_trait::async_trait;
use tfplugin_core::{Diagnostics, Model, Outcome, Value};

/// The result of configuring a provider.
#[derive(Debug)]
pub enum Configured<C> {
    /// The clients for the resources and data sources, and warnings for the user.
    Ready(C, Diagnostics),
    /// The configuration has values that are known only after apply. Objects keep their stored state, plans
    /// look nothing up, and the diagnostics (a warning) say so once.
    Unknown(Diagnostics),
}

/// A Terraform provider.
#[async_trait]
pub trait Provider: Send + Sync + 'static {
    /// Prefix of all type names, such as `cvo`.
    const NAME: &'static str;
    /// Source address, such as `registry.terraform.io/cvo/cvo`.
    const ADDRESS: &'static str;

    /// Whether every write of the provider's clients is recorded ([`crate::Writes`]). If so, the errors of an
    /// apply that has sent no write say that nothing was changed. Errors of plans and reads, which never
    /// change anything, do not.
    const NOTES_WRITES: bool = false;

    /// The provider block.
    type Config: Model;
    /// The clients that the provider passes to its resources and data sources.
    type Clients: Send + Sync + 'static;

    /// Returns what a provider block means, before it is checked and read. Unless overridden, that is what is
    /// written there.
    fn meant(block: Value) -> Value {
        block
    }

    /// Validates the provider block, offline. Unknown values may turn out to be anything.
    fn validate(&self, _config: &Self::Config, _diagnostics: &mut Diagnostics) {}

    /// Builds the clients without sending anything. Anything that needs the network is left to its first use.
    ///
    /// # Errors
    /// When the configuration cannot work.
    async fn configure(&self, config: Self::Config) -> Outcome<Configured<Self::Clients>>;
}
