//! The visitor of the syntax tree.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::Walked;
use crate::code::errors::{bound, errors_in, errors_of_condition, is_text_of};
use crate::code::imports::imports;
use crate::code::said::{Implementation, Seen, What};
use crate::code::tests_only::{attributes, is_for_tests};
use crate::code::tokens::paths_in_texts;

/// Methods that pass an error to their closure.
const GIVEN_AN_ERROR: [&str; 6] =
    ["inspect_err", "map_err", "map_or_else", "or_else", "unwrap_or_else", "is_err_and"];

impl<'a> Visit<'a> for Walked {
    fn visit_item(&mut self, item: &'a syn::Item) {
        if !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    /// Modules of modules are walked separately, so this one is declared in a block.
    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        self.scopes.enter_module();
        visit::visit_item_mod(self, item);
        self.scopes.leave_module();
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        for import in imports(item) {
            if let Some(path) = self.scopes.outside(import.path) {
                self.seen.push(Seen { line: import.line, what: What::Path(path) });
            }
        }
    }

    fn visit_item_extern_crate(&mut self, item: &'a syn::ItemExternCrate) {
        self.push(item.ident.span(), What::Path(vec![String::new(), item.ident.to_string()]));
    }

    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        item.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        self.function(&item.sig, Some(&item.block));
    }

    fn visit_trait_item_fn(&mut self, item: &'a syn::TraitItemFn) {
        item.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        self.function(&item.sig, item.default.as_ref());
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        item.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
        let header = self.range(|this| {
            this.visit_generics(&item.generics);
            item.trait_.iter().for_each(|(_, of, _)| this.visit_path(of));
            this.visit_type(&item.self_ty);
        });
        let mut signatures = Vec::new();
        for inner in &item.items {
            match inner {
                syn::ImplItem::Fn(function) if is_for_tests(&function.attrs) => {}
                syn::ImplItem::Fn(function) => {
                    function.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
                    signatures.push(self.function(&function.sig, Some(&function.block)));
                }
                syn::ImplItem::Type(_) => {
                    signatures.push(self.range(|this| visit::visit_impl_item(this, inner)));
                }
                other => visit::visit_impl_item(self, other),
            }
        }
        let of = item.trait_.as_ref().map(|(_, of, _)| segments(of));
        let line = item.impl_token.span.start().line;
        self.implementations.push(Implementation { line, of, header, signatures });
    }

    fn visit_block(&mut self, block: &'a syn::Block) {
        self.scopes.enter(block);
        self.with_errors(Vec::new(), |this| visit::visit_block(this, block));
        self.scopes.leave();
    }

    /// `let Err(error) = … else { … };` binds an error until the end of the block, and so does a `let` with
    /// an error's text.
    fn visit_local(&mut self, local: &'a syn::Local) {
        visit::visit_local(self, local);
        self.errors.extend(errors_in(&local.pat));
        let value = local.init.as_ref().map(|init| &*init.expr);
        if value.is_some_and(|value| is_text_of(value, &self.errors)) {
            self.errors.extend(bound(&local.pat));
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        self.path(path.span(), segments(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'a syn::Macro) {
        if let Some(path) = self.scopes.outside(segments(&mac.path)) {
            self.push(mac.path.span(), What::Macro(path));
        }
        self.tokens(mac.tokens.clone());
        // If the tokens are statements, they can contain their own `use` and closures.
        if let Ok(code) = mac.parse_body_with(syn::Block::parse_within) {
            let block = syn::Block { brace_token: syn::token::Brace::default(), stmts: code };
            self.scopes.enter(&block);
            block.stmts.iter().for_each(|statement| self.visit_stmt(statement));
            self.scopes.leave();
        }
    }

    fn visit_attribute(&mut self, attribute: &'a syn::Attribute) {
        let silent = ["doc", "cfg", "expect", "allow", "warn", "deny", "path"];
        if silent.iter().any(|name| attribute.path().is_ident(name)) {
            return;
        }
        self.tokens(quote::quote!(#attribute));
        for (span, path) in paths_in_texts(quote::quote!(#attribute)) {
            self.path(span, segments(&path));
        }
    }

    /// The path in `pub(super)` uses nothing.
    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}

    fn visit_expr_async(&mut self, block: &'a syn::ExprAsync) {
        self.push(block.async_token.span, What::Async);
        visit::visit_expr_async(self, block);
    }

    fn visit_expr_await(&mut self, awaited: &'a syn::ExprAwait) {
        self.push(awaited.await_token.span, What::Async);
        visit::visit_expr_await(self, awaited);
    }

    fn visit_expr_closure(&mut self, closure: &'a syn::ExprClosure) {
        if let Some(word) = closure.asyncness {
            self.push(word.span(), What::Async);
        }
        visit::visit_expr_closure(self, closure);
    }

    fn visit_expr_call(&mut self, call: &'a syn::ExprCall) {
        if let syn::Expr::Path(callee) = &*call.func {
            self.note_told(callee.path.span(), segments(&callee.path), call.args.iter());
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_struct(&mut self, made: &'a syn::ExprStruct) {
        let values = made.fields.iter().map(|field| &field.expr);
        self.note_told(made.path.span(), segments(&made.path), values);
        visit::visit_expr_struct(self, made);
    }

    fn visit_expr_method_call(&mut self, call: &'a syn::ExprMethodCall) {
        let name = call.method.to_string();
        self.note_told(call.method.span(), vec![format!(".{name}")], call.args.iter());
        self.push(call.method.span(), What::Method(name.clone(), !call.args.is_empty()));
        self.visit_expr(&call.receiver);
        call.turbofish.iter().for_each(|types| self.visit_angle_bracketed_generic_arguments(types));
        for argument in &call.args {
            match argument {
                syn::Expr::Closure(closure) if GIVEN_AN_ERROR.contains(&&*name) => {
                    let names = closure.inputs.iter().flat_map(bound).collect();
                    self.with_errors(names, |this| this.visit_expr(argument));
                }
                other => self.visit_expr(other),
            }
        }
    }

    fn visit_arm(&mut self, arm: &'a syn::Arm) {
        self.with_errors(errors_in(&arm.pat), |this| visit::visit_arm(this, arm));
    }

    fn visit_expr_if(&mut self, condition: &'a syn::ExprIf) {
        self.visit_expr(&condition.cond);
        let errors = errors_of_condition(&condition.cond);
        self.with_errors(errors, |this| this.visit_block(&condition.then_branch));
        condition.else_branch.iter().for_each(|(_, branch)| self.visit_expr(branch));
    }
}

fn segments(path: &syn::Path) -> Vec<String> {
    let start = path.leading_colon.map(|_| String::new());
    start.into_iter().chain(path.segments.iter().map(|segment| segment.ident.to_string())).collect()
}
