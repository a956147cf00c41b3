//! Generates the implementation of `Recorded`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::DeriveInput;
use syn::spanned::Spanned;

use crate::attribute::Attribute;
use crate::group::{Group, Members};
use crate::object::Object;
use crate::table;

/// Generates the implementation for a model with a record.
pub fn recorded(
    root: &TokenStream,
    input: &DeriveInput,
    object: &Object,
    members: &Members,
) -> Option<TokenStream> {
    let (ident, record) = (&input.ident, object.record.as_ref()?);
    let (fields, blamed): (Vec<_>, Vec<_>) = table::fields(object, &members.attributes).into_iter().unzip();
    let observed = members.attributes.iter().map(|attribute| observed(root, attribute));
    let observed_groups = members.groups.iter().map(|group| observed_group(root, group));
    let (written, of_groups) = (written(root, object, members), fields_of_groups(root, members));
    Some(quote! {
        #[automatically_derived]
        impl #root::Recorded for #ident {
            type Record = #record;
            #written

            const API_FIELDS: &'static [(&'static str, &'static str)] = &[#((#fields, #blamed)),*];

            fn observed(&self, record: &#record) -> Self {
                Self { #(#observed,)* #(#observed_groups,)* }
            }

            #of_groups
        }
    })
}

/// Generates one field of the observed model. Its tokens have the span of the path, so that an error about
/// the types points there.
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

fn observed_group(root: &TokenStream, group: &Group) -> TokenStream {
    let Group { field, ty, .. } = group;
    if group.is_recorded() {
        quote_spanned!(ty.span()=> #field: <#ty as #root::Recorded>::observed(&self.#field, record))
    } else {
        quote!(#field: ::std::clone::Clone::clone(&self.#field))
    }
}

/// Generates the lookup in the tables of groups, if there are any.
fn fields_of_groups(root: &TokenStream, members: &Members) -> Option<TokenStream> {
    let types: Vec<_> =
        members.groups.iter().filter(|group| group.is_recorded()).map(|group| &group.ty).collect();
    (!types.is_empty()).then(|| {
        quote! {
            fn attribute_at(field: &str) -> ::std::option::Option<&'static str> {
                #root::record::attribute_in(Self::API_FIELDS, field)
                    #(.or_else(|| <#types as #root::Recorded>::attribute_at(field)))*
            }
        }
    })
}

/// Generates the type of the body and the two functions that fill one.
fn written(root: &TokenStream, object: &Object, members: &Members) -> TokenStream {
    let Some(body) = &object.body else {
        return quote! {
            type Body = ();

            fn write_to(&self, _body: &mut ()) {}

            fn write_changes_to(&self, _now: &Self, _body: &mut ()) {}
        };
    };
    let Members { attributes, groups } = members;
    let all = attributes.iter().filter_map(|attribute| {
        let (field, write) = (&attribute.field, write(root, attribute)?);
        Some(quote!(if let ::std::option::Option::Some(value) = self.#field.known() { #write }))
    });
    let changed = changed(root, object, attributes);
    let groups: Vec<_> =
        groups.iter().filter(|group| group.is_recorded()).map(|group| &group.field).collect();
    quote! {
        type Body = #body;

        fn write_to(&self, body: &mut #body) {
            #(#all)*
            #(#root::Recorded::write_to(&self.#groups, body);)*
        }

        fn write_changes_to(&self, now: &Self, body: &mut #body) {
            #(#changed)*
            #(#root::Recorded::write_changes_to(&self.#groups, &now.#groups, body);)*
        }
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
