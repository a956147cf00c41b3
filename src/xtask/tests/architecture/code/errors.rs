//! Finds the names that errors have in patterns, and expressions that use them.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// Returns the names that a pattern binds.
pub fn bound(pattern: &syn::Pat) -> Vec<String> {
    struct Names(Vec<String>);
    impl<'a> Visit<'a> for Names {
        fn visit_pat_ident(&mut self, name: &'a syn::PatIdent) {
            self.0.push(name.ident.to_string());
        }
    }
    let mut names = Names(Vec::new());
    names.visit_pat(pattern);
    names.0
}

/// Returns the names that a pattern binds to errors: those in `Err(…)`.
pub fn errors_in(pattern: &syn::Pat) -> Vec<String> {
    struct Errors(Vec<String>);
    impl<'a> Visit<'a> for Errors {
        fn visit_pat_tuple_struct(&mut self, pattern: &'a syn::PatTupleStruct) {
            if pattern.path.segments.last().is_some_and(|last| last.ident == "Err") {
                self.0.extend(pattern.elems.iter().flat_map(bound));
            } else {
                visit::visit_pat_tuple_struct(self, pattern);
            }
        }
    }
    let mut errors = Errors(Vec::new());
    errors.visit_pat(pattern);
    errors.0
}

/// Returns the names that a condition binds to errors.
pub fn errors_of_condition(condition: &syn::Expr) -> Vec<String> {
    struct Conditions(Vec<String>);
    impl<'a> Visit<'a> for Conditions {
        fn visit_expr_let(&mut self, condition: &'a syn::ExprLet) {
            self.0.extend(errors_in(&condition.pat));
        }
    }
    let mut conditions = Conditions(Vec::new());
    conditions.visit_expr(condition);
    conditions.0
}

/// Returns the first of the errors that the expression uses, format strings included.
pub fn told_in(expression: &syn::Expr, errors: &[String]) -> Option<String> {
    let mut words = String::new();
    write_words(quote::quote!(#expression), &mut words);
    let mut words = words.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.find(|word| errors.iter().any(|error| error == word)).map(str::to_owned)
}

/// Returns whether the expression makes text of one of the errors.
pub fn is_text_of(expression: &syn::Expr, errors: &[String]) -> bool {
    let makes_text = ["format", "to_string"].map(str::to_owned);
    !errors.is_empty() && told_in(expression, errors).is_some() && told_in(expression, &makes_text).is_some()
}

fn write_words(tokens: TokenStream, words: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => write_words(group.stream(), words),
            other => {
                words.push(' ');
                words.push_str(&other.to_string());
            }
        }
    }
}

#[test]
fn an_error_is_told_by_its_name_also_in_a_text() {
    let errors = ["error".to_owned()];
    for (told, expression) in [
        (true, "error.to_string()"),
        (true, "format!(\"{error}\")"),
        (true, "format!(\"{error:#}\")"),
        (true, "a(b, &error)"),
        (false, "errors.len()"),
        (false, "format!(\"{terror}\")"),
    ] {
        let parsed = syn::parse_str(expression).unwrap();
        assert_eq!(told_in(&parsed, &errors).is_some(), told, "{expression}");
    }
}

#[test]
fn errors_are_what_stands_in_err() {
    let condition = syn::parse_str("let Err(a) = b && let Ok(Err((c, d))) = e && let Some(f) = g").unwrap();
    assert_eq!(errors_of_condition(&condition), ["a", "c", "d"]);
}
