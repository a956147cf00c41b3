//! Measures a Rust file by its syntax tree.

use std::ops::RangeInclusive;

use anyhow::Result;
use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Block, Expr, ExprLit, File, ImplItemFn, Item, ItemFn, ItemMod, Lit, Signature, TraitItemFn,
    Visibility,
};

/// The measurements of a file that is not itself a test file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Measured {
    /// Lines outside tests, including comments and empty lines.
    pub(super) production: usize,
    /// Lines of items compiled only for tests.
    pub(super) tests: usize,
    /// Lines of each function outside tests, from its signature to its closing brace.
    pub(super) functions: Vec<usize>,
    /// Number of `pub(crate)` and `pub(super)` outside tests.
    pub(super) restricted: usize,
    /// Number of modules in separate files, outside tests.
    pub(super) modules: usize,
    /// Number of occurrences of each word outside tests.
    pub(super) words: Vec<usize>,
}

/// Whether the file was generated.
pub(super) fn is_generated(text: &str) -> bool {
    text.lines().take(5).any(|line| line.starts_with("//") && line.contains("@generated"))
}

/// The location of a module's file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Rust's default location for a module with this name.
    Usual(String),
    /// This file, relative to the folder of the file that declares the module: `#[path = "…"]`.
    At(String),
}

/// Returns the locations of test-only modules in separate files. A file that cannot be parsed has none.
pub(super) fn test_modules(text: &str) -> Vec<Place> {
    let items = syn::parse_file(text).map(|file| file.items).unwrap_or_default();
    let place = |item| match item {
        Item::Mod(module) if module.content.is_none() && is_for_tests(&module.attrs) => {
            let at = module.attrs.iter().find_map(path_of).map(Place::At);
            Some(at.unwrap_or_else(|| Place::Usual(module.ident.to_string())))
        }
        _ => None,
    };
    items.into_iter().filter_map(place).collect()
}

/// Returns the path in `#[path = "…"]`.
fn path_of(attribute: &Attribute) -> Option<String> {
    let named = attribute.meta.require_name_value().ok().filter(|named| named.path.is_ident("path"))?;
    match &named.value {
        Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => Some(path.value()),
        _ => None,
    }
}

