//! `ConfigureProvider`: creates the provider's clients.

use tfplugin_core::{Model, Outcome, Path};

use super::diagnostics::to_proto;
use super::{Clients, Service, values};
use crate::proto::tfplugin6::configure_provider::{Request, Response};
use crate::provider::{Configured, Provider};

/// Configures the provider.
pub async fn answer<P: Provider>(service: &Service<P>, request: Request) -> Outcome<Response> {
    let config = P::meant(values::decode(request.config.as_ref(), &service.schema.ty)?);
    let config = P::Config::from_value(&config, &Path::default())?;
    let (clients, diagnostics) = match service.provider.configure(config).await? {
        Configured::Ready(clients, diagnostics) => (Clients::Ready(clients.into()), diagnostics),
        Configured::Unknown(diagnostics) => (Clients::Unknown, diagnostics),
    };
    service.names.clear();
    service.running.calls.begin_anew();
    service.set_clients(clients);
    Ok(Response { diagnostics: to_proto(diagnostics) })
}
