//! Maps fields of the API to attributes, and determines which attributes are sent together.

use syn::Error;
use syn::spanned::Spanned;

use crate::attribute::Attribute;
use crate::mapping::FieldPath;
use crate::object::Object;
use crate::presence::Presence;

/// Returns the attributes that are written below a path.
pub fn below<'a>(path: &FieldPath, attributes: &'a [Attribute]) -> Vec<&'a Attribute> {
    let is_below = |attribute: &&Attribute| {
        attribute.keywords.body.as_ref().is_some_and(|mapping| mapping.path.is_within(path))
    };
    attributes.iter().filter(is_below).collect()
}

/// Returns the error about a group with fewer than two attributes.
pub fn together_twice(path: &FieldPath, attributes: &[Attribute]) -> Option<Error> {
    let lonely = below(path, attributes).len() < 2;
    lonely.then(|| {
        Error::new(path.0.span(), "fewer than two attributes have a place below this path of the body")
    })
}

/// Returns pairs of a field of the API and the attribute that an error about the field is about. These are
/// the attributes' own fields, and the fields above them if everything below belongs to a single attribute,
/// or to a group that is sent together; then the first attribute of the group is named.
pub fn fields(object: &Object, attributes: &[Attribute]) -> Vec<(String, String)> {
    let together: Vec<_> = object.together.iter().map(FieldPath::names).collect();
    let own = own(attributes);
    let mut all: Vec<(Vec<String>, String)> = Vec::new();
    for (path, attribute) in &own {
        if !all.iter().any(|(known, _)| known == path) {
            all.push((path.clone(), attribute.clone()));
        }
    }
    for (path, _) in &own {
        for length in (1..path.len()).rev() {
            let above = &path[..length];
            let mut inside = own.iter().filter(|(path, _)| path.starts_with(above)).map(|(_, name)| name);
            let Some(first) = inside.next() else { continue };
            let is_one = together.iter().any(|path| path == above) || inside.all(|name| name == first);
            if is_one && !all.iter().any(|(known, _)| known == above) {
                all.push((above.to_vec(), first.clone()));
            }
        }
    }
    all.into_iter().map(|(path, attribute)| (path.join("."), attribute)).collect()
}

/// Returns the fields of the attributes that a configuration can set.
fn own(attributes: &[Attribute]) -> Vec<(Vec<String>, String)> {
    let set = attributes.iter().filter(|attribute| attribute.presence != Presence::Computed);
    set.flat_map(|attribute| {
        let mappings = [&attribute.keywords.api, &attribute.keywords.body];
        mappings.into_iter().flatten().map(|mapping| (mapping.path.names(), attribute.name.clone()))
    })
    .collect()
}
