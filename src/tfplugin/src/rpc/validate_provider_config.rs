//! `ValidateProviderConfig`: checks the provider block, offline.

use super::diagnostics::to_proto;
use super::{Service, panics, values};
use crate::diag::{Diagnostics, Outcome};
use crate::model::Model;
use crate::proto::tfplugin6::validate_provider_config::{Request, Response};
use crate::provider::Provider;
use crate::schema::check;
use crate::value::Path;

/// What is wrong with the provider block.
pub(super) fn answer<P: Provider>(service: &Service<P>, request: &Request) -> Outcome<Response> {
    let config = values::decode(request.config.as_ref(), &service.schema.ty)?;
    let mut diagnostics = check(&service.schema.attributes, &config, &Path::default());
    diagnostics.extend(panics::catch(|| {
        let config = P::Config::from_value(&config, &Path::default())?;
        let mut found = Diagnostics::new();
        service.provider.validate(&config, &mut found);
        Ok(found)
    })?);
    Ok(Response { diagnostics: to_proto(diagnostics) })
}
