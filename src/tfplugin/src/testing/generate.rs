//! Generated configurations.

use serde_json::Value as Json;
use tfplugin_core::{Diagnostics, Outcome};

use super::{Harness, Stored, answered, json};
use crate::proto::tfplugin6 as proto;
use crate::rpc::{decode, diagnostics_from_proto, encode};

impl Harness {
    /// `GenerateResourceConfig`: the configuration of a stored object, for [`Harness::plan`]. Attributes that it
    /// does not set are null.
    ///
    /// # Errors
    /// What the provider says in place of a configuration.
    pub async fn generate(&self, stored: &Stored) -> Result<Json, Diagnostics> {
        let schema = self.resource(&stored.type_name)?;
        let state = encode(&stored.state, &schema.ty)?;
        let request = proto::generate_resource_config::Request { type_name: stored.type_name.clone(), state };
        let response = answered(self.client().generate_resource_config(request).await)?;
        let config: Outcome<_> = decode(response.config.as_ref(), &schema.ty);
        let diagnostics = diagnostics_from_proto(response.diagnostics);
        diagnostics.into_result().and(config).map(|config| json::of(&config))
    }
}
