//! [`DataSource`]: what a data source must say and do.

use async_trait::async_trait;
use tfplugin_core::{Diagnostics, Model, Outcome};

use crate::cx::Cx;

/// A data source.
#[async_trait]
pub trait DataSource: Sized + Send + Sync + 'static {
    /// Type name without the provider's prefix, such as `system`.
    const NAME: &'static str;

    /// The attributes.
    type Model: Model;
    /// What the provider hands to its data sources.
    type Clients: Send + Sync + 'static;

    /// Checks a configuration across attributes, offline. Unknown values may be anything.
    fn validate(_config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Reads; configured attributes are echoed.
    ///
    /// # Errors
    /// When it cannot be read.
    async fn read(cx: &Cx<Self::Clients>, config: Self::Model) -> Outcome<Self::Model>;
}