/// Measures a file and counts the occurrences of words.
pub(super) fn measure(text: &str, words: &[String]) -> Result<Measured> {
    let file: File = syn::parse_file(text)?;
    let mut visitor = Visitor::default();
    visitor.visit_file(&file);
    let Visitor { mut measured, test_lines } = visitor;
    measured.tests = test_lines.iter().map(|lines| lines.end() - lines.start() + 1).sum();
    measured.production = text.lines().count() - measured.tests;
    measured.words = vec![0; words.len()];
    let tokens: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    each_word(tokens, &mut |line, token| {
        if test_lines.iter().any(|lines| lines.contains(&line)) {
            return;
        }
        for (word, count) in words.iter().zip(&mut measured.words) {
            *count += occurrences(token, word);
        }
    });
    Ok(measured)
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

/// Calls `take` with the line and the text of every identifier and string.
/// Comments, including doc comments, are skipped.
fn each_word(tokens: TokenStream, take: &mut impl FnMut(usize, &str)) {
    for token in tokens {
        let line = token.span().start().line;
        match token {
            TokenTree::Group(group) if is_documentation(group.delimiter(), &group.stream()) => {}
            TokenTree::Group(group) => each_word(group.stream(), take),
            TokenTree::Ident(name) => take(line, &name.to_string()),
            TokenTree::Literal(literal) if is_text(&literal) => take(line, &literal.to_string()),
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// Whether these are the tokens of `[doc = "…"]`, into which a doc comment is converted.
fn is_documentation(delimiter: Delimiter, tokens: &TokenStream) -> bool {
    let mut tokens = tokens.clone().into_iter();
    delimiter == Delimiter::Bracket
        && matches!(tokens.next(), Some(TokenTree::Ident(name)) if name == "doc")
        && matches!(tokens.next(), Some(TokenTree::Punct(sign)) if sign.as_char() == '=')
}

fn is_text(literal: &Literal) -> bool {
    literal.to_string().ends_with(['"', '#'])
}

/// Counts the occurrences of a word that are not adjacent to a letter, digit or underscore.
fn occurrences(text: &str, word: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let alone = |(at, _): &(usize, &str)| {
        !text[..*at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part)
    };
    text.match_indices(word).filter(alone).count()
}

#[derive(Default)]
struct Visitor {
    measured: Measured,
    test_lines: Vec<RangeInclusive<usize>>,
}

impl Visitor {
    fn function(&mut self, signature: &Signature, block: &Block) {
        let lines = block.span().end().line + 1 - signature.span().start().line;
        self.measured.functions.push(lines);
    }
}

impl<'a> Visit<'a> for Visitor {
    fn visit_item(&mut self, item: &'a Item) {
        if is_for_tests(attributes(item)) {
            self.test_lines.push(item.span().start().line..=item.span().end().line);
        } else {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, function: &'a ItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'a ImplItemFn) {
        if is_for_tests(&function.attrs) {
            self.test_lines.push(function.span().start().line..=function.span().end().line);
            return;
        }
        self.function(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'a TraitItemFn) {
        if let Some(block) = &function.default {
            self.function(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_item_mod(&mut self, module: &'a ItemMod) {
        self.measured.modules += usize::from(module.content.is_none());
        visit::visit_item_mod(self, module);
    }

    fn visit_visibility(&mut self, visibility: &'a Visibility) {
        if let Visibility::Restricted(within) = visibility {
            let is_counted = within.path.is_ident("crate") || within.path.is_ident("super");
            self.measured.restricted += usize::from(is_counted);
        }
    }
}

/// Returns the attributes of an item, for the kinds of items that can be test-only.
fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r#"//! service_policy in a comment of the file.
mod inner;
pub(crate) mod other;

/// service_policy in a comment.
pub(crate) struct Lif {
    pub(super) service_policy: String, // service_policy
    pub(in crate::inner) old_service_policy: String,
}

impl Lif {
    #[cfg(test)]
    fn made_up() -> Self {
        panic!("service_policy")
    }

    fn fields(&self) -> &str {
        "name,service_policy.name,service_policys"
    }
}

trait Named {
    fn name(&self) -> u8 {
        b'"'
    }
    fn other(&self);
}

#[cfg(test)]
use crate::service_policy;

#[cfg(test)]
mod tests {
    pub(crate) fn service_policy() {}
}
"#;

    #[test]
    fn tests_are_excluded_from_the_measurements() {
        let measured = measure(SAMPLE, &["service_policy".to_owned(), "absent".to_owned()]).unwrap();
        let expected = Measured {
            production: SAMPLE.lines().count() - 10,
            tests: 10,
            functions: vec![3, 3],
            restricted: 3,
            modules: 2,
            words: vec![2, 0],
        };
        assert_eq!(measured, expected);
    }

    #[test]
    fn test_modules_in_separate_files_are_found() {
        let text = "#[cfg(test)]\nmod tests;\n#[cfg(test)] mod inline {}\n#[cfg(unix)] mod unix;\nmod \
             plain;\n#[cfg(test)]\n#[path = \"a_tests.rs\"]\nmod of_a;\n#[path = \"b.rs\"]\nmod b;";
        assert_eq!(
            test_modules(text),
            [Place::Usual("tests".to_owned()), Place::At("a_tests.rs".to_owned())]
        );
        assert_eq!(test_modules("no Rust"), []);
    }

    #[test]
    fn words_are_whole_words() {
        for (text, expected) in [
            ("service_policy", 1),
            ("a service_policy and a service_policy.", 2),
            ("service_policy_move", 0),
            ("the_service_policy", 0),
            ("\"/service-policy/service_policy\"", 1),
        ] {
            assert_eq!(occurrences(text, "service_policy"), expected, "{text}");
        }
    }

    #[test]
    fn a_generated_file_is_recognized_by_its_first_lines() {
        assert!(is_generated("// This file is @generated by prost-build.\nstruct A;"));
        assert!(!is_generated("//! Whether a file is generated.\nconst MARK: &str = \"@generated\";"));
    }
}
