//! Fields that releases after the oldest described one have added: no differences, each with its source.

/// Where (the beginning of the place), the field, and where it is documented.
const ADDED: &[(&str, &str, &str)] = &[];

/// The source of a field that a newer release has added.
pub(super) fn source(place: &str, name: &str) -> Option<&'static str> {
    let added = ADDED.iter().find(|(path, field, _)| place.contains(path) && name.ends_with(field));
    added.map(|(_, _, source)| *source)
}
