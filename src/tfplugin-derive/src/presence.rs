//! Determines who sets an attribute, and which keywords contradict each other.

use proc_macro2::Span;
use syn::{Error, Ident, LitStr};

use crate::keywords::Keywords;

/// Who sets an attribute. The variants have the names of `tfplugin::Presence`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Required,
    Optional,
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
        (_, true, _) => Some(Presence::Optional),
        (_, false, true) => Some(Presence::Computed),
        (false, false, false) => None,
    }
}

/// Returns contradictions among the keywords: their spans, if present, and the reasons.
fn contradictions(presence: Presence, keywords: &Keywords) -> [(Option<Span>, &'static str); 11] {
    let when = |contradicts: bool, at: Option<Span>| at.filter(|_| contradicts);
    let (required, computed) = (presence == Presence::Required, presence == Presence::Computed);
    let left_out = keywords.left_out().next();
    let environment = keywords.env.as_ref().map(LitStr::span);
    [
        (when(required, keywords.optional), "a required attribute is not optional"),
        (
            when(required, keywords.computed),
            "a required attribute is not computed: the configuration always sets it",
        ),
        (when(required, left_out), "a required attribute is never left out"),
        (when(computed, left_out), "this needs `optional`: it says what leaving the attribute out means"),
        (
            when(presence == Presence::Optional, keywords.computed),
            "say what leaving the attribute out means: `default = value`, `default_by_rules = \"…\"`, \
             `filled = \"…\"` or `unmanaged` in place of `computed`",
        ),
        (keywords.left_out().nth(1), "leaving an attribute out means one thing"),
        (when(!computed, keywords.stable), "only a computed attribute can be stable"),
        (
            when(computed || left_out.is_some(), keywords.write_only),
            "a write-only attribute has no value when it is left out: it is never stored",
        ),
        (
            when(keywords.write_only.is_some(), keywords.replace),
            "a write-only attribute cannot ask for replacement: there is no stored value to differ from",
        ),
        (
            when(computed, keywords.replace),
            "an attribute that only the provider sets cannot ask for replacement",
        ),
        (
            when(presence != Presence::Optional || left_out.is_some(), environment),
            "the environment stands in for what is `optional` alone: for nothing that is always set or \
             computed",
        ),
    ]
}
