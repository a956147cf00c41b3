//! Identities: their schemas, their upgrade, and imports that name an object by one.

use serde_json::Value as Json;
use tfplugin_core::{Outcome, Value};

use super::{Answered, Harness, Stored, answered, json};
use crate::erased::Schema;
use crate::proto::tfplugin6 as proto;
use crate::rpc::{decode, encode};

impl Harness {
    /// `ImportResourceState`, by identity.
    pub async fn import_by_identity(&self, type_name: &str, identity: Json) -> Answered {
        self.import_by(type_name, "", identity).await
    }

    /// `ImportResourceState`, by an id and an identity, of which Terraform gives only one.
    pub async fn import_by(&self, type_name: &str, id: &str, identity: Json) -> Answered {
        let request = self.resource(type_name).and_then(|schema| {
            let identity = json::object(&identity, &schema.identity_type())?;
            Ok(proto::import_resource_state::Request {
                type_name: type_name.to_owned(),
                id: id.to_owned(),
                identity: given(&identity, schema)?,
                ..Default::default()
            })
        });
        match request {
            Ok(request) => self.import_as(request).await,
            Err(errors) => Answered::of(async { Err(errors) }).await,
        }
    }

    /// `UpgradeResourceIdentity`: converts the JSON of a state file, which may be empty, to an identity. The answer
    /// has no object.
    pub async fn upgrade_identity(&self, type_name: &str, version: i64, identity: &str) -> Answered {
        Answered::of(async {
            let schema = self.resource(type_name)?;
            let raw = proto::RawState { json: identity.as_bytes().to_vec(), ..Default::default() };
            let request = proto::upgrade_resource_identity::Request {
                type_name: type_name.to_owned(),
                version,
                raw_identity: Some(raw),
            };
            let response = answered(self.client().upgrade_resource_identity(request).await)?;
            let identity = read(response.upgraded_identity.as_ref(), schema)?;
            let stored = Stored::new(type_name, Value::Null, Vec::new()).with_identity(identity);
            Ok((stored, response.diagnostics))
        })
        .await
    }
}

/// The identity in a request. Terraform sends none that is null.
pub fn message(identity: &Value, schema: &Schema) -> Outcome<Option<proto::ResourceIdentityData>> {
    if identity.is_null() { Ok(None) } else { given(identity, schema) }
}

fn given(identity: &Value, schema: &Schema) -> Outcome<Option<proto::ResourceIdentityData>> {
    Ok(Some(proto::ResourceIdentityData { identity_data: encode(identity, &schema.identity_type())? }))
}

/// The identity in an answer; null when there is none.
pub fn read(message: Option<&proto::ResourceIdentityData>, schema: &Schema) -> Outcome<Value> {
    decode(message.and_then(|message| message.identity_data.as_ref()), &schema.identity_type())
}
