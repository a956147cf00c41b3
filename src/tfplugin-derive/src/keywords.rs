//! Parses `#[attr(…)]`.

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Error, Expr, Field, LitStr, Path};

use crate::mapping::Mapping;

/// All keywords of `#[attr(…)]`.
const KNOWN: [&str; 21] = [
    "required",
    "optional",
    "computed",
    "default",
    "default_by_rules",
    "filled",
    "unmanaged",
    "stable",
    "replace",
    "sensitive",
    "write_only",
    "check",
    "check_new",
    "deprecated",
    "env",
    "flatten",
    "name",
    "api",
    "body",
    "derived",
    "local",
];

/// The keywords of one field. A flag holds the span where it was found.
#[derive(Default)]
pub struct Keywords {
    pub required: Option<Span>,
    pub optional: Option<Span>,
    pub computed: Option<Span>,
    pub stable: Option<Span>,
    pub replace: Option<Span>,
    pub sensitive: Option<Span>,
    pub write_only: Option<Span>,
    pub default: Option<Expr>,
    pub default_by_rules: Option<LitStr>,
    pub filled: Option<LitStr>,
    pub unmanaged: Option<Span>,
    pub check: Option<Path>,
    pub check_new: Option<Path>,
    pub deprecated: Option<LitStr>,
    pub env: Option<LitStr>,
    pub flatten: Option<Span>,
    pub name: Option<LitStr>,
    pub api: Option<Mapping>,
    pub body: Option<Mapping>,
    pub derived: Option<Span>,
    pub local: Option<Span>,
}

impl Keywords {
    /// Reads all `#[attr(…)]` of a field.
    pub fn read(field: &Field) -> syn::Result<Self> {
        let mut keywords = Self::default();
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("attr")) {
            attribute.parse_nested_meta(|meta| keywords.read_one(&meta))?;
        }
        Ok(keywords)
    }

    /// Returns the place of a keyword that applies to a single attribute, but not to a group.
    pub fn of_one_attribute(&self) -> Option<Span> {
        let flags = [
            self.required,
            self.optional,
            self.computed,
            self.stable,
            self.replace,
            self.sensitive,
            self.write_only,
            self.unmanaged,
        ];
        let texts = [&self.deprecated, &self.env, &self.name, &self.default_by_rules, &self.filled];
        let mappings = [&self.api, &self.body];
        let flags = flags.into_iter().flatten();
        flags
            .chain(texts.into_iter().flatten().map(LitStr::span))
            .chain(mappings.into_iter().flatten().map(|mapping| mapping.path.0.span()))
            .chain(self.default.as_ref().map(Spanned::span))
            .chain(self.check.as_ref().map(Spanned::span))
            .chain(self.check_new.as_ref().map(Spanned::span))
            .next()
    }

    /// Returns the places of the keywords that say what it means to leave the attribute out.
    pub fn left_out(&self) -> impl Iterator<Item = Span> {
        let default = self.default.as_ref().map(Spanned::span);
        let texts = [&self.default_by_rules, &self.filled].map(|text| text.as_ref().map(LitStr::span));
        [default, texts[0], texts[1], self.unmanaged].into_iter().flatten()
    }

    fn read_one(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let keyword = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match keyword.as_str() {
            "required" => flag(&mut self.required, meta),
            "optional" => flag(&mut self.optional, meta),
            "computed" => flag(&mut self.computed, meta),
            "stable" => flag(&mut self.stable, meta),
            "replace" => flag(&mut self.replace, meta),
            "sensitive" => flag(&mut self.sensitive, meta),
            "write_only" => flag(&mut self.write_only, meta),
            "default" => once(&mut self.default, meta, meta.value()?.parse()?),
            "default_by_rules" => once(&mut self.default_by_rules, meta, meta.value()?.parse()?),
            "filled" => once(&mut self.filled, meta, meta.value()?.parse()?),
            "unmanaged" => flag(&mut self.unmanaged, meta),
            "check_new" => once(&mut self.check_new, meta, meta.value()?.parse()?),
            "check" => once(&mut self.check, meta, meta.value()?.parse()?),
            "deprecated" => once(&mut self.deprecated, meta, meta.value()?.parse()?),
            "env" => once(&mut self.env, meta, meta.value()?.parse()?),
            "flatten" => flag(&mut self.flatten, meta),
            "name" => once(&mut self.name, meta, meta.value()?.parse()?),
            "api" => once(&mut self.api, meta, Mapping::read(meta, "read")?),
            "body" => once(&mut self.body, meta, Mapping::read(meta, "write")?),
            "derived" => flag(&mut self.derived, meta),
            "local" => flag(&mut self.local, meta),
            unknown => Err(meta.error(no_such_keyword(unknown, &KNOWN))),
        }
    }
}

fn flag(place: &mut Option<Span>, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    once(place, meta, meta.path.span())
}

/// Stores the value of a keyword, and refuses a repeated keyword.
pub fn once<T>(place: &mut Option<T>, meta: &ParseNestedMeta<'_>, value: T) -> syn::Result<()> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Error::new_spanned(&meta.path, "this stands here twice")),
    }
}

/// Returns the message about a keyword that is not one of `known`.
pub fn no_such_keyword(keyword: &str, known: &[&str]) -> String {
    let near = known.iter().map(|known| (strsim::jaro_winkler(keyword, known), known));
    match near.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
        Some((likeness, near)) if likeness > 0.75 => format!("no such keyword; did you mean `{near}`?"),
        _ => format!("no such keyword; there are {}", known.join(", ")),
    }
}
