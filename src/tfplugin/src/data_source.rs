//! [`DataSource`]: the interface of a data source.

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
    /// The clients that the provider passes to its data sources.
    type Clients: Send + Sync + 'static;

    /// Validates a configuration across attributes, offline. Unknown values may turn out to be anything.
    fn validate(_config: &Self::Model, _diagnostics: &mut Diagnostics) {}

    /// Reads; configured attributes are echoed.
    ///
    /// # Errors
    /// When it cannot be read.
    async fn read(cx: &Cx<Self::Clients>, config: Self::Model) -> Outcome<Self::Model>;
}
