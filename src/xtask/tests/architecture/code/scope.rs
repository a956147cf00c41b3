//! The names that are declared in blocks.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Block, Item, Stmt};

use super::imports::imports;
use super::tests_only::{attributes, is_for_tests};

/// The names that the enclosing blocks declare, and the number of enclosing modules that are declared in
/// blocks.
#[derive(Default)]
pub struct Scopes {
    blocks: Vec<Scope>,
    modules: usize,
}

struct Scope {
    imported: BTreeMap<String, Vec<String>>,
    declared: BTreeSet<String>,
}

impl Scopes {
    /// Enters a block.
    pub fn enter(&mut self, block: &Block) {
        let mut scope = Scope { imported: BTreeMap::new(), declared: BTreeSet::new() };
        for statement in &block.stmts {
            match statement {
                Stmt::Item(item) if is_for_tests(attributes(item)) => {}
                Stmt::Item(Item::Use(item)) => {
                    let named = imports(item).into_iter();
                    scope.imported.extend(named.filter_map(|import| Some((import.name?, import.path))));
                }
                Stmt::Item(item) => scope.declared.extend(declared(item)),
                _ => {}
            }
        }
        self.blocks.push(scope);
    }

    /// Leaves the innermost block.
    pub fn leave(&mut self) {
        self.blocks.pop();
    }

    /// Enters a module that is declared in a block.
    pub fn enter_module(&mut self) {
        self.modules += 1;
    }

    /// Leaves the innermost such module.
    pub fn leave_module(&mut self) {
        self.modules -= 1;
    }

    /// Returns the path relative to the module around all blocks; `None` if it begins with a name that a
    /// block declares.
    pub fn outside(&self, path: Vec<String>) -> Option<Vec<String>> {
        let mut path = path;
        for scope in self.blocks.iter().rev() {
            let first = path.first()?;
            if let Some(target) = scope.imported.get(first) {
                path.splice(..1, target.iter().cloned());
            } else if scope.declared.contains(first) {
                return None;
            }
        }
        // Modules in blocks are not in the table of modules, so each of them takes one `super` away.
        for _ in 0..self.modules {
            if path.first().is_some_and(|first| first == "super") {
                let is_above = path.get(1).is_some_and(|next| next == "super");
                path.splice(..1, (!is_above).then(|| "self".to_owned()));
            }
        }
        Some(path)
    }
}

/// Returns the name that an item declares.
pub fn declared(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

#[test]
fn a_name_of_a_block_hides_one_of_its_module() {
    let mut scopes = Scopes::default();
    scopes.enter(&syn::parse_quote!({
        use std::env as e;
        fn own() {}
    }));
    scopes.enter(&syn::parse_quote!({
        use e::var;
    }));
    let outside = |path: &str| {
        let path = path.split("::").map(str::to_owned).collect();
        scopes.outside(path).map(|path| path.join("::"))
    };
    assert_eq!(outside("var").as_deref(), Some("std::env::var"));
    assert_eq!(outside("e::args").as_deref(), Some("std::env::args"));
    assert_eq!(outside("own"), None);
    assert_eq!(outside("a::b").as_deref(), Some("a::b"));
}
