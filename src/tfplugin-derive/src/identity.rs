//! `#[derive(Identity)]`: the attributes of an identity from the fields of a struct.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Error, Field, GenericArgument, Ident, PathArguments, Type};

use crate::{attribute, docs};

/// An attribute of an identity, as its field declares it.
pub struct Part {
    field: Ident,
    name: String,
    /// The type, without the `Option` of an attribute that may be missing.
    ty: Type,
    optional: bool,
    mutable: bool,
    description: String,
}

impl Part {
    /// Reads a field.
    pub fn read(field: &Field) -> syn::Result<Self> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new_spanned(field, "an identity's fields have names"));
        };
        let mut mutable = false;
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("identity")) {
            attribute.parse_nested_meta(|meta| {
                if !meta.path.is_ident("mutable") {
                    return Err(meta.error("no such keyword; there is mutable"));
                }
                mutable = true;
                Ok(())
            })?;
        }
        let description = docs::text(&field.attrs);
        if description.is_empty() {
            return Err(Error::new_spanned(&ident, "an attribute of an identity has a description: a `///`"));
        }
        let name = attribute::name(&ident, None, "an attribute")?;
        let inner = inside_option(&field.ty);
        let (optional, ty) = (inner.is_some(), inner.unwrap_or(&field.ty).clone());
        Ok(Self { field: ident, name, ty, optional, mutable, description })
    }
}

/// Returns the `T` of `Option<T>`.
fn inside_option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// Checks that an identity can tell an object from others.
pub fn check(input: &DeriveInput, parts: &[Part]) -> syn::Result<()> {
    if parts.iter().any(|part| !part.optional && !part.mutable) {
        return Ok(());
    }
    let why = "an identity has an attribute that every import gives and that never changes; a resource without \
         one has `NoIdentity`";
    Err(Error::new_spanned(&input.ident, why))
}

/// Generates the implementation of `Identity`. `root` is the crate that contains the trait.
pub fn identity(root: &TokenStream, input: &DeriveInput, parts: &[Part]) -> TokenStream {
    let ident = &input.ident;
    let attributes = parts.iter().map(|part| declared(root, part));
    let reads = parts.iter().map(|part| read(root, part));
    let writes = parts.iter().map(|part| write(root, part));
    quote! {
        #[automatically_derived]
        impl #root::Identity for #ident {
            const ATTRIBUTES: &'static [#root::IdentityAttribute] = &[#(#attributes),*];

            fn from_value(value: &#root::Value) -> #root::Outcome<Self> {
                ::std::result::Result::Ok(Self { #(#reads),* })
            }

            fn to_value(&self) -> #root::Value {
                #root::Value::object([#(#writes),*])
            }
        }
    }
}

/// Generates the declaration of an attribute. Its tokens have the span of the field's type, so that an error
/// about the type points there.
fn declared(root: &TokenStream, Part { name, ty, optional, mutable, description, .. }: &Part) -> TokenStream {
    let required = !optional;
    quote_spanned! {ty.span()=>
        #root::IdentityAttribute {
            name: #name,
            description: #description,
            required_for_import: #required,
            mutable: #mutable,
            same: #root::identity::mean_the_same::<#ty>,
        }
    }
}

fn read(root: &TokenStream, Part { field, name, ty, optional, .. }: &Part) -> TokenStream {
    if *optional {
        quote_spanned!(ty.span()=> #field: #root::identity::optional::<#ty>(value, #name)?)
    } else {
        quote_spanned!(ty.span()=> #field: #root::identity::required::<#ty>(value, #name)?)
    }
}

fn write(root: &TokenStream, Part { field, name, ty, optional, .. }: &Part) -> TokenStream {
    if *optional {
        quote_spanned!(ty.span()=> (#name, #root::identity::optional_part(self.#field.as_ref())))
    } else {
        quote_spanned!(ty.span()=> (#name, #root::identity::part(&self.#field)))
    }
}
