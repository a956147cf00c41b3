//! Resources, data sources and functions without their types: values in, values out. Here a value becomes
//! a model and back; the rules of the protocol are `rpc`'s.

mod data_source;
mod function;
mod resource;
mod schema;

pub(crate) use data_source::{DataSourceOf, ErasedDataSource};
pub(crate) use function::{ErasedFunction, FunctionOf};
pub(crate) use resource::{DecidedPlan, ErasedResource, ProposedPlan, ResourceOf};
pub use schema::Schema;
