//! `ValidateListResourceConfig`: validates the `config` of a query, offline.

use tfplugin_core::schema::check;
use tfplugin_core::{Outcome, Path};

use super::diagnostics::to_proto;
use super::{Service, panics, values};
use crate::proto::tfplugin6::validate_list_resource_config::{Request, Response};
use crate::provider::Provider;

/// Returns the problems of the configuration.
pub fn answer<P: Provider>(service: &Service<P>, request: &Request) -> Outcome<Response> {
    let list = service.list_resource(&request.type_name)?;
    let schema = list.schema();
    let config = values::decode(request.config.as_ref(), &schema.ty)?;
    let mut diagnostics = check(&schema.attributes, &config, &Path::default());
    diagnostics.extend(panics::catch(|| Ok(list.validate(&config)))?);
    Ok(Response { diagnostics: to_proto(diagnostics) })
}
