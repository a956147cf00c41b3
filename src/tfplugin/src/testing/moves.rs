//! Moves from other resources.

use tfplugin_core::MovedFrom;

use super::{Answered, Harness, Stored, answered, identity};
use crate::proto::tfplugin6 as proto;
use crate::rpc::decode;

impl Harness {
    /// `MoveResourceState`: turns an object of another resource into one of this type. Terraform reads it
    /// afterwards.
    pub async fn moved(&self, type_name: &str, source: &MovedFrom) -> Answered {
        Answered::of(async {
            let schema = self.resource(type_name)?;
            let raw = |json: &serde_json::Value| {
                Some(proto::RawState { json: json.to_string().into_bytes(), ..Default::default() })
            };
            let request = proto::move_resource_state::Request {
                source_provider_address: source.provider_address.clone(),
                source_type_name: source.type_name.clone(),
                source_schema_version: source.schema_version,
                source_state: raw(&source.state),
                source_private: source.private.clone(),
                source_identity: source.identity.as_ref().and_then(raw),
                target_type_name: type_name.to_owned(),
                ..Default::default()
            };
            let response = answered(self.client().move_resource_state(request).await)?;
            let state = decode(response.target_state.as_ref(), &schema.ty)?;
            let identity = identity::read(response.target_identity.as_ref(), schema)?;
            let stored = Stored::new(type_name, state, response.target_private).with_identity(identity);
            Ok((stored, response.diagnostics))
        })
        .await
    }
}
