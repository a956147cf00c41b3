//! Generates the functions of `Model` about an object as a whole: its defaults, and how it differs from
//! another state.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit};

use crate::attribute::Attribute;
use crate::group::{Group, Members};
use crate::presence::Presence;

/// Returns these functions.
pub fn functions(root: &TokenStream, members: &Members) -> TokenStream {
    let (defaults, computed) = (defaults(root, members), computed(root, members));
    let (locally, timeouts) = (locally(root, members), timeouts(root, members));
    quote!(#defaults #computed #locally #timeouts)
}

fn defaults(root: &TokenStream, Members { attributes, groups }: &Members) -> TokenStream {
    let own = attributes.iter().map(|attribute| {
        let Attribute { field, ty, keywords, .. } = attribute;
        let default = keywords.default.as_ref().map(|value| default(root, attribute, value));
        default.map_or_else(
            || quote!(#field: #root::Attr::Null),
            |value| quote!(#field: #root::schema::default_attr::<#ty>(&#value)),
        )
    });
    let groups =
        groups.iter().map(|Group { field, ty, .. }| quote!(#field: <#ty as #root::Model>::defaults()));
    quote! {
        fn defaults() -> Self {
            Self { #(#own,)* #(#groups,)* }
        }
    }
}

/// Returns the value of a default. A string literal is parsed by the type; other values are of the type
/// itself.
pub fn default(root: &TokenStream, Attribute { ty, .. }: &Attribute, value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            quote_spanned!(text.span()=> #root::schema::default_text::<#ty>(#text))
        }
        value => quote_spanned!(value.span()=> #root::schema::default_value::<#ty>(#value)),
    }
}

fn computed(root: &TokenStream, Members { attributes, groups }: &Members) -> TokenStream {
    let own = attributes.iter().map(|Attribute { field, presence, .. }| {
        if *presence == Presence::Computed {
            quote!(#field: ::std::clone::Clone::clone(&other.#field))
        } else {
            quote!(#field: self.#field)
        }
    });
    let groups = groups.iter().map(
        |Group { field, .. }| quote!(#field: #root::Model::with_computed_of(self.#field, &other.#field)),
    );
    quote! {
        fn with_computed_of(self, other: &Self) -> Self {
            Self { #(#own,)* #(#groups,)* }
        }
    }
}

fn locally(root: &TokenStream, Members { attributes, groups }: &Members) -> TokenStream {
    let own = attributes.iter().filter(|attribute| attribute.keywords.local.is_none());
    let own = own.map(|attribute| &attribute.field);
    let groups = groups.iter().filter(|group| group.local.is_none()).map(|group| &group.field);
    quote! {
        fn differs_only_locally(&self, prior: &Self) -> bool {
            true
                #(&& self.#own.means_the_same(&prior.#own))*
                #(&& #root::Model::differs_only_locally(&self.#groups, &prior.#groups))*
        }
    }
}

fn timeouts(root: &TokenStream, Members { attributes, groups }: &Members) -> Option<TokenStream> {
    let own = attributes.iter().find(|attribute| attribute.is_timeouts());
    let found = match own {
        Some(Attribute { field, .. }) => quote!(self.#field.known()),
        None if groups.is_empty() => return None,
        None => {
            let groups = groups.iter().map(|group| &group.field);
            quote!(::std::option::Option::None #(.or_else(|| #root::Model::timeouts(&self.#groups)))*)
        }
    };
    Some(quote! {
        fn timeouts(&self) -> ::std::option::Option<&#root::Timeouts> {
            #found
        }
    })
}
