//! [`ErasedListResource`]: a list resource without its types.

use std::marker::PhantomData;

use async_trait::async_trait;
use tfplugin_core::{Diagnostics, Model, Outcome, Path, Value};

use super::Schema;
use crate::cx::Cx;
use crate::list_resource::{ListResource, Query, Wanted};
use crate::resource::Resource;

/// A list resource of a provider with clients `C`.
#[async_trait]
pub trait ErasedListResource<C: Send + Sync>: Send + Sync {
    /// Name of the managed resource, and the attributes of the query.
    fn schema(&self) -> &Schema;

    /// Validates a configuration.
    fn validate(&self, config: &Value) -> Diagnostics;

    /// Lists what is wanted.
    async fn list(&self, cx: &Cx<C>, config: &Value, wanted: Wanted) -> Outcome<()>;
}

/// Turns a [`ListResource`] into an [`ErasedListResource`].
pub struct ListResourceOf<L> {
    schema: Schema,
    of: PhantomData<fn() -> L>,
}

impl<L: ListResource> ListResourceOf<L> {
    /// Creates it for the provider named `prefix`.
    pub fn new(prefix: &str) -> Self {
        let name = format!("{prefix}_{}", L::Resource::NAME);
        Self { schema: Schema::of::<L::Config>(name, 0), of: PhantomData }
    }
}

#[async_trait]
impl<L: ListResource> ErasedListResource<<L::Resource as Resource>::Clients> for ListResourceOf<L> {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        match L::Config::from_value(config, &Path::default()) {
            Ok(config) => L::validate(&config, &mut diagnostics),
            Err(errors) => diagnostics = errors,
        }
        diagnostics
    }

    async fn list(
        &self,
        cx: &Cx<<L::Resource as Resource>::Clients>,
        config: &Value,
        wanted: Wanted,
    ) -> Outcome<()> {
        let config = L::Config::from_value(config, &Path::default())?;
        L::list(cx, config, &mut Query::new(wanted)).await
    }
}
