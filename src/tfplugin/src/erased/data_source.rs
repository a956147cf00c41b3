//! [`ErasedDataSource`]: a data source without its model type.

use std::marker::PhantomData;

use async_trait::async_trait;
use tfplugin_core::{Diagnostics, Model, Outcome, Path, Value};

use super::Schema;
use crate::cx::Cx;
use crate::data_source::DataSource;

/// A data source of a provider with clients `C`.
#[async_trait]
pub trait ErasedDataSource<C: Send + Sync>: Send + Sync {
    /// Name and attributes.
    fn schema(&self) -> &Schema;

    /// Validates a configuration.
    fn validate(&self, config: &Value) -> Diagnostics;

    /// Reads the data source.
    async fn read(&self, cx: &Cx<C>, config: &Value) -> Outcome<Value>;
}

/// Turns a [`DataSource`] into an [`ErasedDataSource`].
pub struct DataSourceOf<D> {
    schema: Schema,
    of: PhantomData<fn() -> D>,
}

impl<D: DataSource> DataSourceOf<D> {
    /// Creates it for the provider named `prefix`.
    pub fn new(prefix: &str) -> Self {
        Self { schema: Schema::of::<D::Model>(format!("{prefix}_{}", D::NAME), 0), of: PhantomData }
    }
}

#[async_trait]
impl<D: DataSource> ErasedDataSource<D::Clients> for DataSourceOf<D> {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn validate(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        match D::Model::from_value(config, &Path::default()) {
            Ok(config) => D::validate(&config, &mut diagnostics),
            Err(errors) => diagnostics = errors,
        }
        diagnostics
    }

    async fn read(&self, cx: &Cx<D::Clients>, config: &Value) -> Outcome<Value> {
        let config = D::Model::from_value(config, &Path::default())?;
        Ok(D::read(cx, config).await?.to_value())
    }
}
