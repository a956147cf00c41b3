//! [`Model`]: the struct that is schema, manual and state of an object at once.

mod collections;
mod dynamic;
mod environment;
mod object;
mod scalars;
#[cfg(test)]
mod tests;

use std::fmt::Debug;

pub use dynamic::Dynamic;
pub use environment::{FromEnvironment, FromVariable};
pub use object::ObjectReader;

use crate::diag::{Diagnostics, Outcome};
use crate::schema::{self, Attribute, AttributeType};
use crate::timeouts::Timeouts;
use crate::value::{Path, Value};

/// A struct whose fields are the attributes of a resource, a data source, the provider or a nested
/// object. Derive it; the fields' documentation is the manual.
///
/// What several models have in common is a model too. Where a field has `flatten`, its attributes are the object's own:
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
    /// Names of the attributes.
    const NAMES: &'static [schema::Name];

    /// What the object is: the struct's documentation, Markdown.
    fn description() -> &'static str;

    /// The attributes, in the order of the manual.
    fn attributes() -> Vec<Attribute>;

    /// Reads an object. Attributes that the value lacks are null.
    ///
    /// # Errors
    /// One per attribute that does not have a value of its type, with its path below `at`.
    fn from_value(value: &Value, at: &Path) -> Outcome<Self> {
        let mut object = ObjectReader::new(value, at)?;
        let model = Self::read_from(&mut object);
        object.finish(model)
    }

    /// Reads the attributes of an object, which may have others too.
    fn read_from(object: &mut ObjectReader<'_>) -> Self;

    /// The object as a value: every attribute is present.
    fn to_value(&self) -> Value;

    /// The object of a configuration that says nothing: every attribute has its default, and is null without one.
    #[must_use]
    fn defaults() -> Self;

    /// This object with what only the provider sets as it is in `other`.
    #[must_use]
    fn with_computed_of(self, other: &Self) -> Self;

    /// Whether this object differs from `prior` at most in attributes that no API knows (`#[attr(local)]`).
    fn differs_only_locally(&self, prior: &Self) -> bool;

    /// The attribute `timeouts`, where the model has one of type [`Timeouts`] and it is known.
    fn timeouts(&self) -> Option<&Timeouts> {
        None
    }

    /// The first attribute, in the order of the manual, that is known only after apply; `at` is where the object stands.
    /// Attributes of nested objects are looked at too.
    fn unknown(&self, at: &Path) -> Option<Path> {
        schema::first_unknown(&Self::attributes(), &self.to_value(), at)
    }
}

/// A type that an attribute's value can have: `Attr<T>` needs `T: Field`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of an attribute",
    note = "an attribute can be a String, bool, i64, f64, a Vec, BTreeSet or BTreeMap of such, a type that implements `Text`, or a derived `Model`"
)]
pub trait Field: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// The type in Terraform's words.
    fn ty() -> AttributeType;

    /// Reads a value that is neither null nor unknown.
    ///
    /// # Errors
    /// When it is not of this type, with the path of the part to blame.
    fn from_value(value: &Value, at: &Path) -> Outcome<Self>;

    /// The value to send to Terraform.
    fn to_value(&self) -> Value;

    /// Whether `self` and `other` mean the same, in whatever spelling.
    fn means_the_same(&self, other: &Self) -> bool {
        self == other
    }

    /// Whether the type can hold what is unknown about `value`. A list of texts cannot hold an unknown
    /// element, so that the attribute as a whole reads as unknown; a nested object can hold unknown
    /// attributes.
    fn can_hold(value: &Value) -> bool {
        value.is_wholly_known()
    }
}

/// Why a text is not a value of its type: a sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(pub String);

/// A type that Terraform sees as a string, parsed once and compared by meaning. Every `Text` is a
/// [`Field`].
pub trait Text: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// Reads the text.
    ///
    /// # Errors
    /// When it is not a value of this type; the sentence says what one looks like.
    fn parse(text: &str) -> Result<Self, Invalid>;

    /// The text as the configuration spelled it.
    fn text(&self) -> String;

    /// Whether both mean the same, in whatever spelling.
    fn means_the_same(&self, other: &Self) -> bool {
        self == other
    }
}

/// The error of a value of the wrong type.
pub fn wrong_type(at: &Path, expected: &str) -> Diagnostics {
    Diagnostics::error_at(at.clone(), "Value of the wrong type", format!("Expected {expected}."))
}

/// The error of a value that its type refuses.
pub fn invalid(at: &Path, why: Invalid) -> Diagnostics {
    Diagnostics::error_at(at.clone(), format!("Invalid value of {at}"), why.0)
}
