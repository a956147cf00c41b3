//! Collects what the items of a module name and do, in source order.

mod visit;

use std::ops::Range;

use proc_macro2::{Span, TokenStream};
use syn::spanned::Spanned;
use syn::visit::Visit;

use super::errors::told_in;
use super::said::{Function, Implementation, Seen, What};
use super::scope::Scopes;
use super::tokens::{Found, scan};

/// Everything that was found in a module, and the state of the walk.
#[derive(Default)]
pub struct Walked {
    pub seen: Vec<Seen>,
    pub functions: Vec<Function>,
    pub implementations: Vec<Implementation>,
    scopes: Scopes,
    errors: Vec<String>,
}

impl Walked {
    /// Walks the items of a module.
    pub fn of(items: &[syn::Item]) -> Self {
        let mut walked = Self::default();
        items.iter().for_each(|item| walked.visit_item(item));
        walked
    }

    fn push(&mut self, span: Span, what: What) {
        self.seen.push(Seen { line: span.start().line, what });
    }

    fn path(&mut self, span: Span, path: Vec<String>) {
        if let Some(path) = self.scopes.outside(path) {
            self.push(span, What::Path(path));
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut found = Vec::new();
        scan(tokens, &mut |line, one| found.push((line, one)));
        for (line, one) in found {
            let what = match one {
                Found::Path(path) => self.scopes.outside(path).map(What::Path),
                Found::Macro(path) => self.scopes.outside(path).map(What::Macro),
                Found::Method(name, given) => Some(What::Method(name, given)),
                Found::Async => Some(What::Async),
            };
            self.seen.extend(what.map(|what| Seen { line, what }));
        }
    }

    /// Runs `visit` and returns the range of what it found.
    fn range(&mut self, visit: impl FnOnce(&mut Self)) -> Range<usize> {
        let start = self.seen.len();
        visit(self);
        start..self.seen.len()
    }

    fn function(&mut self, signature: &syn::Signature, block: Option<&syn::Block>) -> Range<usize> {
        let start = self.seen.len();
        if let Some(word) = signature.asyncness {
            self.push(word.span(), What::Async);
        }
        self.visit_generics(&signature.generics);
        let takes = self.range(|this| signature.inputs.iter().for_each(|input| this.visit_fn_arg(input)));
        self.visit_return_type(&signature.output);
        let declared = start..self.seen.len();
        if let Some(block) = block {
            self.visit_block(block);
        }
        let (name, line) = (signature.ident.to_string(), signature.ident.span().start().line);
        self.functions.push(Function { name, line, takes, all: start..self.seen.len() });
        declared
    }

    /// Records the call if one of the errors in scope is among its arguments.
    fn note_told<'a>(
        &mut self,
        span: Span,
        callee: Vec<String>,
        mut arguments: impl Iterator<Item = &'a syn::Expr>,
    ) {
        if self.errors.is_empty() {
            return;
        }
        let told = arguments.find_map(|argument| told_in(argument, &self.errors));
        if let (Some(callee), Some(error)) = (self.scopes.outside(callee), told) {
            self.push(span, What::ToldOf(callee, error));
        }
    }

    fn with_errors(&mut self, names: Vec<String>, visit: impl FnOnce(&mut Self)) {
        let before = self.errors.len();
        self.errors.extend(names);
        visit(self);
        self.errors.truncate(before);
    }
}
