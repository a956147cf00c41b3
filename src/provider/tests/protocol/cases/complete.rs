//! Every resource that the provider registers has a case.

use std::collections::BTreeSet;
use std::path::Path;

use tfplugin::Presence;

use super::{CASES, DATA_SOURCES, Faults, OUTSIDE};
use crate::support::schemas;

fn tests_folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/protocol"))
}

#[test]
fn every_resource_has_one_case() {
    let registered: BTreeSet<_> = schemas().resources.into_iter().map(|schema| schema.name).collect();
    let outside = OUTSIDE.iter().map(|(type_name, _)| *type_name);
    let listed: Vec<_> = CASES.iter().map(|case| case.type_name).chain(outside).collect();
    let known: BTreeSet<_> = listed.iter().map(ToString::to_string).collect();
    let without: Vec<_> = registered.difference(&known).collect();
    assert!(
        without.is_empty(),
        "{without:?} has no case: add it to CASES in src/provider/tests/protocol/cases/table.rs, from which \
         its faults, calls, refresh, import, drift, destroy, permissions and the look for another cluster \
         are tested"
    );
    let stale: Vec<_> = known.difference(&registered).collect();
    assert!(stale.is_empty(), "{stale:?} is in cases/table.rs, and the provider does not register it");
    assert_eq!(listed.len(), known.len(), "a case is listed twice: {listed:?}");
}

#[test]
fn every_data_source_is_counted() {
    for schema in schemas().data_sources {
        let sources = DATA_SOURCES.iter().map(|(type_name, _)| *type_name);
        let is_known =
            sources.chain(OUTSIDE.iter().map(|(type_name, _)| *type_name)).any(|known| known == schema.name);
        assert!(
            is_known,
            "data.{} has no case: add it to DATA_SOURCES in src/provider/tests/protocol/cases/table.rs, from \
             which its calls and its permissions are tested",
            schema.name
        );
    }
}

#[test]
fn files_with_tests_of_their_own_exist() {
    let own = CASES.iter().filter_map(|case| match case.faults {
        Faults::Own(file) => Some((case.type_name, file)),
        Faults::Generic => None,
    });
    for (type_name, file) in own.chain(OUTSIDE.iter().copied()) {
        assert!(
            tests_folder().join(file).is_file(),
            "{type_name}: there is no src/provider/tests/protocol/{file}"
        );
    }
}

#[test]
fn import_ids_consist_of_configurable_attributes() {
    for schema in schemas().resources {
        let Some(case) = CASES.iter().find(|case| case.type_name == schema.name) else { continue };
        for name in case.imported_by {
            let attribute = schema.attributes.iter().find(|attribute| attribute.name == *name);
            let is_written = attribute.is_some_and(|attribute| attribute.presence != Presence::Computed);
            assert!(is_written, "{}: {name} in imported_by of cases/table.rs", schema.name);
        }
    }
}
