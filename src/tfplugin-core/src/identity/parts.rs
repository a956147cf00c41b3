//! Reads and writes the attributes of an identity. `#[derive(Identity)]` generates the calls; a handwritten
//! [`crate::Identity`] makes the same calls.

use super::IdentityAttribute;
use crate::diag::{Diagnostics, Outcome};
use crate::model::Text;
use crate::value::Value;
use crate::wording::listed;

/// Returns the value of an attribute.
pub fn part<T: Text>(value: &T) -> Value {
    Value::String(value.text())
}

/// Returns the value of an attribute that an object may lack.
pub fn optional_part<T: Text>(value: Option<&T>) -> Value {
    value.map_or(Value::Null, part)
}

/// Reads an attribute that an identity has.
///
/// # Errors
/// When the identity lacks it, or it is not a `T`.
pub fn required<T: Text>(identity: &Value, name: &str) -> Outcome<T> {
    optional(identity, name)?.ok_or_else(|| lacking(&[name]))
}

/// Reads an attribute that an identity may lack.
///
/// # Errors
/// When it is not a `T`.
pub fn optional<T: Text>(identity: &Value, name: &str) -> Outcome<Option<T>> {
    match identity.at(name) {
        Value::Null => Ok(None),
        Value::String(text) => match T::parse(text) {
            Ok(value) => Ok(Some(value)),
            Err(why) => Err(Diagnostics::error(format!("Invalid {name} of an identity"), why.0)),
        },
        _ => Err(Diagnostics::error(format!("Invalid {name} of an identity"), "A text is expected.")),
    }
}

/// Whether two texts are spellings of the same `T`; for use as [`IdentityAttribute::same`].
#[must_use]
pub fn mean_the_same<T: Text>(a: &str, b: &str) -> bool {
    a == b || matches!((T::parse(a), T::parse(b)), (Ok(a), Ok(b)) if a.means_the_same(&b))
}

/// Checks that an identity has every attribute that an import needs.
///
/// # Errors
/// One that names all that are missing. An empty text counts as missing: it names nothing.
pub fn missing(attributes: &[IdentityAttribute], identity: &Value) -> Outcome<()> {
    let is_missing = |value: &Value| value.is_null() || *value == Value::from("");
    let missing: Vec<&str> = attributes
        .iter()
        .filter(|attribute| attribute.required_for_import && is_missing(identity.at(attribute.name)))
        .map(|attribute| attribute.name)
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(lacking(&missing)) }
}

fn lacking(names: &[&str]) -> Diagnostics {
    let names = listed(names);
    Diagnostics::error(
        format!("An identity without {names}"),
        format!("Without {names} the identity does not say which object is meant. Add what is missing."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Identity;

    /// A disk.
    #[derive(Debug, Clone, PartialEq, Identity)]
    struct Disk {
        /// Where it is.
        site: String,
        /// Which one.
        serial: String,
        /// Its label.
        #[identity(mutable)]
        label: Option<String>,
    }

    #[test]
    fn attributes_are_what_the_fields_declare() {
        let declared: Vec<_> = Disk::ATTRIBUTES
            .iter()
            .map(|it| (it.name, it.description, it.required_for_import, it.mutable))
            .collect();
        let expected = [
            ("site", "Where it is.", true, false),
            ("serial", "Which one.", true, false),
            ("label", "Its label.", false, true),
        ];
        assert_eq!(declared, expected);
    }

    #[test]
    fn an_identity_survives_a_round_trip() {
        let disk = Disk { site: "a".to_owned(), serial: "1".to_owned(), label: Some("x".to_owned()) };
        assert_eq!(Disk::from_value(&disk.to_value()), Ok(disk.clone()));
        let plain = Disk { label: None, ..disk };
        assert_eq!(Disk::from_value(&plain.to_value()), Ok(plain));
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let summary = |identity: &Value| {
            missing(Disk::ATTRIBUTES, identity)
                .err()
                .map(|errors| errors.iter().map(|error| error.summary.clone()).collect::<String>())
        };
        let site = Value::object([("site", "a".into()), ("serial", "".into())]);
        for (identity, expected) in [
            (Value::Null, Some("An identity without site and serial")),
            (site, Some("An identity without serial")),
            (Value::object([("site", "a".into()), ("serial", "1".into())]), None),
        ] {
            assert_eq!(summary(&identity).as_deref(), expected);
        }
        assert!(Disk::from_value(&Value::object([("site", "a".into())])).is_err());
    }

    #[test]
    fn a_part_of_another_type_is_an_error() {
        let identity = Value::object([("site", true.into()), ("serial", "1".into())]);
        let errors = Disk::from_value(&identity).unwrap_err();
        assert_eq!(errors.iter().next().unwrap().summary, "Invalid site of an identity");
    }
}
