//! `GenerateResourceConfig`: writes the configuration of an object that exists, for an import or a query.

use tfplugin_core::planning::generated;
use tfplugin_core::{Diagnostics, Outcome};

use super::{Service, panics, values};
use crate::proto::tfplugin6::generate_resource_config::{Request, Response};
use crate::provider::Provider;

/// Returns the configuration. Terraform writes `null` for what is absent.
pub fn answer<P: Provider>(service: &Service<P>, request: &Request) -> Outcome<Response> {
    let resource = service.resource(&request.type_name)?;
    let schema = resource.schema();
    let state = values::decode_known(request.state.as_ref(), &schema.ty)?;
    if state.is_null() {
        return Err(Diagnostics::error(
            format!("There is no {} to write a configuration for", schema.name),
            "Terraform asked for the configuration of an object that does not exist. Nothing was written.",
        ));
    }
    let config = generated(&schema.attributes, &state);
    let config = panics::catch(|| resource.generate(&config, &state))?;
    // What a resource adds by mistake must not get into a file.
    let config = generated(&schema.attributes, &config);
    Ok(Response { config: values::encode(&config, &schema.ty)?, diagnostics: Vec::new() })
}
