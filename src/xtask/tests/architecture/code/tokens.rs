//! Finds paths and calls in the tokens of macros and attributes, which have no syntax tree.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

/// Something that was found in tokens.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// `a::b`. Braces that follow are read like those of a `use`.
    Path(Vec<String>),
    /// `a::b!`
    Macro(Vec<String>),
    /// `.name(…)`, and whether it has arguments.
    Method(String, bool),
    /// `async` or `await`.
    Async,
}

/// Calls `take` with the line and the value of everything that is found.
pub fn scan(tokens: TokenStream, take: &mut impl FnMut(usize, Found)) {
    below(&[], tokens, take);
}

fn below(before: &[String], tokens: TokenStream, take: &mut impl FnMut(usize, Found)) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(name) if name == "async" || name == "await" => {
                take(name.span().start().line, Found::Async);
                at += 1;
            }
            TokenTree::Ident(name) if is(&tokens, at.wrapping_sub(1), '.') => {
                if let Some(arguments) = group(&tokens, at + 1, Delimiter::Parenthesis) {
                    let method = Found::Method(name.to_string(), !arguments.is_empty());
                    take(name.span().start().line, method);
                }
                at += 1;
            }
            TokenTree::Ident(_) => at = path(before, &tokens, at, take),
            // A macro variable can stand for anything; `$crate` is a path.
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => {
                let named = matches!(tokens.get(at + 1), Some(TokenTree::Ident(name)) if name != "crate");
                at += if named { 2 } else { 1 };
            }
            TokenTree::Group(inner) => {
                below(before, inner.stream(), take);
                at += 1;
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => at += 1,
        }
    }
}

/// Takes the path that begins at `start` and returns the index after it.
fn path(before: &[String], tokens: &[TokenTree], start: usize, take: &mut impl FnMut(usize, Found)) -> usize {
    let mut path = before.to_vec();
    if before.is_empty() && start >= 2 && is(tokens, start - 1, ':') && is(tokens, start - 2, ':') {
        path.push(String::new());
    }
    let line = tokens[start].span().start().line;
    let mut at = start;
    while let Some(TokenTree::Ident(name)) = tokens.get(at) {
        if path.is_empty() || name != "self" {
            path.push(name.to_string());
        }
        at += 1;
        if !(is(tokens, at, ':') && is(tokens, at + 1, ':')) {
            break;
        }
        at += 2;
        if let Some(inner) = group(tokens, at, Delimiter::Brace) {
            take(line, Found::Path(path.clone()));
            below(&path, inner, take);
            return at + 1;
        }
        if is(tokens, at, '*') {
            path.push("*".to_owned());
        }
    }
    let is_macro = is(tokens, at, '!') && matches!(tokens.get(at + 1), Some(TokenTree::Group(_)));
    take(line, if is_macro { Found::Macro(path) } else { Found::Path(path) });
    at
}

fn is(tokens: &[TokenTree], at: usize, sign: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn group(tokens: &[TokenTree], at: usize, delimiter: Delimiter) -> Option<TokenStream> {
    match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group.stream()),
        _ => None,
    }
}

/// Returns the paths in the strings of an attribute, such as `#[serde(with = "a::b")]`.
pub fn paths_in_texts(tokens: TokenStream) -> Vec<(Span, syn::Path)> {
    let in_one = |token| match token {
        TokenTree::Group(group) => paths_in_texts(group.stream()),
        TokenTree::Literal(literal) => {
            let text: Option<syn::LitStr> = syn::parse_str(&literal.to_string()).ok();
            let path = text.and_then(|text| text.parse::<syn::Path>().ok());
            let path = path.filter(|path| path.segments.len() > 1);
            path.map(|path| (literal.span(), path)).into_iter().collect()
        }
        TokenTree::Ident(_) | TokenTree::Punct(_) => Vec::new(),
    };
    tokens.into_iter().flat_map(in_one).collect()
}

#[test]
fn tokens_are_read_without_a_parser() {
    let shown = |text: &str| {
        let mut shown = Vec::new();
        scan(text.parse().unwrap(), &mut |_, found| {
            shown.push(match found {
                Found::Path(path) => path.join("::"),
                Found::Macro(path) => format!("{}!", path.join("::")),
                Found::Method(name, given) => format!(".{name}({})", if given { "…" } else { "" }),
                Found::Async => "async".to_owned(),
            });
        });
        shown
    };
    for (text, expected) in [
        ("x => std::env::var(\"A\")", vec!["x", "std::env::var"]),
        (
            "use std::{env as e, fs::*}; e::var",
            vec!["use", "std", "std::env", "std::as", "std::e", "std::fs::*", "e::var"],
        ),
        ("$crate::a::b::<c::D>() $name", vec!["crate::a::b", "c::D"]),
        ("f!(a.now(), b.c.at(1))", vec!["f!", "a", ".now()", "b", ".at(…)"]),
        ("a.await; async move {}", vec!["a", "async", "async", "move"]),
        ("::a::b", vec!["::a::b"]),
        ("\"std::env::var\" 'a'", vec![]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
    }
}
