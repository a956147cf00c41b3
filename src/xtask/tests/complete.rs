//! What belongs to everything that the provider offers, besides its code and what `src/provider/tests/protocol/cases/` tests.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tfplugin::{Presence, Schemas};

const SCENARIOS: &str = "acceptance-tests/scenarios";
const GUIDE: &str = "docs/guides/permissions.md";

/// Attributes in no scenario: what they do is tested in `src/provider/tests/protocol/{kvm_hosts,linux_kvm_drivers}/`, because it
/// takes machines that restart, or images of other systems.
const IN_NO_SCENARIO: &[(&str, &[&str])] = &[(
    "cvo_linux_kvm_drivers",
    &[
        "become",
        "drivers",
        "keep_previous_image",
        "kernels",
        "on_unreachable",
        "optional_drivers",
        "preset",
        "reboot",
        "security_software",
        "ssh_profile",
        "timeouts",
        "user",
        "wait_for_ssh",
    ],
)];

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
        _ => vec![
            (format!("docs/functions/{name}.md"), page),
            (format!("examples/functions/{name}/function.tf"), "the example in the manual"),
        ],
    }
}

#[test]
fn every_resource_data_source_and_function_has_manual_example_and_changelog_line() {
    let schemas = schemas();
    let resources = schemas.resources.iter().map(|schema| ("resource", "New Resource", schema.name.as_str()));
    let sources =
        schemas.data_sources.iter().map(|schema| ("data source", "New Data Source", schema.name.as_str()));
    let functions = schemas.functions.iter().map(|function| ("function", "New Function", function.name));
    let changelog = read(&root().join("CHANGELOG.md"));
    let mut missing = Vec::new();
    for (kind, heading, name) in resources.chain(sources).chain(functions) {
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

#[test]
fn every_scenario_of_a_resource_is_run_by_a_test() {
    let tests: String =
        files(&root().join("acceptance-tests/tests"), "rs").iter().map(|path| read(path)).collect();
    let mut missing = Vec::new();
    for resource in schemas().resources {
        let short = resource.name.trim_start_matches("cvo_");
        let configurations = files(&root().join(SCENARIOS).join(short), "tf");
        if configurations.is_empty() {
            missing.push(format!("{SCENARIOS}/{short}: a configuration of {}", resource.name));
        }
        for path in configurations {
            let scenario = path.parent().unwrap().strip_prefix(root().join(SCENARIOS)).unwrap().display();
            if !tests.contains(&format!("\"{scenario}\"")) {
                missing.push(format!("a test in acceptance-tests/tests that runs scenario(\"{scenario}\")"));
            }
        }
    }
    assert_nothing(&missing);
}

/// The blocks of this resource in a configuration.
fn blocks<'a>(configuration: &'a str, type_name: &str) -> Vec<&'a str> {
    let head = format!("resource \"{type_name}\" ");
    let bodies = configuration.split(head.as_str()).skip(1);
    // A block ends at the first line that is a brace alone, as `terraform fmt` writes it.
    bodies.map(|body| body.split("\n}").next().unwrap_or(body)).collect()
}

fn sets(block: &str, attribute: &str) -> bool {
    let written = |line: &str| {
        let rest = line.strip_prefix("  ")?.strip_prefix(attribute)?;
        rest.trim_start().starts_with('=').then_some(())
    };
    block.lines().any(|line| written(line).is_some())
}

#[test]
fn every_attribute_stands_in_a_scenario() {
    let scenarios: Vec<_> = files(&root().join(SCENARIOS), "tf").iter().map(|path| read(path)).collect();
    let mut missing = Vec::new();
    for resource in schemas().resources {
        let excepted = IN_NO_SCENARIO.iter().find(|(name, _)| *name == resource.name);
        let excepted = excepted.map_or(&[][..], |(_, attributes)| attributes);
        let blocks: Vec<_> = scenarios.iter().flat_map(|text| blocks(text, &resource.name)).collect();
        for attribute in resource.attributes.iter().filter(|found| found.presence != Presence::Computed) {
            let stands = blocks.iter().any(|block| sets(block, &attribute.name));
            match (stands, excepted.contains(&attribute.name.as_str())) {
                (false, false) => missing.push(format!(
                    "{SCENARIOS}/{}: a configuration of {} that sets {}",
                    resource.name.trim_start_matches("cvo_"),
                    resource.name,
                    attribute.name
                )),
                (true, true) => {
                    missing.push(format!(
                        "nothing: {} of {} stands in a scenario now",
                        attribute.name, resource.name
                    ));
                }
                _ => {}
            }
        }
    }
    assert_nothing(&missing);
}

#[test]
fn an_attribute_is_set_where_it_stands_in_a_block_of_its_resource() {
    let text = "resource \"cvo_a\" \"x\" {\n  one = 1\n  lifecycle {\n    two = 2\n  }\n}\nresource \"cvo_b\" \"x\" {\n  three = 3\n}\n";
    let found = blocks(text, "cvo_a");
    assert_eq!(found.len(), 1);
    let is_set = |attribute| sets(found[0], attribute);
    assert_eq!(["one", "two", "three", "on"].map(is_set), [true, false, false, false]);
}

/// The paths of the kinds of objects that the client can ask for, with the file that says so.
fn paths_of_objects() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for path in files(&root().join("src/ontap-core/src"), "rs") {
        let items = syn::parse_file(&read(&path)).unwrap().items;
        for item in items {
            let syn::Item::Impl(implementation) = item else { continue };
            for inner in implementation.items {
                if let syn::ImplItem::Const(constant) = inner
                    && constant.ident == "PATH"
                    && let syn::Expr::Lit(literal) = constant.expr
                    && let syn::Lit::Str(text) = literal.lit
                {
                    found.push((path.clone(), text.value()));
                }
            }
        }
    }
    found
}

/// The paths of the role in the guide, without `/api`.
fn paths_of_the_role() -> Vec<String> {
    let guide = read(&root().join(GUIDE));
    let rows = guide.lines().filter(|line| line.starts_with("| `/api/"));
    let firsts = rows.filter_map(|row| row.split('|').nth(1));
    let paths = firsts.flat_map(|cell| cell.trim().split(", "));
    paths.map(|path| path.trim_matches('`').trim_start_matches("/api").to_owned()).collect()
}

#[test]
fn the_role_in_the_guide_has_the_path_of_every_object_and_no_other() {
    let (objects, role) = (paths_of_objects(), paths_of_the_role());
    assert!(objects.len() >= 15 && role.len() >= 15, "{objects:?} {role:?}");
    let mut missing = Vec::new();
    for (file, path) in &objects {
        let covers = |of: &String| {
            path.strip_prefix(of.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !role.iter().any(covers) {
            let file = file.strip_prefix(root()).unwrap().display();
            missing.push(format!(
                "{GUIDE}: a row for /api{path}, which {file} asks for, with the access that it needs"
            ));
        }
    }
    let code: String =
        files(&root().join("src/ontap-core/src"), "rs").iter().map(|path| read(path)).collect();
    let stale = role.iter().filter(|path| !code.contains(&format!("\"{path}")));
    missing.extend(stale.map(|path| format!("{GUIDE}: /api{path} is asked by nothing any more")));
    assert_nothing(&missing);
}
