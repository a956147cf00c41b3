//! Resources and data sources without their model types: values in, values out. Here a value becomes
//! a model and back; the rules of the protocol are `rpc`'s.

mod data_source;
mod resource;
mod schema;

pub(crate) use data_source::{DataSourceOf, ErasedDataSource};
pub(crate) use resource::{Draft, ErasedResource, ResourceOf, Ruled};
pub use schema::Schema;
