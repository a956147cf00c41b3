//! Parses `api(…)` and `body(…)`, which map an attribute to a field of an API.

use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, Path, Token, parenthesized};

/// The path from a record or a body to a field of the API.
#[derive(Clone)]
pub struct FieldPath(pub(crate) Punctuated<Ident, Token![.]>);

impl FieldPath {
    /// Returns the names on the path, as the API spells them.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|ident| ident.unraw().to_string()).collect()
    }

    /// Whether this is `other` or a path below it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.names().starts_with(&other.names())
    }
}

impl Parse for FieldPath {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Punctuated::parse_separated_nonempty(input).map(Self)
    }
}

/// The arguments of `api(…)` or `body(…)`.
pub struct Mapping {
    /// The field.
    pub path: FieldPath,
    /// The conversion function, if the types do not convert by themselves.
    pub function: Option<Path>,
}

impl Mapping {
    /// Parses the parentheses after a keyword. The optional function in them has the keyword `named`.
    pub fn read(meta: &ParseNestedMeta<'_>, named: &str) -> syn::Result<Self> {
        let content;
        parenthesized!(content in meta.input);
        let path = content.parse()?;
        let mut function = None;
        if content.parse::<Option<Token![,]>>()?.is_some() {
            let keyword: Ident = content.parse()?;
            if keyword != named {
                return Err(Error::new(
                    keyword.span(),
                    format!("no such keyword; there is `{named} = function`"),
                ));
            }
            content.parse::<Token![=]>()?;
            function = Some(content.parse()?);
        }
        if content.is_empty() {
            Ok(Self { path, function })
        } else {
            Err(content.error("nothing else stands here"))
        }
    }
}
