//! Identities in messages, and the rule that an object keeps its identity (`docs/decisions/0028`).
//!
//! Terraform compares nothing, and stores whatever identity an answer has, or none. So each answer has one, and
//! an object that is suddenly another one is an error here.

use tfplugin_core::identity::{Disagreement, agreed, unknown_identity};
use tfplugin_core::{Diagnostics, IdentityAttribute, Outcome, Private, Value, completion};

use super::result::Stored;
use super::{panics, values};
use crate::erased::{ErasedResource, Schema};
use crate::proto::tfplugin6::ResourceIdentityData;

/// What is done with an object whose identity is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum During {
    /// A plan that changes the object in place, or leaves it as it is.
    Plan,
    /// A plan that destroys it.
    Destroy,
    /// A refresh.
    Read,
    /// A change in place, after it was made.
    Apply,
    /// An import by identity, where the given identity takes the place of the stored one.
    Import,
}

/// Decodes the identity in a message; null if there is none.
pub fn decode(message: Option<&ResourceIdentityData>, schema: &Schema) -> Outcome<Value> {
    let data = message.and_then(|message| message.identity_data.as_ref());
    let identity = values::decode(data, &schema.identity_type())?;
    if identity.is_wholly_known() {
        return Ok(identity);
    }
    Err(Diagnostics::error(
        format!("An identity of {} is not known yet", schema.name),
        "It depends on values that are known only after apply. Create what they come from first, or write the \
         values.",
    ))
}

/// Encodes an identity. Terraform must not get one for a resource that declares none.
pub fn encode(identity: &Value, schema: &Schema) -> Outcome<Option<ResourceIdentityData>> {
    if identity.is_null() || !schema.has_identity() {
        return Ok(None);
    }
    Ok(Some(ResourceIdentityData { identity_data: values::encode(identity, &schema.identity_type())? }))
}

/// Returns the identity of an object; null if it has none, or if a part is not known. The error of a panic is
/// left out: without an identity of its own the object keeps the stored one.
pub fn of<C: Send + Sync>(resource: &dyn ErasedResource<C>, object: &Value, private: &Private) -> Value {
    if object.is_null() || !resource.schema().has_identity() {
        return Value::Null;
    }
    panics::catch(|| Ok(resource.identity(object, private))).unwrap_or_default()
}

/// Returns the identity to store with an object of which `found` is known now.
///
/// # Errors
/// When that is another object than the stored one, with what can be done about it.
pub fn kept(schema: &Schema, stored: &Value, found: &Value, during: During) -> Outcome<Value> {
    agreed(schema.identity, stored, found).map_err(|differing| another(&schema.name, &differing, during))
}

/// Returns the identity of an object that was found by the `given` one: as the object has it, or as given where
/// that is not known.
///
/// # Errors
/// When another object was found.
pub fn found(schema: &Schema, given: &Value, found: &Value) -> Outcome<Value> {
    let given = kept(schema, given, found, During::Import)?;
    let part = |attribute: &IdentityAttribute| {
        let (own, given) = (found.at(attribute.name), given.at(attribute.name));
        (attribute.name.to_owned(), if own.is_null() { given } else { own }.clone())
    };
    Ok(Value::Map(schema.identity.iter().map(part).collect()))
}

/// Whether an identity says nothing: Terraform stores none, or one that was empty.
pub fn is_absent(identity: &Value) -> bool {
    match identity {
        Value::Map(parts) => parts.values().all(Value::is_null),
        identity => identity.is_null(),
    }
}

/// Returns an identity of which nothing is known; null for a resource without one.
pub fn unknown(schema: &Schema) -> Value {
    if schema.has_identity() { unknown_identity(schema.identity) } else { Value::Null }
}

/// Returns the identity to store after an apply: that of the object as it is now, or the planned one (null for a
/// create) where it is not known. An object that a change has turned into another one is an error.
pub fn applied<C: Send + Sync>(
    resource: &dyn ErasedResource<C>,
    planned: &Value,
    stays: bool,
    stored: &mut Stored,
    private: &Private,
) -> Value {
    if stored.state.is_null() {
        return Value::Null;
    }
    let now = of(resource, &stored.state, private);
    // For the old half of a replacement, the planned identity may be that of the new one.
    if !stays && !now.is_null() {
        return now;
    }
    kept(resource.schema(), planned, &now, During::Apply).unwrap_or_else(|errors| {
        // After a change that failed, the errors are those of the change; the next refresh says the other one.
        if !stored.diagnostics.has_errors() {
            stored.diagnostics.extend(errors);
        }
        planned.clone()
    })
}

/// Adds an error if an object has no identity although its create is complete.
pub fn require<C: Send + Sync>(resource: &dyn ErasedResource<C>, stored: &mut Stored, private: &Private) {
    let schema = resource.schema();
    let is_whole = schema.has_identity() && !completion::is_pending(&stored.state);
    if is_whole && of(resource, &stored.state, private).is_null() {
        stored.diagnostics.push_error(
            format!("{} has no identity after its create", schema.name),
            "This is a bug in the provider; please report it. The object exists, and is stored in the state.",
        );
    }
}

fn another(name: &str, Disagreement { stored, found }: &Disagreement, during: During) -> Diagnostics {
    let (what, now) = match during {
        During::Plan => ("The plan makes it", "Nothing is changed."),
        During::Destroy => ("The stored object itself has", "Nothing is destroyed."),
        During::Read => ("The one that was read has", "The state keeps the object as it was."),
        During::Apply => ("After the change it has", "The change was made, and the state has its result."),
        During::Import => ("The one that was found has", "Nothing is imported."),
    };
    if during == During::Import {
        return Diagnostics::error(
            format!("Another {name} than the one to import"),
            format!(
                "The import asks for the object with {stored}. {what} {found}. {now} Correct the identity."
            ),
        );
    }
    Diagnostics::error(
        format!("{name} is another object than the one in the state"),
        format!(
            "The state has the identity {stored}. {what} {found}. {now} See whether the provider is configured \
             for another system than before. If the other object is the right one, take the old one out of the \
             state (`terraform state rm`, or a `removed` block with `destroy = false`), and import the other \
             one."
        ),
    )
}
