//! Determines who sets an attribute, and which keywords contradict each other.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Error, Ident, LitStr};

use crate::keywords::Keywords;

/// Who sets an attribute. The variants have the names of `tfplugin::Presence`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Required,
    Optional,
    OptionalComputed,
    Computed,
}

/// Determines who sets the attribute.
///
/// # Errors
/// When the keywords do not say so, or contradict each other.
pub fn presence(field: &Ident, keywords: &Keywords) -> syn::Result<Presence> {
    let Some(presence) = who_sets_it(keywords) else {
        return Err(Error::new_spanned(
            field,
            "say who sets this attribute: `#[attr(required)]`, `#[attr(optional)]` or `#[attr(computed)]`",
        ));
    };
    match contradictions(presence, keywords)
        .into_iter()
        .find_map(|(at, why)| at.map(|at| Error::new(at, why)))
    {
        Some(error) => Err(error),
        None => Ok(presence),
    }
}

fn who_sets_it(keywords: &Keywords) -> Option<Presence> {
    let flags = (keywords.required.is_some(), keywords.optional.is_some(), keywords.computed.is_some());
    match flags {
        (true, ..) => Some(Presence::Required),
        (_, true, true) => Some(Presence::OptionalComputed),
        (_, true, false) => Some(Presence::Optional),
        (_, false, true) => Some(Presence::Computed),
        (false, false, false) => None,
    }
}

/// Returns contradictions among the keywords: their spans, if present, and the reasons.
fn contradictions(presence: Presence, keywords: &Keywords) -> [(Option<Span>, &'static str); 10] {
    let when = |contradicts: bool, at: Option<Span>| at.filter(|_| contradicts);
    let required = presence == Presence::Required;
    let computed = matches!(presence, Presence::Computed | Presence::OptionalComputed);
    let only_computed = presence == Presence::Computed;
    let default = keywords.default.as_ref().map(Spanned::span);
    let environment = keywords.env.as_ref().map(LitStr::span);
    [
        (when(required, keywords.optional), "a required attribute is not optional"),
        (
            when(required, keywords.computed),
            "a required attribute is not computed: the configuration always sets it",
        ),
        (when(required, default), "a required attribute has no default"),
        (when(only_computed, default), "a default needs `optional`: it stands in for a configured value"),
        (when(!computed, keywords.stable), "only a computed attribute can be stable"),
        (
            when(default.is_some(), keywords.stable),
            "an attribute with a default is not stable: the default is its value",
        ),
        (
            when(computed || default.is_some(), keywords.write_only),
            "a write-only attribute has neither `computed` nor `default`: it is never stored",
        ),
        (
            when(keywords.write_only.is_some(), keywords.replace),
            "a write-only attribute cannot ask for replacement: there is no stored value to differ from",
        ),
        (
            when(only_computed, keywords.replace),
            "an attribute that only the provider sets cannot ask for replacement",
        ),
        (
            when(presence != Presence::Optional || default.is_some(), environment),
            "the environment stands in for what is `optional` alone: for nothing that is always set or \
             computed",
        ),
    ]
}
