//! Enters items into the names of their module.

use syn::Item;
use syn::visit::Visit;

use super::imports::imports;
use super::resolve::Names;
use super::said::{Seen, What};
use super::scope::declared;
use super::walk::Walked;

/// Adds what an item declares or imports to `names`.
pub fn declare(item: &Item, names: &mut Names) {
    match item {
        Item::Use(item) => {
            for import in imports(item) {
                match (import.name, import.path.split_last()) {
                    (Some(name), _) => drop(names.imported.insert(name, import.path)),
                    (None, Some((last, before))) if last == "*" => names.globs.push(before.to_vec()),
                    (None, _) => {}
                }
            }
        }
        Item::ExternCrate(item) => {
            let (_, name) = item.rename.clone().unwrap_or((Default::default(), item.ident.clone()));
            let target = match item.ident.to_string().as_str() {
                "self" => vec!["crate".to_owned()],
                other => vec![String::new(), other.to_owned()],
            };
            names.imported.insert(name.to_string(), target);
        }
        Item::Type(item) => {
            names.aliases.insert(item.ident.to_string(), paths(|seen| seen.visit_type(&item.ty)));
        }
        Item::Struct(item) => {
            names.fields.insert(item.ident.to_string(), paths(|seen| seen.visit_fields(&item.fields)));
        }
        Item::Enum(item) => {
            let variants = |seen: &mut Walked| item.variants.iter().for_each(|one| seen.visit_variant(one));
            names.fields.insert(item.ident.to_string(), paths(variants));
        }
        Item::Macro(item) => names.macros.extend(item.ident.iter().map(ToString::to_string)),
        _ => {}
    }
    names.items.extend(declared(item));
}

/// Returns the paths that a visit finds.
fn paths(visit: impl FnOnce(&mut Walked)) -> Vec<Vec<String>> {
    let mut walked = Walked::default();
    visit(&mut walked);
    let path = |seen: Seen| match seen.what {
        What::Path(path) => Some(path),
        _ => None,
    };
    walked.seen.into_iter().filter_map(path).collect()
}
