//! Generates the implementation of `FromEnvironment` for a model with `#[attr(env = …)]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{DeriveInput, Error, LitStr};

use crate::attribute::Attribute;
use crate::combined;
use crate::group::Members;

/// Returns the attributes that fall back to an environment variable, with the variables.
fn variables(attributes: &[Attribute]) -> Vec<(&Attribute, &LitStr)> {
    attributes.iter().filter_map(|attribute| Some((attribute, attribute.keywords.env.as_ref()?))).collect()
}

/// Checks that each variable has a valid name and belongs to one attribute only.
pub fn check(attributes: &[Attribute]) -> syn::Result<()> {
    let all = variables(attributes);
    let mut wrong = Vec::new();
    for (at, (_, variable)) in all.iter().enumerate() {
        let name = variable.value();
        let is_name = name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        if !is_name {
            let why =
                format!("`{name}` is no name of a variable: capital letters, digits and underscores only");
            wrong.push(Error::new(variable.span(), why));
        }
        if let Some((other, _)) = all[..at].iter().find(|(_, other)| other.value() == name) {
            wrong.push(Error::new(variable.span(), format!("`{}` has this variable already", other.name)));
        }
    }
    combined(wrong)
}

/// Generates the implementation, and a constant with the name of each variable.
pub fn environment(root: &TokenStream, input: &DeriveInput, members: &Members) -> Option<TokenStream> {
    let (ident, all) = (&input.ident, variables(&members.attributes));
    if all.is_empty() {
        return None;
    }
    let names = all.iter().map(|(attribute, _)| &attribute.name);
    let variables = all.iter().map(|(_, variable)| variable);
    let constants = all.iter().map(|(attribute, variable)| {
        let Attribute { field, name, visibility, .. } = attribute;
        let constant = format_ident!("{}_VARIABLE", field.unraw().to_string().to_uppercase());
        let description = format!("The variable of the environment that stands in for `{name}`.");
        quote! {
            #[doc = #description]
            #[allow(dead_code, reason = "not every message names the variable")]
            #visibility const #constant: &'static str = #variable;
        }
    });
    let fields = all.iter().map(|(Attribute { field, name, ty, .. }, own)| {
        quote_spanned!(ty.span()=> #field: self.#field.or_variable(at, (#name, #own), variable, &mut refused))
    });
    let rest = (all.len() < members.attributes.len() + members.groups.len())
        .then(|| quote!(..::std::clone::Clone::clone(self)));
    Some(quote! {
        impl #ident {
            #(#constants)*
        }

        #[automatically_derived]
        impl #root::FromEnvironment for #ident {
            const VARIABLES: &'static [(&'static str, &'static str)] = &[#((#names, #variables)),*];

            fn filled(&self, at: &#root::Path, variable: #root::Lookup<'_>) -> #root::Outcome<Self> {
                let mut refused = #root::Diagnostics::new();
                let filled = Self { #(#fields,)* #rest };
                refused.into_result().map(|()| filled)
            }
        }
    })
}
