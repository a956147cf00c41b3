//! [`Server`]: a provider as the process that Terraform starts.

mod arguments;
mod connections;
mod debug;
mod error;
mod handshake;
mod lifetime;
mod log;
mod panics;
mod parallelism;
mod process;
mod serving;
mod socket;
#[cfg(test)]
mod tests;
mod tls;

use std::sync::Arc;

use tfplugin_core::{Function, Identity, Signature};

use crate::calls::Calls;
use crate::data_source::DataSource;
use crate::erased::{
    DataSourceOf, ErasedDataSource, ErasedFunction, ErasedListResource, ErasedResource, FunctionOf,
    ListResourceOf, ResourceOf, Schema,
};
use crate::list_resource::ListResource;
use crate::provider::Provider;
use crate::resource::Resource;
use crate::rpc::{Registered, Running, Service};

pub use error::ServeError;
pub(crate) use handshake::{CLIENT_CERTIFICATE, COOKIE};
pub(crate) use serving::LARGEST_MESSAGE;

/// A provider with everything that it offers, in the order of the manual.
///
/// ```
/// # use tfplugin::{Provider, Resource, Server};
/// # async fn run<Cloud: Provider, Disk: Resource<Clients = Cloud::Clients>>(cloud: Cloud) -> std::process::ExitCode {
/// Server::new(cloud)
///     .version(env!("CARGO_PKG_VERSION"))
///     .resource::<Disk>()
///     .run(std::env::args(), |name| std::env::var(name).ok())
///     .await
/// # }
/// ```
pub struct Server<P: Provider> {
    provider: P,
    version: &'static str,
    log_crates: Vec<&'static str>,
    commands: &'static [(&'static str, &'static str)],
    parallelism: Option<usize>,
    resources: Vec<Box<dyn ErasedResource<P::Clients>>>,
    data_sources: Vec<Box<dyn ErasedDataSource<P::Clients>>>,
    list_resources: Vec<Arc<dyn ErasedListResource<P::Clients>>>,
    functions: Vec<Box<dyn ErasedFunction>>,
}

/// The schemas and functions of a provider, for its manual.
#[derive(Debug, Clone)]
pub struct Schemas {
    /// The provider block.
    pub provider: Schema,
    /// Resources in the order of the manual.
    pub resources: Vec<Schema>,
    /// Data sources in the order of the manual.
    pub data_sources: Vec<Schema>,
    /// The queries of list resources, in the order of the manual.
    pub list_resources: Vec<Schema>,
    /// Functions in the order of the manual.
    pub functions: Vec<Signature>,
}

impl<P: Provider> Server<P> {
    /// A provider that offers nothing yet. Its own crate is logged.
    #[must_use]
    pub fn new(provider: P) -> Self {
        let own = std::any::type_name::<P>().split("::").next().unwrap_or_default();
        Self {
            provider,
            version: "0.0.0",
            log_crates: vec![own],
            commands: &[],
            parallelism: None,
            resources: Vec::new(),
            data_sources: Vec::new(),
            list_resources: Vec::new(),
            functions: Vec::new(),
        }
    }

    /// Further words that the program itself understands, and what each does, for the help text.
    #[must_use]
    pub fn commands(self, commands: &'static [(&'static str, &'static str)]) -> Self {
        Self { commands, ..self }
    }

    /// How many objects the host works on at once (`-parallelism`), where it does not say so on its command line.
    #[must_use]
    pub fn parallelism(self, parallelism: usize) -> Self {
        Self { parallelism: Some(parallelism), ..self }
    }

    /// The version that `--version` prints.
    #[must_use]
    pub fn version(mut self, version: &'static str) -> Self {
        self.version = version;
        self
    }

    /// Also logs the events of these crates. Do not name a crate that logs what it sends.
    #[must_use]
    pub fn log_crates(mut self, crates: &[&'static str]) -> Self {
        self.log_crates.extend(crates);
        self
    }

    /// Adds a resource.
    #[must_use]
    pub fn resource<R: Resource<Clients = P::Clients>>(mut self) -> Self {
        self.resources.push(Box::new(ResourceOf::<R>::new(P::NAME)));
        self
    }

    /// Adds a data source.
    #[must_use]
    pub fn data_source<D: DataSource<Clients = P::Clients>>(mut self) -> Self {
        self.data_sources.push(Box::new(DataSourceOf::<D>::new(P::NAME)));
        self
    }

    /// Adds a query for the objects of a resource, which is added too. A resource without identity does not compile.
    #[must_use]
    pub fn list_resource<L: ListResource>(mut self) -> Self
    where
        L::Resource: Resource<Clients = P::Clients>,
    {
        const {
            let identity = <<L::Resource as Resource>::Identity as Identity>::ATTRIBUTES;
            assert!(!identity.is_empty(), "only a resource with identity can be listed");
        }
        self.list_resources.push(Arc::new(ListResourceOf::<L>::new(P::NAME)));
        self
    }

    /// Adds a function.
    #[must_use]
    pub fn function<F: Function>(mut self) -> Self {
        self.functions.push(Box::new(FunctionOf::<F>::new()));
        self
    }

    /// The schemas and functions of the provider.
    #[must_use]
    pub fn schemas(&self) -> Schemas {
        Schemas {
            provider: Schema::of::<P::Config>(P::NAME.to_owned(), 0),
            resources: self.resources.iter().map(|resource| resource.schema().clone()).collect(),
            data_sources: self.data_sources.iter().map(|source| source.schema().clone()).collect(),
            list_resources: self.list_resources.iter().map(|list| list.schema().clone()).collect(),
            functions: self.functions.iter().map(|function| function.signature().clone()).collect(),
        }
    }

    pub(crate) fn into_service(self) -> Service<P> {
        let Self { provider, resources, data_sources, list_resources, functions, parallelism, .. } = self;
        let registered = Registered { resources, data_sources, list_resources, functions };
        Service::new(provider, registered, Running::new(Calls::new(parallelism)))
    }
}
