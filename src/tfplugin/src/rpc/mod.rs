//! The protocol's calls, one file each: decode, do the work, encode. Calls of features that this crate does
//! not support answer Unimplemented.

mod answer;
mod apply_resource_change;
mod call_function;
mod configure_provider;
mod diagnostics;
mod dispatch;
mod generate_resource_config;
mod get_functions;
mod get_metadata;
mod get_provider_schema;
mod get_resource_identity_schemas;
mod identity;
mod import_resource_state;
mod list_resource;
mod move_resource_state;
mod names;
mod operation;
mod panics;
mod plan_resource_change;
mod read_data_source;
mod read_resource;
mod result;
mod running;
mod stop_provider;
mod terminal;
#[cfg(test)]
mod tests;
mod upgrade_resource_identity;
mod upgrade_resource_state;
mod validate_data_resource_config;
mod validate_list_resource_config;
mod validate_provider_config;
mod validate_resource_config;
mod values;

use std::sync::{Arc, PoisonError, RwLock};

use tfplugin_core::{Diagnostics, Outcome, Private};

use crate::cx::Cx;
use crate::erased::{ErasedDataSource, ErasedFunction, ErasedListResource, ErasedResource, Schema};
use crate::provider::Provider;

pub(crate) use diagnostics::{from_proto as diagnostics_from_proto, path_from_proto};
use names::Names;
use operation::Operation;
pub use operation::{calls, stop, writes};
pub(crate) use running::Running;
pub(crate) use values::{decode, encode};

/// What a provider with clients `C` offers, in the order of the manual.
pub struct Registered<C> {
    pub resources: Vec<Box<dyn ErasedResource<C>>>,
    pub data_sources: Vec<Box<dyn ErasedDataSource<C>>>,
    /// Shared, because a query outlives the call that begins it.
    pub list_resources: Vec<Arc<dyn ErasedListResource<C>>>,
    pub functions: Vec<Box<dyn ErasedFunction>>,
}

/// A provider that answers Terraform's calls.
pub struct Service<P: Provider> {
    provider: P,
    schema: Schema,
    registered: Registered<P::Clients>,
    clients: RwLock<Clients<P::Clients>>,
    running: Arc<Running>,
    names: Names,
}

/// The result of configuring the provider.
enum Clients<C> {
    /// Terraform has not configured it yet.
    Unconfigured,
    /// Its configuration is known only after apply.
    Unknown,
    /// The provider is configured.
    Ready(Arc<C>),
}

impl<P: Provider> Service<P> {
    /// A provider that is not configured yet.
    pub fn new(provider: P, registered: Registered<P::Clients>, running: Running) -> Self {
        let schema = Schema::of::<P::Config>(P::NAME.to_owned(), 0);
        let clients = RwLock::new(Clients::Unconfigured);
        let running = Arc::new(running);
        Self { provider, schema, registered, clients, running, names: Names::default() }
    }

    /// The running operations.
    pub fn running(&self) -> Arc<Running> {
        Arc::clone(&self.running)
    }

    fn resource(&self, type_name: &str) -> Outcome<&dyn ErasedResource<P::Clients>> {
        let mut all = self.registered.resources.iter();
        let found = all.find(|resource| resource.schema().name == type_name);
        found.map(AsRef::as_ref).ok_or_else(|| absent::<P>("resource", type_name))
    }

    fn data_source(&self, type_name: &str) -> Outcome<&dyn ErasedDataSource<P::Clients>> {
        let mut all = self.registered.data_sources.iter();
        let found = all.find(|source| source.schema().name == type_name);
        found.map(AsRef::as_ref).ok_or_else(|| absent::<P>("data source", type_name))
    }

    fn list_resource(&self, type_name: &str) -> Outcome<Arc<dyn ErasedListResource<P::Clients>>> {
        let mut all = self.registered.list_resources.iter();
        let found = all.find(|list| list.schema().name == type_name);
        found.cloned().ok_or_else(|| absent::<P>("list resource", type_name))
    }

    fn function(&self, name: &str) -> Outcome<&dyn ErasedFunction> {
        let found = self.registered.functions.iter().find(|function| function.signature().name == name);
        found.map(AsRef::as_ref).ok_or_else(|| absent::<P>("function", name))
    }

    fn set_clients(&self, clients: Clients<P::Clients>) {
        *self.clients.write().unwrap_or_else(PoisonError::into_inner) = clients;
    }

    /// The clients; `None` while the provider's configuration is known only after apply.
    fn clients(&self) -> Outcome<Option<Arc<P::Clients>>> {
        match &*self.clients.read().unwrap_or_else(PoisonError::into_inner) {
            Clients::Ready(clients) => Ok(Some(Arc::clone(clients))),
            Clients::Unknown => Ok(None),
            Clients::Unconfigured => Err(Diagnostics::error(
                format!("Provider {} is not configured", P::NAME),
                "Terraform asked for something that needs a configured provider, but did not configure it. \
                 Nothing was done.",
            )),
        }
    }

    /// Returns the clients, or an error that says that `wanted` is impossible without them.
    fn needed_clients(&self, wanted: &str) -> Outcome<Arc<P::Clients>> {
        self.clients()?.ok_or_else(|| {
            Diagnostics::error(
                format!("Cannot {wanted}: the configuration of provider {} is not known yet", P::NAME),
                "It depends on values that are known only after apply. Create what they come from first \
                 (`terraform apply -target=...`), or write the values into the provider's configuration.",
            )
        })
    }

    fn begin(&self, clients: Arc<P::Clients>, private: Private) -> Operation<P::Clients> {
        Operation::new(self.running.begin(), |stop| Cx::new(clients, private, stop))
    }
}

fn absent<P: Provider>(what: &str, type_name: &str) -> Diagnostics {
    Diagnostics::error(
        format!("There is no {what} {type_name}"),
        format!("This version of provider {} does not have it. Nothing was done.", P::NAME),
    )
}
