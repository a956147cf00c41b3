//! `#[derive(Model)]`: schema, manual and state of an object from one struct.
//!
//! The struct's documentation describes the object and its fields' documentation the attributes, each
//! of type `Attr<T>`. `#[attr(…)]` adds what the type cannot say:
//!
//! | keyword | meaning |
//! |---|---|
//! | `required` | the configuration must set it |
//! | `optional` | the configuration may set it |
//! | `computed` | the provider sets it; with `optional`, where the configuration does not |
//! | `default = value` | the value where the configuration has none |
//! | `stable` | a computed value that a change of other attributes leaves alone |
//! | `replace` | a change replaces the object |
//! | `sensitive` | hidden in Terraform's output |
//! | `write_only` | never stored |
//! | `check = path` | a `fn(&T) -> Result<(), Invalid>` that a configured value must pass |
//! | `deprecated = "why"` | not to be used any more |
//! | `name = "name"` | the attribute's name where the field cannot have it |
//!
//! Behavior does not belong here: it is bound by path, or lives in the value's type. The macro writes
//! calls of `tfplugin`'s public functions only, so that a hand-written `Model` can do the same.

mod attribute;
mod docs;
mod expand;
mod keywords;
mod presence;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Error, Fields, parse_macro_input};

use crate::attribute::Attribute;

/// Implements `tfplugin::Model` and `tfplugin::Field`; see the crate's documentation for `#[attr(…)]`.
#[proc_macro_derive(Model, attributes(attr))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let expanded = attributes(&input).map(|attributes| expand::model(&input, &attributes));
    expanded.unwrap_or_else(Error::into_compile_error).into()
}

/// The attributes of the struct, or everything that is wrong with them at once.
fn attributes(input: &DeriveInput) -> syn::Result<Vec<Attribute>> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(&input.ident, "a model is a struct"));
    };
    if matches!(data.fields, Fields::Unnamed(_)) {
        return Err(Error::new_spanned(&input.ident, "a model's fields have names: they are the attributes"));
    }
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(&input.generics, "a model has no generic parameters"));
    }
    let mut attributes = Vec::new();
    let mut errors: Option<Error> = None;
    for field in &data.fields {
        match Attribute::read(field) {
            Ok(attribute) => attributes.push(attribute),
            Err(error) => match &mut errors {
                Some(errors) => errors.combine(error),
                None => errors = Some(error),
            },
        }
    }
    errors.map_or(Ok(attributes), Err)
}
