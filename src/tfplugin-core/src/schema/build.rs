//! Builds attributes. Contradictory settings are not checked here: `#[derive(Model)]` refuses them at compile
//! time.

use super::{Attribute, Check, Presence};
use crate::model::{Field, Invalid, Text};
use crate::value::{Attr, Path, Value};

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
            stable: false,
            replace: false,
            same: mean_the_same::<T>,
            check: None,
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

    /// Sets the value for a configuration without one. An optional attribute becomes optional and computed.
    #[must_use]
    pub fn default(mut self, value: Value) -> Self {
        self.default = Some(value);
        self.presence = Presence::OptionalComputed;
        self
    }

    /// Sets a further check for configured values.
    #[must_use]
    pub fn check(mut self, check: Check) -> Self {
        self.check = Some(check);
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

/// Returns a default as an attribute; null if its type cannot read it, which every plan then reports.
pub fn default_attr<T: Field>(default: &Value) -> Attr<T> {
    Attr::from_value(default, &Path::default()).unwrap_or_default()
}

/// Returns a default as the user would spell it, for any type that is parsed from text.
#[must_use]
pub fn default_text<T: Text>(text: &str) -> Value {
    Value::from(text)
}
