//! Queries for the objects of a resource.

use serde_json::Value as Json;
use tfplugin_core::{Diagnostics, Outcome};
use tonic::Streaming;

use super::{Harness, Stored, answered, identity, message, named};
use crate::erased::Schema;
use crate::proto::tfplugin6 as proto;
use crate::rpc::{decode, diagnostics_from_proto};

/// What a query asks for, besides its configuration. Terraform asks for a hundred objects unless told otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Whether each object is wanted with its whole state.
    pub include_resource: bool,
    /// How many are wanted at most.
    pub limit: i64,
}

impl Default for Asked {
    fn default() -> Self {
        Self { include_resource: false, limit: 100 }
    }
}

/// What a query found.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The objects in order.
    pub found: Vec<Found>,
    /// All diagnostics for the user.
    pub diagnostics: Diagnostics,
}

/// An object that a query found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The name by which a person recognizes it.
    pub display_name: String,
    /// Its identity, and its state where that was included.
    pub stored: Stored,
}

impl Listing {
    /// The names of the objects.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.found.iter().map(|found| found.display_name.as_str()).collect()
    }

    fn add(&mut self, event: proto::list_resource::Event, schema: &Schema) -> Outcome<()> {
        self.diagnostics.extend(diagnostics_from_proto(event.diagnostic));
        if event.identity.is_some() {
            let state = decode(event.resource_object.as_ref(), &schema.ty)?;
            let identity = identity::read(event.identity.as_ref(), schema)?;
            let stored = Stored::new(&schema.name, state, Vec::new()).with_identity(identity);
            self.found.push(Found { display_name: event.display_name, stored });
        }
        Ok(())
    }
}

impl Harness {
    /// `ValidateListResourceConfig`.
    pub async fn validate_list(&self, type_name: &str, config: Json) -> Diagnostics {
        self.diagnostics_of(async {
            let config = message(named(&self.schemas.list_resources, type_name)?, &config)?;
            let type_name = type_name.to_owned();
            let request =
                proto::validate_list_resource_config::Request { type_name, config, ..Default::default() };
            Ok(answered(self.client().validate_list_resource_config(request).await)?.diagnostics)
        })
        .await
    }

    /// `ListResource`: everything that it finds. Like Terraform, this stops at the limit and at the first error.
    pub async fn list(&self, type_name: &str, config: Json, asked: Asked) -> Listing {
        let enough = usize::try_from(asked.limit).unwrap_or(usize::MAX);
        self.list_until(type_name, config, asked, |listing| {
            listing.found.len() >= enough || listing.diagnostics.has_errors()
        })
        .await
    }

    /// `ListResource`, of which the reader goes away as soon as it has `enough`.
    pub async fn list_until(
        &self,
        type_name: &str,
        config: Json,
        asked: Asked,
        enough: impl Fn(&Listing) -> bool,
    ) -> Listing {
        let mut listing = Listing::default();
        let heard = async {
            let schema = self.resource(type_name)?;
            let mut events = self.begin_list(type_name, &config, asked).await?;
            while let Some(event) = next(&mut events).await? {
                listing.add(event, schema)?;
                if enough(&listing) {
                    break;
                }
            }
            Ok(())
        };
        let heard: Outcome<()> = heard.await;
        listing.diagnostics.extend(heard.err().unwrap_or_default());
        listing
    }

    async fn begin_list(
        &self,
        type_name: &str,
        config: &Json,
        asked: Asked,
    ) -> Outcome<Streaming<proto::list_resource::Event>> {
        let config = message(named(&self.schemas.list_resources, type_name)?, config)?;
        let request = proto::list_resource::Request {
            type_name: type_name.to_owned(),
            config,
            include_resource_object: asked.include_resource,
            limit: asked.limit,
        };
        answered(self.client().list_resource(request).await)
    }
}

async fn next(
    events: &mut Streaming<proto::list_resource::Event>,
) -> Outcome<Option<proto::list_resource::Event>> {
    let failed = |status: tonic::Status| Diagnostics::error("The call failed", status.to_string());
    events.message().await.map_err(failed)
}
