//! Tests run every scenario, and the scenarios set every attribute.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tfplugin::Presence;

use super::texts::{self, With};
use super::{SCENARIOS, assert_nothing, files, read, root, schemas};

/// Attributes in no scenario: what they do is tested in
/// `src/provider/tests/protocol/{kvm_hosts,linux_kvm_drivers}/`, because it takes machines that restart, or
/// images of other systems.
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

/// Returns the files that are compiled into a test: the file `first`, and those of the modules that it
/// declares.
fn compiled(first: &Path, children: &Path) -> Vec<PathBuf> {
    let declared = texts::modules(&read(first));
    let below = declared.into_iter().flat_map(|name| {
        let [flat, nested] = [children.join(format!("{name}.rs")), children.join(&name).join("mod.rs")];
        compiled(if flat.exists() { &flat } else { &nested }, &children.join(name))
    });
    [first.to_path_buf()].into_iter().chain(below).collect()
}

/// Returns all string literals in the code of the acceptance tests.
fn texts_of_the_tests() -> BTreeSet<String> {
    let folders = ["terraform", "linux"].map(|name| root().join("acceptance-tests/tests").join(name));
    let files = folders.iter().flat_map(|folder| compiled(&folder.join("main.rs"), folder));
    files.flat_map(|file| texts::texts(&read(&file), With::Tests)).collect()
}

/// Returns the scenarios that no test names.
fn not_run<'a>(scenarios: &'a [String], texts: &BTreeSet<String>) -> Vec<&'a String> {
    scenarios.iter().filter(|scenario| !texts.contains(*scenario)).collect()
}

#[test]
fn every_scenario_of_a_resource_is_run_by_a_test() {
    let texts = texts_of_the_tests();
    let mut missing = Vec::new();
    for resource in schemas().resources {
        let short = resource.name.trim_start_matches("cvo_");
        let configurations = files(&root().join(SCENARIOS).join(short), "tf");
        if configurations.is_empty() {
            missing.push(format!("{SCENARIOS}/{short}: a configuration of {}", resource.name));
        }
        let name = |path: &PathBuf| {
            let folder = path.parent().unwrap().strip_prefix(root().join(SCENARIOS)).unwrap();
            folder.to_string_lossy().into_owned()
        };
        let scenarios: Vec<_> = configurations.iter().map(name).collect();
        let runs = |scenario| format!("a test in acceptance-tests/tests that runs scenario(\"{scenario}\")");
        missing.extend(not_run(&scenarios, &texts).into_iter().map(runs));
    }
    assert_nothing(&missing);
}

#[test]
fn a_scenario_that_only_a_comment_names_is_not_run() {
    let tests = "//! \"a/one\"\n/// scenario(\"a/one\")\n#[test] fn a() { /* \"a/one\" */ \
         run(scenario(\"a/two\")); each![\"a/three\"] }";
    let texts = texts::texts(tests, With::Tests).into_iter().collect();
    let scenarios = ["a/one", "a/two", "a/three"].map(str::to_owned);
    assert_eq!(not_run(&scenarios, &texts), ["a/one"]);
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
    let text = "resource \"cvo_a\" \"x\" {\n  one = 1\n  lifecycle {\n    two = 2\n  }\n}\nresource \
         \"cvo_b\" \"x\" {\n  three = 3\n}\n";
    let found = blocks(text, "cvo_a");
    assert_eq!(found.len(), 1);
    let is_set = |attribute| sets(found[0], attribute);
    assert_eq!(["one", "two", "three", "on"].map(is_set), [true, false, false, false]);
}
