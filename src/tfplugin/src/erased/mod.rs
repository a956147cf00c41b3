//! Resources, data sources, list resources and functions without their types: values in, values out. This module converts
//! values to models and back; the rules of the protocol are in `rpc`.

mod data_source;
mod function;
mod list_resource;
mod resource;
mod schema;

pub(crate) use data_source::{DataSourceOf, ErasedDataSource};
pub(crate) use function::{ErasedFunction, FunctionOf};
pub(crate) use list_resource::{ErasedListResource, ListResourceOf};
pub(crate) use resource::{DecidedPlan, ErasedResource, ProposedPlan, ResourceOf};
pub use schema::Schema;
