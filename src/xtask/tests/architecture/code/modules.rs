//! Finds the modules of a crate like the compiler, by their declarations.

use syn::{Attribute, Expr, ExprLit, Item, ItemMacro, Lit};

use super::tests_only::{attributes, is_for_tests};

/// A module with its items, without those for tests and without its modules.
pub struct Source {
    /// The path, which begins with the name of the crate.
    pub path: Vec<String>,
    /// The file that contains it.
    pub file: String,
    /// Its items.
    pub items: Vec<Item>,
}

/// Where a module is, and where the modules that it declares are.
#[derive(Clone)]
struct Place {
    file: String,
    /// The folder of the modules that are declared here.
    children: String,
    /// The folder that `#[path]` is relative to.
    paths: String,
}

/// Returns all modules of a crate whose root module is in the file `entry`. `read` returns the text of a
/// file.
pub fn modules(krate: &str, entry: &str, read: &dyn Fn(&str) -> Option<String>) -> Vec<Source> {
    let mut found = Vec::new();
    file(vec![krate.to_owned()], entry.to_owned(), folder(entry).to_owned(), read, &mut found);
    found
}

type Read<'a> = &'a dyn Fn(&str) -> Option<String>;

fn file(path: Vec<String>, file: String, children: String, read: Read<'_>, found: &mut Vec<Source>) {
    let text = read(&file).unwrap_or_else(|| panic!("{file} of module {} is missing", path.join("::")));
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
    if !is_for_tests(&parsed.attrs) {
        let place = Place { paths: folder(&file).to_owned(), file, children };
        module(path, parsed.items, &place, read, found);
    }
}

fn module(path: Vec<String>, items: Vec<Item>, place: &Place, read: Read<'_>, found: &mut Vec<Source>) {
    let mut own = Vec::new();
    for item in items.into_iter().filter(|item| !is_for_tests(attributes(item))) {
        match item {
            Item::Mod(inner) => {
                let name = inner.ident.to_string();
                let path = [path.as_slice(), std::slice::from_ref(&name)].concat();
                match (inner.content, path_of(&inner.attrs)) {
                    (Some((_, items)), at) => {
                        let below = format!("{}/{}", place.children, at.unwrap_or(name));
                        let place = Place { file: place.file.clone(), children: below.clone(), paths: below };
                        module(path, items, &place, read, found);
                    }
                    (None, Some(at)) => {
                        let at = format!("{}/{at}", place.paths);
                        let children = folder(&at).to_owned();
                        file(path, at, children, read, found);
                    }
                    (None, None) => in_its_file(path, &name, place, read, found),
                }
            }
            Item::Macro(included) if included.mac.path.is_ident("include") => {
                own.extend(of_file(&included, place, read));
            }
            other => own.push(other),
        }
    }
    found.push(Source { path, file: place.file.clone(), items: own });
}

fn in_its_file(path: Vec<String>, name: &str, place: &Place, read: Read<'_>, found: &mut Vec<Source>) {
    let below = format!("{}/{name}", place.children);
    let [flat, nested] = [format!("{below}.rs"), format!("{below}/mod.rs")];
    let at = if read(&flat).is_some() { flat } else { nested };
    file(path, at, below, read, found);
}

/// Returns the items of a file that is included by `include!("…")`.
fn of_file(included: &ItemMacro, place: &Place, read: Read<'_>) -> Vec<Item> {
    let name: syn::LitStr = included.mac.parse_body().unwrap();
    let file = format!("{}/{}", folder(&place.file), name.value());
    let text = read(&file).unwrap_or_else(|| panic!("{file} is missing"));
    syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}")).items
}

/// Returns the value of `#[path = "…"]`.
fn path_of(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let named = attribute.meta.require_name_value().ok().filter(|named| named.path.is_ident("path"))?;
        match &named.value {
            Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => Some(path.value()),
            _ => None,
        }
    })
}

fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[test]
fn modules_are_found_by_their_declarations_and_without_tests() {
    let files = [
        (
            "s/lib.rs",
            "mod a; pub mod b; mod c { pub mod d; } #[path = \"odd/e.rs\"] mod e; #[cfg(test)] mod tests;",
        ),
        ("s/a.rs", "mod deep; #[cfg(test)] #[path = \"a_tests.rs\"] mod tests;"),
        ("s/a/deep.rs", "fn deep() {}"),
        ("s/b/mod.rs", "include!(\"made.rs\"); #[cfg(test)] mod tests { use x::y; }"),
        ("s/b/made.rs", "fn made() {}"),
        ("s/c/d.rs", ""),
        ("s/odd/e.rs", "mod f;"),
        ("s/odd/f.rs", ""),
    ];
    let read = |file: &str| files.iter().find(|(name, _)| *name == file).map(|(_, text)| (*text).to_owned());
    let found = modules("k", "s/lib.rs", &read);
    let mut shown: Vec<_> =
        found.iter().map(|source| (source.path.join("::"), &*source.file, source.items.len())).collect();
    shown.sort();
    let expected = [
        ("k", "s/lib.rs", 0),
        ("k::a", "s/a.rs", 0),
        ("k::a::deep", "s/a/deep.rs", 1),
        ("k::b", "s/b/mod.rs", 1),
        ("k::c", "s/lib.rs", 0),
        ("k::c::d", "s/c/d.rs", 0),
        ("k::e", "s/odd/e.rs", 0),
        ("k::e::f", "s/odd/f.rs", 0),
    ];
    assert_eq!(shown, expected.map(|(path, file, items)| (path.to_owned(), file, items)));
}
