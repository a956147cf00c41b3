//! Builds attributes. Contradictory settings are not checked here: `#[derive(Model)]` refuses them at compile
//! time.

use super::{Attribute, Check, LeftOut, Presence};
use crate::model::{Field, Invalid, Text};
use crate::value::{Attr, Path, Value};
use crate::wording::listed;

impl Attribute {
    /// Builds an attribute with values of type `T`.
    #[must_use]
    pub fn new<T: Field>(name: &str, presence: Presence, description: &str) -> Self {
        Self {
            name: name.to_owned(),
            ty: T::ty(),
            presence,
            description: description.to_owned(),
            sensitive: false,
            write_only: false,
            deprecated: None,
            default: None,
            left_out: None,
            stable: false,
            replace: false,
            same: mean_the_same::<T>,
            check: None,
            check_new: None,
        }
    }

    /// Hides the value in Terraform's output.
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Never stores the value.
    #[must_use]
    pub fn write_only(mut self) -> Self {
        self.write_only = true;
        self
    }

    /// Keeps a computed value once it is known.
    #[must_use]
    pub fn stable(mut self) -> Self {
        self.stable = true;
        self
    }

    /// Replaces the object when the value changes.
    #[must_use]
    pub fn replace(mut self) -> Self {
        self.replace = true;
        self
    }

    /// Marks the attribute as deprecated, with the reason.
    #[must_use]
    pub fn deprecated(mut self, why: &str) -> Self {
        self.deprecated = Some(why.to_owned());
        self
    }

    /// Sets the value for a configuration without one. The manual says so.
    #[must_use]
    pub fn default(self, value: Value) -> Self {
        let text = format!("Default {}.", shown(&value));
        Self { default: Some(value), ..self.left_out(LeftOut::Default, &text) }
    }

    /// Lets the plan rules of the resource give the default, which the manual describes with `text`.
    #[must_use]
    pub fn default_by_rules(self, text: &str) -> Self {
        self.left_out(LeftOut::Default, &format!("Default {text}.")).stable()
    }

    /// Lets a value be chosen at creation, which the manual describes with `text`, and then be left alone.
    #[must_use]
    pub fn filled(self, text: &str) -> Self {
        self.left_out(LeftOut::Filled, &format!("Left out: {text} at creation; stays as it is.")).stable()
    }

    /// Leaves the attribute alone where the configuration does not set it.
    #[must_use]
    pub fn unmanaged(self) -> Self {
        self.left_out(LeftOut::Unmanaged, "Left out: not managed, neither sent nor planned.").stable()
    }

    /// An optional attribute becomes optional and computed.
    fn left_out(mut self, meaning: LeftOut, text: &str) -> Self {
        let space = if self.description.is_empty() { "" } else { " " };
        self.description = format!("{}{space}{text}", self.description);
        self.left_out = Some(meaning);
        self.presence = Presence::OptionalComputed;
        self
    }

    /// Sets a further check for configured values.
    #[must_use]
    pub fn check(mut self, check: Check) -> Self {
        self.check = Some(check);
        self
    }

    /// Sets a further check for configured values that are new.
    #[must_use]
    pub fn check_new(mut self, check: Check) -> Self {
        self.check_new = Some(check);
        self
    }

    /// Whether the provider may set the value.
    #[must_use]
    pub fn is_computed(&self) -> bool {
        matches!(self.presence, Presence::Computed | Presence::OptionalComputed)
    }
}

/// Whether two wholly known values are spellings of the same `T`.
fn mean_the_same<T: Field>(a: &Value, b: &Value) -> bool {
    let read = |value| T::from_value(value, &Path::default());
    a == b || matches!((read(a), read(b)), (Ok(a), Ok(b)) if a.means_the_same(&b))
}

/// Whether two objects agree in every attribute, whatever the spelling.
#[must_use]
pub fn objects_mean_the_same(attributes: &[Attribute], a: &Value, b: &Value) -> bool {
    attributes.iter().all(|attribute| {
        let (a, b) = (a.at(&attribute.name), b.at(&attribute.name));
        a == b || (!a.is_null() && !b.is_null() && (attribute.same)(a, b))
    })
}

/// Applies `check` to a value that reads as a `T`; for use as [`Attribute::check`].
///
/// # Errors
/// The error of `check`. A value of another type is reported elsewhere.
pub fn check_value<T: Field>(value: &Value, check: fn(&T) -> Result<(), Invalid>) -> Result<(), Invalid> {
    T::from_value(value, &Path::default()).map_or(Ok(()), |value| check(&value))
}

/// Returns a default as a value. `value` is first converted to `T`, so that it has the type of the attribute.
#[must_use]
pub fn default_value<T: Field>(value: impl Into<T>) -> Value {
    value.into().to_value()
}

/// Returns a default as an attribute.
///
/// # Panics
/// The type cannot read it.
pub fn default_attr<T: Field>(default: &Value) -> Attr<T> {
    let value = Attr::from_value(default, &Path::default()).unwrap_or_default();
    assert!(value.known().is_some(), "the default {default:?} is no value of its attribute");
    value
}

/// Returns a default as the user would spell it, for any type that is parsed from text.
///
/// # Panics
/// The type refuses the text. The schema of a provider has every default, so that this shows in its first
/// test.
#[must_use]
pub fn default_text<T: Text>(text: &str) -> Value {
    let parsed = T::parse(text);
    assert!(parsed.is_ok(), "the default {text:?} is no value of its attribute: {parsed:?}");
    Value::from(text)
}

/// Returns a value for the manual.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("`{number}`"),
        Value::List(items) if !items.is_empty() => listed(&items.iter().map(shown).collect::<Vec<_>>()),
        _ => "`[]`".to_owned(),
    }
}
