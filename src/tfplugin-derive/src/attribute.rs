//! Reads one field of the struct.

use syn::{Error, Field, GenericArgument, Ident, LitStr, PathArguments, Type, Visibility};

use crate::docs;
use crate::keywords::Keywords;
use crate::presence::{self, Presence};

/// An attribute, as its field declares it.
pub struct Attribute {
    /// The field.
    pub field: Ident,
    /// The field's visibility.
    pub visibility: Visibility,
    /// The attribute's name.
    pub name: String,
    /// The `T` of `Attr<T>`.
    pub ty: Type,
    /// Who sets it.
    pub presence: Presence,
    /// The field's documentation, followed by the environment variable that it falls back to.
    pub description: String,
    /// The rest of `#[attr(…)]`.
    pub keywords: Keywords,
}

impl Attribute {
    /// Reads a field with these keywords.
    pub fn read(field: &Field, keywords: Keywords) -> syn::Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new_spanned(field, "a model's fields have names"));
        };
        let presence = presence::presence(&ident, &keywords)?;
        let name = name(&ident, keywords.name.as_ref(), "an attribute")?;
        let (ty, mut description) = (value_type(&field.ty)?, docs::text(&field.attrs));
        if let Some(variable) = &keywords.env {
            description = format!("{description} Environment: `{}`.", variable.value());
        }
        Ok(Self { field: ident, visibility: field.vis.clone(), name, ty, presence, description, keywords })
    }

    /// Whether this attribute limits how long operations on the object may take.
    pub fn is_timeouts(&self) -> bool {
        let Type::Path(ty) = &self.ty else { return false };
        self.name == "timeouts" && ty.path.segments.last().is_some_and(|last| last.ident == "Timeouts")
    }
}

/// Returns the name in Terraform: the field's name unless another one is given.
pub fn name(field: &Ident, given: Option<&LitStr>, what: &str) -> syn::Result<String> {
    let name = given.map_or_else(|| field.to_string().trim_start_matches("r#").to_owned(), LitStr::value);
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_name {
        return Ok(name);
    }
    let message = format!("`{name}` is no name of {what}: small letters, digits and underscores only");
    Err(Error::new(given.map_or_else(|| field.span(), LitStr::span), message))
}

/// Returns the `T` of `Attr<T>`.
fn value_type(ty: &Type) -> syn::Result<Type> {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && last.ident == "Attr"
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(GenericArgument::Type(value)) = arguments.args.first()
    {
        return Ok(value.clone());
    }
    Err(Error::new_spanned(ty, "an attribute is an `Attr<…>`: it can be null, unknown or known"))
}
