//! The code that the macro writes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Expr, ExprLit, Lit};

use crate::attribute::Attribute;
use crate::docs;

/// The implementations of `Model` and `Field`. `root` is the crate that has them.
pub fn model(root: &TokenStream, input: &DeriveInput, attributes: &[Attribute]) -> TokenStream {
    let ident = &input.ident;
    let model = model_impl(root, input, attributes);
    quote! {
        #model

        #[automatically_derived]
        impl #root::Field for #ident {
            fn ty() -> #root::AttributeType {
                let attributes = <Self as #root::Model>::attributes();
                #root::AttributeType::Nested(#root::Nesting::Single, attributes)
            }

            fn from_value(value: &#root::Value, at: &#root::Path) -> #root::Outcome<Self> {
                <Self as #root::Model>::from_value(value, at)
            }

            fn to_value(&self) -> #root::Value {
                <Self as #root::Model>::to_value(self)
            }

            fn means_the_same(&self, other: &Self) -> bool {
                let attributes = <Self as #root::Model>::attributes();
                let (a, b) = (#root::Model::to_value(self), #root::Model::to_value(other));
                #root::schema::objects_mean_the_same(&attributes, &a, &b)
            }

            fn can_hold(value: &#root::Value) -> bool {
                *value != #root::Value::Unknown
            }
        }
    }
}

fn model_impl(root: &TokenStream, input: &DeriveInput, attributes: &[Attribute]) -> TokenStream {
    let (ident, description) = (&input.ident, docs::text(&input.attrs));
    let schema = attributes.iter().map(|attribute| schema(root, attribute));
    let fields: Vec<_> = attributes.iter().map(|attribute| &attribute.field).collect();
    let names: Vec<_> = attributes.iter().map(|attribute| &attribute.name).collect();
    let timeouts = attributes.iter().find(|attribute| attribute.is_timeouts()).map(|attribute| {
        let field = &attribute.field;
        quote! {
            fn timeouts(&self) -> ::std::option::Option<&#root::Timeouts> {
                self.#field.known()
            }
        }
    });
    let mutable = (!attributes.is_empty()).then(|| quote!(mut));
    quote! {
        #[automatically_derived]
        impl #root::Model for #ident {
            fn description() -> &'static str {
                #description
            }

            fn attributes() -> ::std::vec::Vec<#root::Attribute> {
                ::std::vec![#(#schema),*]
            }

            fn from_value(value: &#root::Value, at: &#root::Path) -> #root::Outcome<Self> {
                let #mutable object = #root::ObjectReader::new(value, at)?;
                let model = Self { #(#fields: object.attribute(#names)),* };
                object.finish(model)
            }

            fn to_value(&self) -> #root::Value {
                #root::Value::object([#((#names, self.#fields.to_value())),*])
            }

            #timeouts
        }
    }
}

/// One element of `attributes()`. Its tokens have the place of the field's type, so that an error about
/// the type points there.
fn schema(root: &TokenStream, attribute: &Attribute) -> TokenStream {
    let Attribute { name, ty, description, keywords, .. } = attribute;
    let presence = format_ident!("{}", format!("{:?}", attribute.presence));
    let flags = [
        (keywords.stable, quote!(.stable())),
        (keywords.replace, quote!(.replace())),
        (keywords.sensitive, quote!(.sensitive())),
        (keywords.write_only, quote!(.write_only())),
    ];
    let flags = flags.into_iter().filter_map(|(given, call)| given.map(|_| call));
    let default = keywords.default.as_ref().map(|value| default(root, attribute, value));
    let deprecated = keywords.deprecated.as_ref().map(|why| quote!(.deprecated(#why)));
    let check = keywords.check.as_ref().map(|check| {
        quote_spanned! {check.span()=> .check(|value| #root::schema::check_value::<#ty>(value, #check)) }
    });
    quote_spanned! {ty.span()=>
        #root::Attribute::new::<#ty>(#name, #root::Presence::#presence, #description)
            #(#flags)* #default #deprecated #check
    }
}

/// Text is the spelling of a default of any type that reads text; other values are of the type itself.
fn default(root: &TokenStream, Attribute { ty, .. }: &Attribute, value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            quote_spanned! {text.span()=> .default(#root::schema::default_text::<#ty>(#text)) }
        }
        value => quote_spanned! {value.span()=> .default(#root::schema::default_value::<#ty>(#value)) },
    }
}
