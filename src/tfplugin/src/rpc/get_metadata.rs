//! `GetMetadata`: the names without the schemas.

use super::{Service, get_provider_schema};
use crate::proto::tfplugin6::get_metadata::{
    DataSourceMetadata, FunctionMetadata, ListResourceMetadata, ResourceMetadata, Response,
};
use crate::provider::Provider;

/// The names of everything that the provider offers.
pub fn answer<P: Provider>(service: &Service<P>) -> Response {
    let resources = service.registered.resources.iter().map(|resource| resource.schema().name.clone());
    let data_sources = service.registered.data_sources.iter().map(|source| source.schema().name.clone());
    let lists = service.registered.list_resources.iter().map(|list| list.schema().name.clone());
    let functions = service.registered.functions.iter().map(|function| function.signature().name.to_owned());
    Response {
        server_capabilities: Some(get_provider_schema::CAPABILITIES),
        resources: resources.map(|type_name| ResourceMetadata { type_name }).collect(),
        data_sources: data_sources.map(|type_name| DataSourceMetadata { type_name }).collect(),
        list_resources: lists.map(|type_name| ListResourceMetadata { type_name }).collect(),
        functions: functions.map(|name| FunctionMetadata { name }).collect(),
        ..Response::default()
    }
}
