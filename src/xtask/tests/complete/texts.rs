//! Finds the string literals in code. Comments do not count.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item};

/// Whether to include the code of tests.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum With {
    Tests,
    NoTests,
}

struct Texts {
    with: With,
    found: Vec<String>,
}

/// Returns all string literals of a Rust file.
pub fn texts(rust: &str, with: With) -> Vec<String> {
    let mut texts = Texts { with, found: Vec::new() };
    texts.visit_file(&syn::parse_file(rust).unwrap());
    texts.found
}

/// Returns the string literals of the constants of this name in `impl` blocks.
pub fn constants(rust: &str, name: &str) -> Vec<String> {
    struct Constants<'n>(&'n str, Texts);
    impl<'a> Visit<'a> for Constants<'_> {
        fn visit_item(&mut self, item: &'a Item) {
            if !is_for_tests(item) {
                visit::visit_item(self, item);
            }
        }

        fn visit_impl_item_const(&mut self, constant: &'a syn::ImplItemConst) {
            if constant.ident == self.0 {
                self.1.visit_expr(&constant.expr);
            }
        }
    }
    let mut constants = Constants(name, Texts { with: With::NoTests, found: Vec::new() });
    constants.visit_file(&syn::parse_file(rust).unwrap());
    constants.1.found
}

/// Returns the modules that a file declares and that are in files of their own.
pub fn modules(rust: &str) -> Vec<String> {
    let items = syn::parse_file(rust).unwrap().items.into_iter();
    let declared = items.filter_map(|item| match item {
        Item::Mod(module) if module.content.is_none() => Some(module.ident.to_string()),
        _ => None,
    });
    declared.collect()
}

fn is_for_tests(item: &Item) -> bool {
    let attributes = match item {
        Item::Const(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        is_cfg && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

impl Texts {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    let text: syn::Result<syn::LitStr> = syn::parse_str(&literal.to_string());
                    self.found.extend(text.map(|text| text.value()));
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'a> Visit<'a> for Texts {
    fn visit_item(&mut self, item: &'a Item) {
        if self.with == With::Tests || !is_for_tests(item) {
            visit::visit_item(self, item);
        }
    }

    /// Documentation comments are attributes.
    fn visit_attribute(&mut self, _: &'a Attribute) {}

    fn visit_lit_str(&mut self, text: &'a syn::LitStr) {
        self.found.push(text.value());
    }

    fn visit_macro(&mut self, mac: &'a syn::Macro) {
        self.tokens(mac.tokens.clone());
    }
}
