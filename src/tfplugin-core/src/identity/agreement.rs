//! Whether an identity that is found is the one that is stored.

use super::IdentityAttribute;
use crate::quote::quoted;
use crate::value::Value;

/// Two identities of what should be one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The attributes that differ, as stored.
    pub stored: String,
    /// The attributes that differ, as found.
    pub found: String,
}

/// Returns the identity to store: that of the object as it was found, with the stored spelling where both mean
/// the same. What never changes and is lacking in one of them comes from the other. A null identity, stored or
/// found, says nothing.
///
/// # Errors
/// When they differ in an attribute that does not change while the object remains the same.
pub fn agreed(
    attributes: &[IdentityAttribute],
    stored: &Value,
    found: &Value,
) -> Result<Value, Disagreement> {
    if found.is_null() {
        return Ok(stored.clone());
    }
    let (mut items, mut differing) = (Vec::new(), Vec::new());
    for attribute in attributes {
        let (before, now) = (stored.at(attribute.name), found.at(attribute.name));
        let kept = match (before, now) {
            (Value::String(a), Value::String(b)) if (attribute.same)(a, b) => before,
            (_, now) if attribute.mutable => now,
            (before, Value::Null) => before,
            (Value::Null, now) => now,
            (_, now) => {
                differing.push(attribute.name);
                now
            }
        };
        items.push((attribute.name.to_owned(), kept.clone()));
    }
    if differing.is_empty() {
        return Ok(Value::Map(items.into_iter().collect()));
    }
    Err(Disagreement { stored: spelled(&differing, stored), found: spelled(&differing, found) })
}

/// Spells attributes of an identity in one line: `uuid = "1-2", name = "a"`. What it lacks is left out.
fn spelled(names: &[&str], identity: &Value) -> String {
    let part = |name: &str| match identity.at(name) {
        Value::String(text) => Some(format!("{name} = {}", quoted(text))),
        _ => None,
    };
    names.iter().copied().filter_map(part).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::unknown_identity;

    fn ignoring_case(a: &str, b: &str) -> bool {
        a.eq_ignore_ascii_case(b)
    }

    const ATTRIBUTES: [IdentityAttribute; 2] = [
        IdentityAttribute {
            name: "uuid",
            description: "",
            required_for_import: true,
            mutable: false,
            same: ignoring_case,
        },
        IdentityAttribute {
            name: "gateway",
            description: "",
            required_for_import: false,
            mutable: true,
            same: ignoring_case,
        },
    ];

    fn identity(uuid: &str, gateway: &str) -> Value {
        let part = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
        Value::object([("uuid", part(uuid)), ("gateway", part(gateway))])
    }

    #[test]
    fn the_object_that_was_found_is_the_stored_one_or_another() {
        let differs = |stored: &str, found: &str| {
            let spelled = |text: &str| format!("uuid = \"{text}\"");
            Err(Disagreement { stored: spelled(stored), found: spelled(found) })
        };
        let nothing = unknown_identity(&ATTRIBUTES);
        for (stored, found, expected) in [
            (identity("a", "x"), identity("a", "x"), Ok(identity("a", "x"))),
            (identity("a", "x"), identity("A", "X"), Ok(identity("a", "x"))),
            (identity("a", "x"), identity("a", "y"), Ok(identity("a", "y"))),
            (identity("a", "x"), identity("a", ""), Ok(identity("a", ""))),
            (identity("a", "x"), identity("", "y"), Ok(identity("a", "y"))),
            (identity("a", ""), identity("A", "y"), Ok(identity("a", "y"))),
            (Value::Null, identity("b", "x"), Ok(identity("b", "x"))),
            (nothing.clone(), identity("b", "x"), Ok(identity("b", "x"))),
            (identity("a", "x"), Value::Null, Ok(identity("a", "x"))),
            (Value::Null, Value::Null, Ok(Value::Null)),
            (identity("a", "x"), identity("b", "y"), differs("a", "b")),
        ] {
            assert_eq!(agreed(&ATTRIBUTES, &stored, &found), expected, "{stored:?} {found:?}");
        }
    }
}
