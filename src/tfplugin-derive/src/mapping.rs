//! Where in an API an attribute is: `api(…)` and `body(…)`.

use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, Path, Token, parenthesized};

/// A field of the API: the way from a record or a body to it.
#[derive(Clone)]
pub struct FieldPath(pub(crate) Punctuated<Ident, Token![.]>);

impl FieldPath {
    /// The names on the way, as the API spells them.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|ident| ident.unraw().to_string()).collect()
    }

    /// Whether this is `other`, or the way leads through it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.names().starts_with(&other.names())
    }
}

impl Parse for FieldPath {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Punctuated::parse_separated_nonempty(input).map(Self)
    }
}

/// What stands in `api(…)` or `body(…)`.
pub struct Mapping {
    /// The field.
    pub path: FieldPath,
    /// The function that converts, where the types do not do so by themselves.
    pub function: Option<Path>,
}

impl Mapping {
    /// Reads the parentheses behind a keyword, in which a function is `named`.
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
