//! `ValidateProviderConfig`: validates the provider block, offline.

use tfplugin_core::schema::check;
use tfplugin_core::{Diagnostics, Model, Outcome, Path};

use super::diagnostics::to_proto;
use super::{Service, panics, values};
use crate::proto::tfplugin6::validate_provider_config::{Request, Response};
use crate::provider::Provider;

/// Returns the problems of the provider block.
pub fn answer<P: Provider>(service: &Service<P>, request: &Request) -> Outcome<Response> {
    let config = P::meant(values::decode(request.config.as_ref(), &service.schema.ty)?);
    let mut diagnostics = check(&service.schema.attributes, &config, &Path::default());
    diagnostics.extend(panics::catch(|| {
        let config = P::Config::from_value(&config, &Path::default())?;
        let mut found = Diagnostics::new();
        service.provider.validate(&config, &mut found);
        Ok(found)
    })?);
    Ok(Response { diagnostics: to_proto(diagnostics) })
}
