//! `ValidateResourceConfig`: validates the configuration of a resource, offline.

use tfplugin_core::schema::check;
use tfplugin_core::{Outcome, Path};

use super::diagnostics::to_proto;
use super::{Service, panics, values};
use crate::proto::tfplugin6::validate_resource_config::{Request, Response};
use crate::provider::Provider;

/// Returns the problems of the configuration.
pub fn answer<P: Provider>(service: &Service<P>, request: &Request) -> Outcome<Response> {
    service.running.calls.validate();
    let resource = service.resource(&request.type_name)?;
    let schema = resource.schema();
    let config = values::decode(request.config.as_ref(), &schema.ty)?;
    let mut diagnostics = check(&schema.attributes, &config, &Path::default());
    diagnostics.extend(panics::catch(|| Ok(resource.validate(&config)))?);
    let can_keep_out = request.client_capabilities.is_some_and(|client| client.write_only_attributes_allowed);
    if !can_keep_out {
        for path in values::configured_write_only(&schema.attributes, &config) {
            diagnostics.push_error_at(
                path,
                "This Terraform would store a value that must not be stored",
                "Write-only attributes need Terraform 1.11 or newer. Update Terraform, or leave the \
                 attribute out.",
            );
        }
    }
    Ok(Response { diagnostics: to_proto(diagnostics) })
}
