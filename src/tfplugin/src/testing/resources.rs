//! The calls about managed resources.

use serde_json::Value as Json;
use tfplugin_core::{Diagnostics, Outcome, Value};

use super::{Answered, Harness, Planned, Stored, answered, identity, json, message, proposed};
use crate::erased::Schema;
use crate::proto::tfplugin6 as proto;
use crate::rpc::{decode, diagnostics_from_proto, encode, path_from_proto};

impl Harness {
    /// `ValidateResourceConfig`.
    pub async fn validate(&self, type_name: &str, config: Json) -> Diagnostics {
        self.diagnostics_of(async {
            let config = message(self.resource(type_name)?, &config)?;
            let client_capabilities =
                Some(proto::ClientCapabilities { write_only_attributes_allowed: true, ..Default::default() });
            let type_name = type_name.to_owned();
            let request = proto::validate_resource_config::Request { type_name, config, client_capabilities };
            Ok(answered(self.client().validate_resource_config(request).await)?.diagnostics)
        })
        .await
    }

    /// `UpgradeResourceState`: converts the JSON of a state file to a stored object.
    pub async fn upgrade(&self, type_name: &str, version: i64, state: Json) -> Answered {
        Answered::of(async {
            let schema = self.resource(type_name)?;
            let raw_state =
                Some(proto::RawState { json: state.to_string().into_bytes(), ..Default::default() });
            let request = proto::upgrade_resource_state::Request {
                type_name: type_name.to_owned(),
                version,
                raw_state,
            };
            let response = answered(self.client().upgrade_resource_state(request).await)?;
            let state = decode(response.upgraded_state.as_ref(), &schema.ty)?;
            Ok((Stored::new(type_name, state, Vec::new()), response.diagnostics))
        })
        .await
    }

    /// `PlanResourceChange`: a create, or an update of `stored`.
    pub async fn plan(&self, type_name: &str, stored: Option<&Stored>, config: Json) -> Planned {
        let stored = stored.cloned().unwrap_or_else(|| Stored::new(type_name, Value::Null, Vec::new()));
        let planned = async {
            let schema = self.resource(type_name)?;
            let config = json::object(&config, &schema.ty)?;
            let proposed = proposed::new_state(&schema.attributes, &config, &stored.state);
            self.plan_change(schema, &stored, config, proposed).await
        };
        planned.await.unwrap_or_else(|errors| Planned::failed(&stored, errors))
    }

    /// `PlanResourceChange`: a destroy of `stored`.
    pub async fn plan_destroy(&self, stored: &Stored) -> Planned {
        let planned = async {
            let schema = self.resource(&stored.type_name)?;
            self.plan_change(schema, stored, Value::Null, Value::Null).await
        };
        planned.await.unwrap_or_else(|errors| Planned::failed(stored, errors))
    }

    /// `ApplyResourceChange`.
    pub async fn apply(&self, plan: &Planned) -> Answered {
        Answered::of(async {
            let type_name = &plan.stored.type_name;
            let schema = self.resource(type_name)?;
            let ty = &schema.ty;
            let request = proto::apply_resource_change::Request {
                type_name: type_name.clone(),
                planned_identity: identity::message(&plan.identity, schema)?,
                prior_state: encode(&plan.stored.state, ty)?,
                planned_state: encode(&plan.planned, ty)?,
                config: encode(&plan.config, ty)?,
                planned_private: plan.private.clone(),
                ..Default::default()
            };
            let response = answered(self.client().apply_resource_change(request).await)?;
            let state = decode(response.new_state.as_ref(), ty)?;
            let identity = identity::read(response.new_identity.as_ref(), schema)?;
            let stored = Stored::new(type_name, state, response.private).with_identity(identity);
            Ok((stored, response.diagnostics))
        })
        .await
    }

    /// `ReadResource`: refreshes the stored object.
    pub async fn read(&self, stored: &Stored) -> Answered {
        Answered::of(async {
            let schema = self.resource(&stored.type_name)?;
            let request = proto::read_resource::Request {
                type_name: stored.type_name.clone(),
                current_state: encode(&stored.state, &schema.ty)?,
                private: stored.private.clone(),
                current_identity: identity::message(&stored.identity, schema)?,
                ..Default::default()
            };
            let response = answered(self.client().read_resource(request).await)?;
            let state = decode(response.new_state.as_ref(), &schema.ty)?;
            let identity = identity::read(response.new_identity.as_ref(), schema)?;
            let now = Stored::new(&stored.type_name, state, response.private).with_identity(identity);
            Ok((now, response.diagnostics))
        })
        .await
    }

    /// `ImportResourceState`, by id.
    pub async fn import(&self, type_name: &str, id: &str) -> Answered {
        let (type_name, id) = (type_name.to_owned(), id.to_owned());
        self.import_as(proto::import_resource_state::Request { type_name, id, ..Default::default() }).await
    }

    pub(super) async fn import_as(&self, request: proto::import_resource_state::Request) -> Answered {
        Answered::of(async {
            let type_name = request.type_name.clone();
            let schema = self.resource(&type_name)?;
            let response = answered(self.client().import_resource_state(request).await)?;
            let imported = response.imported_resources.into_iter().next().unwrap_or_default();
            let state = decode(imported.state.as_ref(), &schema.ty)?;
            let identity = identity::read(imported.identity.as_ref(), schema)?;
            let stored = Stored::new(&type_name, state, imported.private).with_identity(identity);
            Ok((stored, response.diagnostics))
        })
        .await
    }

    async fn plan_change(
        &self,
        schema: &Schema,
        stored: &Stored,
        config: Value,
        proposed: Value,
    ) -> Outcome<Planned> {
        let request = proto::plan_resource_change::Request {
            type_name: schema.name.clone(),
            prior_state: encode(&stored.state, &schema.ty)?,
            proposed_new_state: encode(&proposed, &schema.ty)?,
            config: encode(&config, &schema.ty)?,
            prior_private: stored.private.clone(),
            prior_identity: identity::message(&stored.identity, schema)?,
            ..Default::default()
        };
        let response = answered(self.client().plan_resource_change(request).await)?;
        Ok(Planned {
            stored: stored.clone(),
            config,
            planned: decode(response.planned_state.as_ref(), &schema.ty)?,
            private: response.planned_private,
            identity: identity::read(response.planned_identity.as_ref(), schema)?,
            replace: response.requires_replace.iter().map(path_from_proto).collect(),
            diagnostics: diagnostics_from_proto(response.diagnostics),
        })
    }
}
