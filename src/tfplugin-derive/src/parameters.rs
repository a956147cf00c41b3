//! The code that `#[derive(Parameters)]` generates.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::DeriveInput;
use syn::spanned::Spanned;

use crate::docs;
use crate::parameter::Parameter;

/// Generates the implementation of `Parameters`. `root` is the crate that contains the trait.
pub fn parameters(root: &TokenStream, input: &DeriveInput, parameters: &[Parameter]) -> TokenStream {
    let (ident, description) = (&input.ident, docs::text(&input.attrs));
    let (variadic, fixed): (Vec<_>, Vec<_>) = parameters.iter().partition(|parameter| parameter.variadic);
    let fixed = fixed.into_iter().map(|parameter| declared(root, parameter));
    let variadic = variadic.into_iter().map(|parameter| declared(root, parameter)).map(|parameter| {
        quote! {
            fn variadic() -> ::std::option::Option<#root::Parameter> {
                ::std::option::Option::Some(#parameter)
            }
        }
    });
    let reads = parameters.iter().map(read);
    let mutable = (!parameters.is_empty()).then(|| quote!(mut));
    quote! {
        #[automatically_derived]
        impl #root::Parameters for #ident {
            fn description() -> &'static str {
                #description
            }

            fn parameters() -> ::std::vec::Vec<#root::Parameter> {
                ::std::vec![#(#fixed),*]
            }

            #(#variadic)*

            fn from_arguments(
                #mutable arguments: #root::Arguments<'_>,
            ) -> ::std::result::Result<Self, #root::FunctionError> {
                ::std::result::Result::Ok(Self { #(#reads),* })
            }
        }
    }
}

/// Generates the declaration of a parameter. Its tokens have the span of the field's type, so that an error
/// about the type points there.
fn declared(root: &TokenStream, Parameter { name, ty, description, .. }: &Parameter) -> TokenStream {
    quote_spanned! {ty.span()=> #root::Parameter::new::<#ty>(#name, #description) }
}

/// Generates the initializer of a field. The fields of a struct expression are evaluated in the order in
/// which they are written.
fn read(Parameter { field, name, variadic, .. }: &Parameter) -> TokenStream {
    if *variadic { quote!(#field: arguments.rest(#name)?) } else { quote!(#field: arguments.next(#name)?) }
}
