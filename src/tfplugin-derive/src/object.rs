//! Parses `#[model(…)]`: the API's types for the whole object.

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{DeriveInput, Error, Token, Type, parenthesized};

use crate::attribute::Attribute;
use crate::combined;
use crate::group::{Group, Members};
use crate::keywords::{no_such_keyword, once};
use crate::mapping::FieldPath;
use crate::table::together_twice;

/// All keywords of `#[model(…)]`.
const KNOWN: [&str; 3] = ["record", "body", "together"];

/// The mapping of the whole object to the API.
#[derive(Default)]
pub struct Object {
    /// The type that a read returns.
    pub record: Option<Type>,
    /// The type that a write sends.
    pub body: Option<Type>,
    /// Parts of the body that are sent whole or not at all.
    pub together: Vec<FieldPath>,
}

impl Object {
    /// Reads all `#[model(…)]` of a struct.
    pub fn read(input: &DeriveInput) -> syn::Result<Self> {
        let mut object = Self::default();
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("model")) {
            attribute.parse_nested_meta(|meta| object.read_one(&meta))?;
        }
        Ok(object)
    }

    fn read_one(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let keyword = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match keyword.as_str() {
            "record" => once(&mut self.record, meta, meta.value()?.parse()?),
            "body" => once(&mut self.body, meta, meta.value()?.parse()?),
            "together" => {
                let content;
                parenthesized!(content in meta.input);
                self.together.extend(Punctuated::<FieldPath, Token![,]>::parse_terminated(&content)?);
                Ok(())
            }
            unknown => Err(meta.error(no_such_keyword(unknown, &KNOWN))),
        }
    }

    /// Checks that the attributes fit together, and that they fit the object.
    pub fn check(&self, Members { attributes, groups }: &Members) -> syn::Result<()> {
        let mut wrong = Vec::new();
        if self.record.is_none() {
            wrong.extend(self.body.as_ref().map(|body| Error::new(body.span(), BODY_ALONE)));
        }
        if let Some(body) = &self.body
            && groups.iter().all(|group| !group.is_recorded())
            && attributes.iter().all(|attribute| attribute.keywords.body.is_none())
        {
            wrong.push(Error::new(body.span(), "no attribute has a place in it: `#[attr(body(path))]`"));
        }
        wrong.extend(attributes.iter().filter_map(|attribute| self.refuse(attribute)));
        wrong.extend(groups.iter().filter_map(|group| self.refuse_group(group)));
        wrong.extend(
            attributes.iter().enumerate().filter_map(|(at, attribute)| taken(attribute, &attributes[..at])),
        );
        wrong.extend(self.together.iter().filter_map(|path| together_twice(path, attributes)));
        if let Some(path) = self.together.first()
            && groups.iter().any(Group::is_recorded)
        {
            let why =
                "`together` does not reach into a group: its attributes would be sent without the others";
            wrong.push(Error::new(path.0.span(), why));
        }
        combined(wrong)
    }

    /// Returns why the attribute does not fit the struct.
    fn refuse(&self, attribute: &Attribute) -> Option<Error> {
        let keywords = &attribute.keywords;
        let api = keywords.api.as_ref().map(|mapping| mapping.path.0.span());
        let body = keywords.body.as_ref().map(|mapping| mapping.path.0.span());
        let from = [("api", api), ("derived", keywords.derived), ("local", keywords.local)];
        let mut from = from.into_iter().filter_map(|(keyword, at)| Some((keyword, at?)));
        let (first, second) = (from.next(), from.next());
        match (&self.record, first, second) {
            (None, Some((keyword @ ("api" | "derived"), at)), _) => {
                Some(Error::new(at, format!("`{keyword}` {NO_RECORD}")))
            }
            (None, ..) => body.map(|at| Error::new(at, format!("`body` {NO_RECORD}"))),
            (Some(_), None, _) => Some(Error::new(attribute.field.span(), NO_PLACE)),
            (Some(_), Some((one, _)), Some((other, at))) => Some(contradiction(one, other, at)),
            (Some(_), Some(("local", _)), None) => {
                body.map(|at| Error::new(at, "an attribute that no API knows has no place in a body"))
            }
            (Some(_), Some(_), None) => {
                body.filter(|_| self.body.is_none()).map(|at| Error::new(at, NO_BODY))
            }
        }
    }

    /// Returns an error if the group contradicts what the struct declares.
    fn refuse_group(&self, group: &Group) -> Option<Error> {
        match (group.derived, group.local) {
            (Some(_), Some(at)) => Some(contradiction("derived", "local", at)),
            (Some(at), None) if self.record.is_none() => {
                Some(Error::new(at, format!("`derived` {NO_RECORD}")))
            }
            _ => None,
        }
    }
}

fn contradiction(one: &str, other: &str, at: Span) -> Error {
    Error::new(at, format!("`{one}` and `{other}` contradict each other: an attribute is one of the two"))
}

const BODY_ALONE: &str = "a body needs a record too: `#[model(record = …, body = …)]`";
const NO_RECORD: &str =
    "needs the type that a read of the API returns: `#[model(record = …)]` above the struct";
const NO_BODY: &str =
    "`body` needs the type that a write sends: `#[model(record = …, body = …)]` above the struct";
const NO_PLACE: &str = "say where the API has this attribute: `api(path)`, `derived` if the resource's own \
     code works it out, or `local` if no API knows it";

/// Returns the error about an attribute whose place in the body is already taken.
fn taken(attribute: &Attribute, before: &[Attribute]) -> Option<Error> {
    let path = &attribute.keywords.body.as_ref()?.path;
    let other = before.iter().find(|other| {
        other
            .keywords
            .body
            .as_ref()
            .is_some_and(|other| path.is_within(&other.path) || other.path.is_within(path))
    })?;
    Some(Error::new(path.0.span(), format!("`{}` is written there already", other.name)))
}
