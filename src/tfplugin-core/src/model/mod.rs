//! [`Model`]: a struct that defines the schema, the manual and the state of an object.

mod collections;
mod dynamic;
mod environment;
mod object;
mod scalars;
#[cfg(test)]
mod tests;

use std::fmt::Debug;

pub use dynamic::Dynamic;
pub use environment::{FromEnvironment, FromVariable, Lookup};
pub use object::ObjectReader;

use crate::diag::{Diagnostics, Outcome};
use crate::schema::{self, Attribute, AttributeType};
use crate::timeouts::Timeouts;
use crate::value::{Path, Value};

/// A struct whose fields are the attributes of a resource, a data source, the provider or a nested object.
/// Derive it; the documentation of the fields is the manual.
///
/// A group of attributes that several models share is a model too. A field with `flatten` adds the group's
/// attributes to those of the object:
///
/// ```
/// use tfplugin_core::{Attr, Model};
///
/// /// Where it is.
/// #[derive(Debug, Clone, PartialEq, Default, Model)]
/// struct Position {
///     /// Zone.
///     #[attr(required)]
///     zone: Attr<String>,
///     /// Rack.
///     #[attr(optional, default = "any")]
///     rack: Attr<String>,
/// }
///
/// /// A machine.
/// #[derive(Debug, Clone, PartialEq, Default, Model)]
/// struct Machine {
///     /// Name.
///     #[attr(required)]
///     name: Attr<String>,
///     #[attr(flatten)]
///     position: Position,
/// }
///
/// let names: Vec<_> = Machine::attributes().into_iter().map(|attribute| attribute.name).collect();
/// assert_eq!(names, ["name", "zone", "rack"]);
/// assert_eq!(Machine::defaults().position.rack, Attr::from("any"));
/// ```
///
/// Two attributes of the same name do not compile:
///
/// ```compile_fail,E0080
/// # use tfplugin_core::{Attr, Model};
/// # /// Where it is.
/// # #[derive(Debug, Clone, PartialEq, Model)]
/// # struct Position {
/// #     /// Zone.
/// #     #[attr(required)]
/// #     zone: Attr<String>,
/// # }
/// /// A machine.
/// #[derive(Debug, Clone, PartialEq, Model)]
/// struct Machine {
///     /// Zone.
///     #[attr(required)]
///     zone: Attr<String>,
///     #[attr(flatten)]
///     position: Position,
/// }
/// ```
pub trait Model: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// The names of the attributes.
    const NAMES: &'static [schema::Name];

    /// Returns what the object is: the struct's documentation, in Markdown.
    fn description() -> &'static str;

    /// Returns the attributes, in the order of the manual.
    fn attributes() -> Vec<Attribute>;

    /// Reads an object. Attributes that the value lacks are null.
    ///
    /// # Errors
    /// One for each attribute whose value is not of its type, with its path below `at`.
    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        let mut object = ObjectReader::new(value, at)?;
        let model = Self::read_from(&mut object);
        object.finish(model)
    }

    /// Reads the attributes of this model from an object that may have other attributes too.
    fn read_from(object: &mut ObjectReader<'_>) -> Self;

    /// Returns the object as a value with every attribute.
    fn to_value(&self) -> Value;

    /// Returns the object of an empty configuration: every attribute has its default, or is null without one.
    #[must_use]
    fn defaults() -> Self;

    /// Returns this object with the attributes that only the provider sets taken from `other`.
    #[must_use]
    fn with_computed_of(self, other: &Self) -> Self;

    /// Whether this object differs from `prior` at most in attributes that no API knows (`#[attr(local)]`).
    fn differs_only_locally(&self, prior: &Self) -> bool;

    /// Returns the attribute `timeouts` if the model has one of type [`Timeouts`] and it is known.
    fn timeouts(&self) -> Option<&Timeouts> {
        None
    }

    /// The first attribute, in the order of the manual, that is known only after apply; `at` is where the
    /// object stands. Attributes of nested objects are looked at too.
    fn unknown(&self, at: &Path) -> Option<Path> {
        schema::first_unknown(&Self::attributes(), &self.to_value(), at)
    }
}

/// A type of attribute values. `Attr<T>` requires `T: Field`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of an attribute",
    note = "an attribute can be a String, bool, i64, f64, a Vec, BTreeSet or BTreeMap of such, a type that \
         implements `Text`, or a derived `Model`"
)]
pub trait Field: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// Returns the corresponding Terraform type.
    fn ty() -> AttributeType;

    /// Reads a value that is neither null nor unknown.
    ///
    /// # Errors
    /// When the value is not of this type, with the path of the part at fault.
    fn from_value(value: &Value, at: &Path) -> Outcome<Self>;

    /// Returns the value to send to Terraform.
    fn to_value(&self) -> Value;

    /// Whether `self` and `other` mean the same, whatever their spelling.
    fn means_the_same(&self, other: &Self) -> bool {
        self == other
    }

    /// Whether the type can represent the unknown parts of `value`. A list of strings cannot hold an unknown
    /// element, so the whole attribute is read as unknown; a nested object can hold unknown attributes.
    fn can_hold(value: &Value) -> bool {
        value.is_wholly_known()
    }
}

/// Why a text is not a value of its type, as a sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(pub String);

/// Refuses an empty list, set or map. For `#[attr(check = not_empty)]`.
///
/// # Errors
/// There are no elements.
pub fn not_empty<C>(elements: &C) -> Result<(), Invalid>
where
    for<'a> &'a C: IntoIterator,
{
    match elements.into_iter().next() {
        Some(_) => Ok(()),
        None => Err(Invalid("It is empty. Name at least one.".to_owned())),
    }
}

/// A type that is a string to Terraform, but is parsed once and compared by meaning. Every `Text` is a
/// [`Field`].
pub trait Text: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// Parses the text.
    ///
    /// # Errors
    /// When it is not a value of this type. The sentence says what a valid value looks like.
    fn parse(text: &str) -> Result<Self, Invalid>;

    /// Returns the text as spelled in the configuration.
    fn text(&self) -> String;

    /// Whether both mean the same, whatever their spelling.
    fn means_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

/// Builds the error about a value of the wrong type.
pub fn wrong_type(at: &Path, expected: &str) -> Diagnostics {
    Diagnostics::error_at(at.clone(), "Value of the wrong type", format!("Expected {expected}."))
}

/// Builds the error about an invalid value.
pub fn invalid(at: &Path, why: Invalid) -> Diagnostics {
    Diagnostics::error_at(at.clone(), format!("Invalid value of {at}"), why.0)
}
