//! Takes `use` declarations apart.

use syn::UseTree;

/// One name that a `use` imports.
#[derive(Debug, PartialEq, Eq)]
pub struct Import {
    pub line: usize,
    /// The imported path as it is written. A glob ends in `*`, and a leading `::` is an empty first segment.
    pub path: Vec<String>,
    /// Its name in the importing module; `None` for a glob and for `as _`.
    pub name: Option<String>,
}

/// Returns every name that a `use` imports.
pub fn imports(item: &syn::ItemUse) -> Vec<Import> {
    let mut found = Vec::new();
    let start = if item.leading_colon.is_some() { vec![String::new()] } else { Vec::new() };
    leaves(&item.tree, start, &mut found);
    found
}

fn leaves(tree: &UseTree, mut before: Vec<String>, found: &mut Vec<Import>) {
    let mut take = |ident: &syn::Ident, name: Option<&syn::Ident>| {
        let line = ident.span().start().line;
        let path = match ident.to_string().as_str() {
            "self" if !before.is_empty() => before.clone(),
            other => [before.as_slice(), &[other.to_owned()]].concat(),
        };
        let last = path.last().cloned();
        let name = name.map_or(last, |name| Some(name.to_string()));
        found.push(Import { line, path, name: name.filter(|name| name != "_") });
    };
    match tree {
        UseTree::Name(leaf) => take(&leaf.ident, None),
        UseTree::Rename(leaf) => take(&leaf.ident, Some(&leaf.rename)),
        UseTree::Glob(glob) => {
            let line = glob.star_token.spans[0].start().line;
            before.push("*".to_owned());
            found.push(Import { line, path: before, name: None });
        }
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            leaves(&path.tree, before, found);
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                leaves(tree, before.clone(), found);
            }
        }
    }
}

#[test]
fn a_use_is_all_of_its_names() {
    let text = "pub use ::a::{self as z, b::{c, d as e, *}, f as _};";
    let found = imports(&syn::parse_str(text).unwrap());
    let shown: Vec<_> = found.iter().map(|import| (import.path.join("::"), import.name.as_deref())).collect();
    let expected = [
        ("::a", Some("z")),
        ("::a::b::c", Some("c")),
        ("::a::b::d", Some("e")),
        ("::a::b::*", None),
        ("::a::f", None),
    ];
    assert_eq!(shown, expected.map(|(path, name)| (path.to_owned(), name)));
}
