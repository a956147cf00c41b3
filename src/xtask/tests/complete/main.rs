//! What belongs to everything that the provider offers, besides its code and what
//! `src/provider/tests/protocol/cases/` tests.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod assumptions;
mod left_out;
mod role;
mod scenarios;
mod texts;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tfplugin::Schemas;

const SCENARIOS: &str = "acceptance-tests/scenarios";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Files with this extension below a folder, if there is one.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
    found
}

fn schemas() -> Schemas {
    let connect: provider::ConnectEc2 = Arc::new(|_| unreachable!("no client is made for a schema"));
    provider::server(provider::CvoProvider::new(provider::Environment::default(), connect)).schemas()
}

fn assert_nothing(missing: &[String]) {
    assert!(missing.is_empty(), "missing:\n  {}", missing.join("\n  "));
}

/// Files with what to do where they are missing.
fn wanted(kind: &str, name: &str) -> Vec<(String, &'static str)> {
    let short = name.trim_start_matches("cvo_");
    let page = "the page of the manual: run `cargo xtask docs`";
    match kind {
        "resource" => vec![
            (format!("docs/resources/{short}.md"), page),
            (format!("examples/resources/{name}/resource.tf"), "the example in the manual"),
            (format!("examples/resources/{name}/import.sh"), "the import in the manual"),
            (
                format!("{SCENARIOS}/{short}"),
                "a configuration that a test in acceptance-tests/tests/terraform applies",
            ),
        ],
        "data source" => vec![
            (format!("docs/data-sources/{short}.md"), page),
            (format!("examples/data-sources/{name}/data-source.tf"), "the example in the manual"),
        ],
        "list resource" => vec![
            (format!("docs/list-resources/{short}.md"), page),
            (
                format!("examples/list-resources/{name}/list-resource.tfquery.hcl"),
                "the example in the manual",
            ),
        ],
        _ => vec![
            (format!("docs/functions/{name}.md"), page),
            (format!("examples/functions/{name}/function.tf"), "the example in the manual"),
        ],
    }
}

#[test]
fn everything_that_is_offered_has_manual_example_and_changelog_line() {
    let schemas = schemas();
    let resources = schemas.resources.iter().map(|schema| ("resource", "New Resource", schema.name.as_str()));
    let sources =
        schemas.data_sources.iter().map(|schema| ("data source", "New Data Source", schema.name.as_str()));
    let lists = schemas
        .list_resources
        .iter()
        .map(|schema| ("list resource", "New List Resource", schema.name.as_str()));
    let functions = schemas.functions.iter().map(|function| ("function", "New Function", function.name));
    let changelog = read(&root().join("CHANGELOG.md"));
    let mut missing = Vec::new();
    for (kind, heading, name) in resources.chain(sources).chain(lists).chain(functions) {
        for (path, what) in wanted(kind, name) {
            if !root().join(&path).exists() {
                missing.push(format!("{path} ({kind} {name}): {what}"));
            }
        }
        let line = format!("* **{heading}:** `{name}`");
        if !changelog.contains(&line) {
            missing.push(format!("CHANGELOG.md ({kind} {name}): a line that begins with {line}"));
        }
    }
    assert_nothing(&missing);
}
