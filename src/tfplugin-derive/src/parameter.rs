//! Reads one field of the struct with a function's parameters.

use syn::{Error, Field, GenericArgument, Ident, LitStr, PathArguments, Type};

use crate::{attribute, docs};

/// A parameter, as its field declares it.
pub struct Parameter {
    /// The field.
    pub field: Ident,
    /// The parameter's name.
    pub name: String,
    /// The type of the argument; for a variadic parameter, of each argument.
    pub ty: Type,
    /// Whether it accepts all further arguments.
    pub variadic: bool,
    /// The field's documentation.
    pub description: String,
}

impl Parameter {
    /// Reads a field.
    pub fn read(field: &Field) -> syn::Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new_spanned(field, "a function's fields have names"));
        };
        let (mut variadic, mut name) = (false, None::<LitStr>);
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("param")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("variadic") {
                    variadic = true;
                } else if meta.path.is_ident("name") {
                    name = Some(meta.value()?.parse()?);
                } else {
                    return Err(meta.error("no such keyword; there are variadic, name"));
                }
                Ok(())
            })?;
        }
        let name = attribute::name(&ident, name.as_ref(), "a parameter")?;
        let ty = if variadic { element(&field.ty)? } else { field.ty.clone() };
        Ok(Self { field: ident, name, ty, variadic, description: docs::text(&field.attrs) })
    }
}

/// Returns the `T` of `Vec<T>`.
fn element(ty: &Type) -> syn::Result<Type> {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && last.ident == "Vec"
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(GenericArgument::Type(value)) = arguments.args.first()
    {
        return Ok(value.clone());
    }
    Err(Error::new_spanned(ty, "a variadic parameter is a `Vec<…>`: it takes any number of arguments"))
}

/// Checks the order and the names of the parameters.
pub fn check(parameters: &[Parameter]) -> syn::Result<()> {
    let Some((last, before)) = parameters.split_last() else { return Ok(()) };
    if let Some(parameter) = before.iter().find(|parameter| parameter.variadic) {
        return Err(Error::new_spanned(&parameter.field, "a variadic parameter is the last one"));
    }
    if before.iter().any(|parameter| parameter.name == last.name) {
        return Err(Error::new_spanned(&last.field, "there is another parameter of this name"));
    }
    check(before)
}
