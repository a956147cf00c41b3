//! `GetMetadata`: the names without the schemas.

use super::{Service, get_provider_schema};
use crate::proto::tfplugin6::get_metadata::{DataSourceMetadata, ResourceMetadata, Response};
use crate::provider::Provider;

/// The names of resources and data sources.
pub(super) fn answer<P: Provider>(service: &Service<P>) -> Response {
    let resources = service.registered.resources.iter().map(|resource| resource.schema().name.clone());
    let data_sources = service.registered.data_sources.iter().map(|source| source.schema().name.clone());
    Response {
        server_capabilities: Some(get_provider_schema::CAPABILITIES),
        resources: resources.map(|type_name| ResourceMetadata { type_name }).collect(),
        data_sources: data_sources.map(|type_name| DataSourceMetadata { type_name }).collect(),
        ..Response::default()
    }
}
