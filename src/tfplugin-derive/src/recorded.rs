//! Generates the implementation of `Recorded`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Type};

use crate::attribute::Attribute;
use crate::object::Object;
use crate::table;

/// Generates the implementation for a model with a record.
pub fn recorded(
    root: &TokenStream,
    input: &DeriveInput,
    object: &Object,
    attributes: &[Attribute],
) -> Option<TokenStream> {
    let (ident, record) = (&input.ident, object.record.as_ref()?);
    let (fields, blamed): (Vec<_>, Vec<_>) = table::fields(object, attributes).into_iter().unzip();
    let sent = attributes.iter().filter(|attribute| attribute.keywords.body.is_some());
    let sent = sent.map(|attribute| &attribute.name);
    let observed = attributes.iter().map(|attribute| observed(root, attribute));
    let local = attributes.iter().filter(|attribute| attribute.keywords.local.is_none());
    let local = local.map(|attribute| &attribute.field);
    let written = written(root, object, attributes);
    Some(quote! {
        #[automatically_derived]
        impl #root::Recorded for #ident {
            type Record = #record;
            #written

            const API_FIELDS: &'static [(&'static str, &'static str)] = &[#((#fields, #blamed)),*];
            const BODY_ATTRIBUTES: &'static [&'static str] = &[#(#sent),*];

            fn observed(&self, record: &#record) -> Self {
                Self { #(#observed),* }
            }

            fn differs_only_locally(&self, prior: &Self) -> bool {
                true #(&& self.#local.means_the_same(&prior.#local))*
            }
        }
    })
}

/// Generates one field of the observed model. Its tokens have the span of the path, so that an error about the types
/// points there.
fn observed(root: &TokenStream, Attribute { field, ty, keywords, .. }: &Attribute) -> TokenStream {
    let Some(api) = &keywords.api else {
        return quote!(#field: ::std::clone::Clone::clone(&self.#field));
    };
    let (path, at) = (&api.path.0, api.path.0.span());
    match &api.function {
        Some(read) => quote_spanned!(at=> #field: #read(&record.#path, &self.#field)),
        None => {
            quote_spanned!(at=> #field: <#ty as #root::FromRecord<_>>::from_record(&record.#path, &self.#field))
        }
    }
}

/// Generates the type of the body and the two functions that build one.
fn written(root: &TokenStream, object: &Object, attributes: &[Attribute]) -> TokenStream {
    let Some(body) = &object.body else {
        return quote! {
            type Body = ();

            fn body(&self) {}

            fn changes(&self, _now: &Self) {}
        };
    };
    let all = attributes.iter().filter_map(|attribute| {
        let (field, write) = (&attribute.field, write(root, attribute)?);
        Some(quote!(if let ::std::option::Option::Some(value) = self.#field.known() { #write }))
    });
    let changed = changed(root, object, attributes);
    let made = |writes: &mut dyn Iterator<Item = TokenStream>| made(body, writes);
    let (all, changed) = (made(&mut all.into_iter()), made(&mut changed.into_iter()));
    quote! {
        type Body = #body;

        fn body(&self) -> #body {
            #all
        }

        fn changes(&self, now: &Self) -> #body {
            #changed
        }
    }
}

fn made(body: &Type, writes: &mut dyn Iterator<Item = TokenStream>) -> TokenStream {
    quote! {
        let mut body = <#body as ::std::default::Default>::default();
        #(#writes)*
        body
    }
}

/// Generates the writes of a change. Attributes of a group are all written when one of them changes.
fn changed(root: &TokenStream, object: &Object, attributes: &[Attribute]) -> Vec<TokenStream> {
    let groups: Vec<Vec<_>> = object.together.iter().map(|path| table::below(path, attributes)).collect();
    let grouped = |attribute: &Attribute| groups.iter().flatten().any(|one| one.field == attribute.field);
    let alone = attributes.iter().filter(|attribute| !grouped(attribute)).filter_map(|attribute| {
        let (field, write) = (&attribute.field, write(root, attribute)?);
        Some(quote!(if let ::std::option::Option::Some(value) = self.#field.changed_from(&now.#field) { #write }))
    });
    let together = groups.iter().map(|group| {
        let fields: Vec<_> = group.iter().map(|attribute| &attribute.field).collect();
        let writes = group.iter().filter_map(|attribute| write(root, attribute));
        quote! {
            if false #(|| self.#fields.changed_from(&now.#fields).is_some())* {
                #(if let ::std::option::Option::Some(value) = self.#fields.known() { #writes })*
            }
        }
    });
    alone.chain(together).collect()
}

/// Generates the assignment of `value` to the attribute's field in `body`.
fn write(root: &TokenStream, Attribute { ty, keywords, .. }: &Attribute) -> Option<TokenStream> {
    let body = keywords.body.as_ref()?;
    let (path, at) = (&body.path.0, body.path.0.span());
    Some(match &body.function {
        Some(write) => quote_spanned!(at=> body.#path = #write(value);),
        None => quote_spanned!(at=> body.#path = <#ty as #root::IntoBody<_>>::to_field(value);),
    })
}
