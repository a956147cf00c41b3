//! The fields that NetApp publishes and the simulator has no value for. A real system accepts them in
//! `fields=` and in filters, and so does the simulator; a body with them is refused, because it could not be
//! honoured.

use std::str::FromStr;

use super::{Field, Kind};
use crate::world::version::OntapVersion;

/// A section for each path, with lines `RELEASE FIELD`: the first release, or 9.10.1 for older fields. Made
/// from the schemas of NetApp's Python client for 9.10.1 to 9.16.1 and from NetApp's API description of 9.8,
/// by `acceptance-tests/python/ontap/published_fields.py`.
const PUBLISHED: &str = include_str!("published.txt");

/// Returns the own fields of the object at `path`, and the published ones that they do not cover.
pub fn with_published(path: &str, own: &[Field]) -> Vec<Field> {
    let lines = PUBLISHED
        .lines()
        .skip_while(|line| line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) != Some(path));
    let fields = lines.skip(1).take_while(|line| !line.starts_with('[')).filter_map(field);
    let new = |field: &Field| !own.iter().any(|known| known.covers(field.path));
    own.iter().copied().chain(fields.filter(new)).collect()
}

fn field(line: &'static str) -> Option<Field> {
    let (since, path) = line.split_once(' ')?;
    let since = OntapVersion::from_str(since).ok()?;
    Some(Field { only_published: true, ..Field::new(path, Kind::Text).since(since) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::fields::{IP_ROUTE, VOLUME};

    #[test]
    fn own_fields_win_over_published_ones() {
        let volume = with_published("/api/storage/volumes", VOLUME);
        let of = |path: &str| volume.iter().filter(|field| field.path == path).collect::<Vec<_>>();
        assert!(matches!(of("size").as_slice(), [own] if !own.only_published));
        assert!(matches!(of("encryption.enabled").as_slice(), [published] if published.only_published));
        assert_eq!(with_published("/api/none", IP_ROUTE).len(), IP_ROUTE.len());
    }

    #[test]
    fn every_line_is_a_section_or_a_field() {
        for line in PUBLISHED.lines() {
            assert!((line.starts_with("[/api/") && line.ends_with(']')) || field(line).is_some(), "{line}");
        }
    }
}
