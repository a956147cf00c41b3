//! The code that `#[derive(Model)]` generates.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::DeriveInput;
use syn::spanned::Spanned;

use crate::attribute::Attribute;
use crate::docs;
use crate::group::{Group, Members};
use crate::states;

/// Generates the implementations of `Model` and `Field`. `root` is the crate that contains the traits.
pub fn model(root: &TokenStream, input: &DeriveInput, members: &Members) -> TokenStream {
    let ident = &input.ident;
    let model = model_impl(root, input, members);
    let once = (!members.groups.is_empty())
        .then(|| quote!(const _: () = #root::schema::refuse_second_name(<#ident as #root::Model>::NAMES);));
    quote! {
        #model
        #once

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

fn model_impl(root: &TokenStream, input: &DeriveInput, members: &Members) -> TokenStream {
    let (ident, description) = (&input.ident, docs::text(&input.attrs));
    let schema = attributes(root, members);
    let fields: Vec<_> = members.attributes.iter().map(|attribute| &attribute.field).collect();
    let names: Vec<_> = members.attributes.iter().map(|attribute| &attribute.name).collect();
    let groups: Vec<_> = members.groups.iter().map(|group| &group.field).collect();
    let types: Vec<_> = members.groups.iter().map(|group| &group.ty).collect();
    let own = quote!(#root::Value::object([#((#names, self.#fields.to_value())),*]));
    let value = if groups.is_empty() {
        own
    } else {
        quote!(#root::Value::joined([#own, #(#root::Model::to_value(&self.#groups)),*]))
    };
    let states = states::functions(root, members);
    quote! {
        #[automatically_derived]
        impl #root::Model for #ident {
            const NAMES: &'static [#root::schema::Name] = &[
                #(#root::schema::Name::Attribute(#names),)*
                #(#root::schema::Name::Group(<#types as #root::Model>::NAMES),)*
            ];

            fn description() -> &'static str {
                #description
            }

            fn attributes() -> ::std::vec::Vec<#root::Attribute> {
                #schema
            }

            fn read_from(object: &mut #root::ObjectReader<'_>) -> Self {
                Self {
                    #(#fields: object.attribute(#names),)*
                    #(#groups: <#types as #root::Model>::read_from(object),)*
                }
            }

            fn to_value(&self) -> #root::Value {
                #value
            }

            #states
        }
    }
}

/// Generates the list of attributes in the order of the struct, with the attributes of a group in its place.
fn attributes(root: &TokenStream, Members { attributes, groups }: &Members) -> TokenStream {
    let list = |attributes: &[Attribute]| {
        let each = attributes.iter().map(|attribute| schema(root, attribute));
        quote!(::std::vec![#(#each),*])
    };
    if groups.is_empty() {
        return list(attributes);
    }
    let mut before = 0;
    let mut parts = Vec::new();
    for Group { ty, after, .. } in groups {
        parts.push(list(&attributes[before..*after]));
        parts.push(quote!(<#ty as #root::Model>::attributes()));
        before = *after;
    }
    parts.push(list(&attributes[before..]));
    quote!([#(#parts),*].concat())
}

/// Generates one element of `attributes()`. Its tokens have the span of the field's type, so that an error
/// about the type points there.
fn schema(root: &TokenStream, attribute: &Attribute) -> TokenStream {
    let Attribute { name, ty, description, keywords, .. } = attribute;
    let presence = format_ident!("{}", format!("{:?}", attribute.presence));
    let flags = [
        (keywords.stable, quote!(.stable())),
        (keywords.replace, quote!(.replace())),
        (keywords.sensitive, quote!(.sensitive())),
        (keywords.write_only, quote!(.write_only())),
        (keywords.unmanaged, quote!(.unmanaged())),
    ];
    let flags = flags.into_iter().filter_map(|(given, call)| given.map(|_| call));
    let default = keywords.default.as_ref().map(|value| {
        let default = states::default(root, attribute, value);
        quote_spanned!(value.span()=> .default(#default))
    });
    let by_rules = keywords.default_by_rules.as_ref().map(|text| quote!(.default_by_rules(#text)));
    let filled = keywords.filled.as_ref().map(|text| quote!(.filled(#text)));
    let deprecated = keywords.deprecated.as_ref().map(|why| quote!(.deprecated(#why)));
    let check = keywords.check.as_ref().map(|check| {
        quote_spanned! {check.span()=> .check(|value| #root::schema::check_value::<#ty>(value, #check)) }
    });
    let check_new = keywords.check_new.as_ref().map(|check| {
        quote_spanned! {check.span()=> .check_new(|value| #root::schema::check_value::<#ty>(value, #check)) }
    });
    quote_spanned! {ty.span()=>
        #root::Attribute::new::<#ty>(#name, #root::Presence::#presence, #description)
            #(#flags)* #default #by_rules #filled #deprecated #check #check_new
    }
}
