//! Drives a provider as Terraform does, for tests: every call goes through the protocol's encoding, in
//! process, over a socket with mutual TLS, or into a program of its own.
//!
//! Objects are written as JSON. An attribute that is left out is null, [`UNKNOWN`] stands for a value
//! that is known only after apply. A call that fails as a call, which a provider's answer never does,
//! shows up as an error diagnostic too.
//!
//! ```
//! # use serde_json::json;
//! # use tfplugin::testing::Harness;
//! # async fn test<P: tfplugin::Provider>(server: tfplugin::Server<P>) {
//! let harness = Harness::new(server);
//! harness.configure(json!({ "folder": "/tmp/notes" })).await;
//! let plan = harness.plan("notes_note", None, json!({ "title": "Milk" })).await;
//! assert_eq!(plan.planned()["id"], tfplugin::testing::UNKNOWN);
//! let made = harness.apply(&plan).await;
//! assert!(made.diagnostics.is_empty());
//! # }
//! ```

mod functions;
mod generate;
mod host;
mod identity;
mod json;
mod lists;
mod moves;
mod objects;
mod proposed;
mod resources;
mod transport;

use std::process::{Command, ExitStatus};

use serde_json::Value as Json;
use tfplugin_core::{Diagnostics, Outcome};
use tokio::process::Child;
use tokio::sync::Mutex;
use tonic::{Response, Status};

use crate::erased::Schema;
use crate::proto::plugin::Empty;
use crate::proto::plugin::grpc_controller_client::GrpcControllerClient;
use crate::proto::tfplugin6 as proto;
use crate::proto::tfplugin6::provider_client::ProviderClient;
use crate::provider::Provider;
use crate::rpc::{decode, diagnostics_from_proto, encode};
use crate::server::{LARGEST_MESSAGE, Schemas, ServeError, Server};

pub use functions::Refused;
#[cfg(test)]
pub(crate) use host::{Host, Plugin, serve};
pub use json::UNKNOWN;
pub use lists::{Asked, Found, Listing};
pub use objects::{Answered, Planned, Stored};
use transport::Transport;

/// A provider under test.
#[derive(Debug)]
pub struct Harness {
    transport: Transport,
    schemas: Schemas,
    program: Option<Mutex<Child>>,
}

impl Harness {
    /// A provider in this process, without a socket.
    #[must_use]
    pub fn new<P: Provider>(server: Server<P>) -> Self {
        let schemas = server.schemas();
        Self { transport: transport::in_process(server.into_service()), schemas, program: None }
    }

    /// A provider in this process, behind the handshake, a socket and mutual TLS.
    ///
    /// # Errors
    /// When the connection cannot be made.
    pub async fn over_tls<P: Provider>(server: Server<P>) -> Result<Self, ServeError> {
        let schemas = server.schemas();
        Ok(Self { transport: host::connect_to_server(server).await?, schemas, program: None })
    }

    /// A provider that is a program of its own, started the way Terraform starts it. `schemas` are those
    /// of the provider in the program.
    ///
    /// # Errors
    /// When the program cannot be started or does not answer.
    pub async fn program(command: Command, schemas: Schemas) -> Result<Self, ServeError> {
        let (program, transport) = host::connect_to_program(command).await?;
        Ok(Self { transport, schemas, program: Some(Mutex::new(program)) })
    }

    /// `ValidateProviderConfig`.
    pub async fn validate_provider(&self, config: Json) -> Diagnostics {
        self.diagnostics_of(async {
            let config = message(&self.schemas.provider, &config)?;
            let request = proto::validate_provider_config::Request { config };
            Ok(answered(self.client().validate_provider_config(request).await)?.diagnostics)
        })
        .await
    }

    /// `ConfigureProvider`.
    pub async fn configure(&self, config: Json) -> Diagnostics {
        self.diagnostics_of(async {
            let config = message(&self.schemas.provider, &config)?;
            let request = proto::configure_provider::Request { config, ..Default::default() };
            Ok(answered(self.client().configure_provider(request).await)?.diagnostics)
        })
        .await
    }

    /// `ReadDataSource`: the object read; null when the read failed.
    pub async fn data(&self, type_name: &str, config: Json) -> Answered {
        Answered::of(async {
            let schema = named(&self.schemas.data_sources, type_name)?;
            let config = message(schema, &config)?;
            let type_name = type_name.to_owned();
            let request = proto::read_data_source::Request { type_name, config, ..Default::default() };
            let response = answered(self.client().read_data_source(request).await)?;
            let state = decode(response.state.as_ref(), &schema.ty)?;
            Ok((Stored::new(&schema.name, state, Vec::new()), response.diagnostics))
        })
        .await
    }

    /// `ValidateDataResourceConfig`.
    pub async fn validate_data(&self, type_name: &str, config: Json) -> Diagnostics {
        self.diagnostics_of(async {
            let config = message(named(&self.schemas.data_sources, type_name)?, &config)?;
            let request =
                proto::validate_data_resource_config::Request { type_name: type_name.to_owned(), config };
            Ok(answered(self.client().validate_data_resource_config(request).await)?.diagnostics)
        })
        .await
    }

    /// `StopProvider`: what Terraform calls when the user interrupts it.
    pub async fn stop(&self) -> Diagnostics {
        let request = proto::stop_provider::Request {};
        answered(self.client().stop_provider(request).await).err().unwrap_or_default()
    }

    /// `Shutdown`: what Terraform calls when it no longer needs the provider.
    pub async fn shutdown(&self) -> Diagnostics {
        let mut controller = GrpcControllerClient::new(self.transport.clone());
        answered(controller.shutdown(Empty {}).await).err().unwrap_or_default()
    }

    /// The program's process, while it runs.
    pub async fn process_id(&self) -> Option<u32> {
        self.program.as_ref()?.lock().await.id()
    }

    /// Waits until the program has ended.
    pub async fn ended(&self) -> Option<ExitStatus> {
        self.program.as_ref()?.lock().await.wait().await.ok()
    }

    fn client(&self) -> ProviderClient<Transport> {
        ProviderClient::new(self.transport.clone())
            .max_decoding_message_size(LARGEST_MESSAGE)
            .max_encoding_message_size(LARGEST_MESSAGE)
    }

    fn resource(&self, type_name: &str) -> Outcome<&Schema> {
        named(&self.schemas.resources, type_name)
    }

    async fn diagnostics_of(
        &self,
        call: impl Future<Output = Outcome<Vec<proto::Diagnostic>>>,
    ) -> Diagnostics {
        call.await.map_or_else(|errors| errors, diagnostics_from_proto)
    }
}

fn named<'a>(schemas: &'a [Schema], type_name: &str) -> Outcome<&'a Schema> {
    let found = schemas.iter().find(|schema| schema.name == type_name);
    found.ok_or_else(|| {
        Diagnostics::error(format!("There is no {type_name}"), "The provider does not offer it.")
    })
}

fn message(schema: &Schema, config: &Json) -> Outcome<Option<proto::DynamicValue>> {
    encode(&json::object(config, &schema.ty)?, &schema.ty)
}

fn answered<T>(response: Result<Response<T>, Status>) -> Outcome<T> {
    let failed = |status: Status| Diagnostics::error("The call failed", status.to_string());
    response.map(Response::into_inner).map_err(failed)
}
