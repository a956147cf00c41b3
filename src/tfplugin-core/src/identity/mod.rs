//! [`Identity`]: what tells one object from all others, for as long as it exists.
//!
//! Terraform stores it beside the object's state, shows it to the user, and accepts it in an `import` block in
//! place of an id. It never changes, except in attributes that are declared mutable: another identity is
//! another object (`docs/decisions/0028`).

mod agreement;
mod parts;

use std::collections::BTreeMap;
use std::fmt::Debug;

pub use agreement::{Disagreement, agreed};
pub use parts::{mean_the_same, missing, optional, optional_part, part, required};

use crate::diag::{Diagnostics, Outcome};
use crate::value::{Type, Value};

/// A struct whose fields tell an object of a resource from all others. Derive it; the documentation of the
/// fields is the manual.
///
/// A field is a [`crate::Text`], which an import by identity must give, or an `Option` of one, which it may
/// leave out. Both are strings to Terraform. Identities are compared by meaning ([`crate::Text::means_the_same`]),
/// and the spelling that is stored is kept.
///
/// ```
/// use tfplugin_core::{Identity, Value};
///
/// /// A route of a router.
/// #[derive(Debug, Clone, PartialEq, Identity)]
/// struct RouteIdentity {
///     /// Serial number of the router.
///     router: String,
///     /// Block of addresses that the route leads to.
///     destination: String,
///     /// Next hop.
///     #[identity(mutable)]
///     gateway: Option<String>,
/// }
///
/// let route = RouteIdentity { router: "7".to_owned(), destination: "10.0.0.0/8".to_owned(), gateway: None };
/// assert_eq!(route.to_value().at("gateway"), &Value::Null);
/// assert_eq!(RouteIdentity::from_value(&route.to_value()), Ok(route));
/// ```
pub trait Identity: Clone + Debug + PartialEq + Send + Sync + 'static {
    /// The attributes, in the order of the manual; none for a resource without identity.
    const ATTRIBUTES: &'static [IdentityAttribute];

    /// Reads an identity.
    ///
    /// # Errors
    /// When a required attribute is missing, or an attribute is not of its type.
    fn from_value(value: &Value) -> Outcome<Self>;

    /// Returns the identity as a value with every attribute.
    fn to_value(&self) -> Value;
}

/// An attribute of an identity, which is a string to Terraform.
#[derive(Debug, Clone, Copy)]
pub struct IdentityAttribute {
    /// Name.
    pub name: &'static str,
    /// Text for the manual, in Markdown.
    pub description: &'static str,
    /// Whether an import by identity must give it.
    pub required_for_import: bool,
    /// Whether it may change while the object remains the same.
    pub mutable: bool,
    /// Whether two texts mean the same.
    pub same: fn(&str, &str) -> bool,
}

/// The identity of a resource whose objects have none. There is no value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoIdentity {}

impl Identity for NoIdentity {
    const ATTRIBUTES: &'static [IdentityAttribute] = &[];

    fn from_value(_: &Value) -> Outcome<Self> {
        Err(Diagnostics::error("There is no identity", "Objects of this resource have none."))
    }

    fn to_value(&self) -> Value {
        match *self {}
    }
}

/// Returns the type of identities with these attributes.
#[must_use]
pub fn identity_type(attributes: &[IdentityAttribute]) -> Type {
    Type::Object(attributes.iter().map(|attribute| (attribute.name.to_owned(), Type::String)).collect())
}

/// Returns an identity of which nothing is known: every attribute is null.
#[must_use]
pub fn unknown_identity(attributes: &[IdentityAttribute]) -> Value {
    let null = |attribute: &IdentityAttribute| (attribute.name.to_owned(), Value::Null);
    Value::Map(attributes.iter().map(null).collect::<BTreeMap<_, _>>())
}
