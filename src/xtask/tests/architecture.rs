//! The invariants of `docs/development/architecture.md` that the compiler does not see.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

/// Which of our crates each of our crates may depend on; the second list is for its tests.
const ARROWS: &[(&str, &[&str], &[&str])] = &[
    ("tfplugin", &["tfplugin-derive"], &[]),
    ("tfplugin-derive", &[], &[]),
    ("ontap", &["ontap-core"], &["cvo-simulator"]),
    ("ontap-core", &[], &[]),
    ("ec2", &[], &[]),
    ("ec2-sdk", &["ec2"], &["cvo-simulator"]),
    ("kvm-drivers", &[], &[]),
    ("ssh", &[], &["ssh"]),
    ("linux-machine", &["kvm-drivers", "ssh"], &["linux-machine"]),
    (
        "provider",
        &["ec2", "kvm-drivers", "linux-machine", "ontap", "ssh", "tfplugin"],
        &["cvo-simulator", "linux-machine", "ssh"],
    ),
    ("terraform-provider-cvo", &["ec2", "ec2-sdk", "provider", "tfplugin"], &["cvo-simulator"]),
    ("cvo-simulator", &[], &[]),
    ("terraform-launcher", &[], &[]),
    ("acceptance-tests", &[], &["kvm-drivers", "ssh"]),
    ("xtask", &["acceptance-tests", "provider", "tfplugin"], &[]),
];

/// Files of a resource that decide and therefore neither wait nor call.
const PURE: &[&str] = &["model", "plan", "steps", "decide", "create_only", "names", "place", "change"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Rust files below a folder, tests and examples left out.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" && name != "examples" {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") && name != "tests.rs" {
            found.push(path);
        }
    }
    found
}

/// The code of a file, without its comments and its tests.
fn code(path: &Path) -> String {
    let text = read(path);
    let code = text.split("#[cfg(test)]").next().unwrap().to_owned();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// What Cargo says, without a look at the network.
fn cargo(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO")).args(arguments).arg("--offline").current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn dependencies() -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
    let metadata: Json =
        serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--no-deps"])).unwrap();
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let package = |package: &Json| {
        let ours =
            package["dependencies"].as_array().unwrap().iter().filter(|found| found["path"].is_string());
        let (tests, product): (Vec<_>, Vec<_>) = ours.partition(|found| found["kind"] == "dev");
        let names = |found: Vec<&Json>| found.into_iter().map(|found| text(&found["name"])).collect();
        (text(&package["name"]), (names(product), names(tests)))
    };
    metadata["packages"].as_array().unwrap().iter().map(package).collect()
}

#[test]
fn crates_depend_on_each_other_as_the_table_says() {
    let set = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let table: BTreeMap<_, _> =
        ARROWS.iter().map(|(name, product, tests)| (name.to_string(), (set(product), set(tests)))).collect();
    assert_eq!(dependencies(), table);
}

/// Whether the code has that word; a longer one, such as `.awaits_route`, is another.
fn has(code: &str, word: &str) -> bool {
    let is_letter = |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let ends_in_letter = word.ends_with(|c: char| c.is_alphanumeric());
    code.match_indices(word).any(|(at, _)| !(ends_in_letter && is_letter(&code[at + word.len()..])))
}

/// What connects or waits; no crate of values and decisions has one of them among its dependencies.
const OUTWARD: &[&str] = &["hyper", "reqwest", "rustls", "tokio", "tonic"];

/// The packages that the library of a crate is built with, directly or not.
fn built_with(name: &str) -> BTreeSet<String> {
    let tree =
        cargo(&["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--package", name]);
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn a_crate_of_values_and_decisions_can_neither_wait_nor_connect() {
    let pure: Vec<_> = dependencies().into_keys().filter(|name| name.ends_with("-core")).collect();
    assert!(!pure.is_empty());
    for name in pure {
        let built_with = built_with(&name);
        assert!(built_with.contains(&name), "{built_with:?}");
        let outward: Vec<_> = OUTWARD.iter().filter(|outward| built_with.contains(**outward)).collect();
        assert!(outward.is_empty(), "{name} is built with {outward:?}");
    }
}

#[test]
fn what_decides_neither_waits_nor_calls() {
    let mut looked_at = 0;
    for path in sources(&root().join("src/provider/src/resources")) {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if PURE.contains(&stem.as_str()) {
            looked_at += 1;
            for word in ["async ", ".await", "&Cx<", "ontap::Client"] {
                // Remembering what an import found needs the operation's private state, and nothing else of it.
                let allowed = stem == "create_only" && word == "&Cx<";
                assert!(allowed || !has(&code(&path), word), "{} has {word:?}", path.display());
            }
        }
    }
    assert!(looked_at >= 8, "only {looked_at} files were looked at");
}

#[test]
fn a_function_depends_on_its_arguments_alone() {
    let mut looked_at = 0;
    for path in sources(&root().join("src/provider/src/functions")) {
        looked_at += 1;
        let words = [
            "async ",
            ".await",
            "Cx<",
            "ontap::",
            "ec2::",
            "crate::clients",
            "std::env",
            "std::fs",
            "::now(",
        ];
        for word in words.into_iter().chain(["rand::", "std::sync", "thread_local!"]) {
            assert!(!code(&path).contains(word), "{} has {word:?}", path.display());
        }
    }
    assert!(looked_at >= 5, "only {looked_at} files were looked at");
}

#[test]
fn what_judges_images_neither_waits_nor_connects_nor_runs() {
    let files = sources(&root().join("src/kvm-drivers"));
    assert!(files.len() >= 20);
    for path in files {
        for word in ["async ", ".await", "std::process", "std::net", "std::env", "std::thread", "tokio"] {
            assert!(!code(&path).contains(word), "{} has {word:?}", path.display());
        }
    }
}

#[test]
fn a_resource_knows_no_other_resource() {
    let folder = root().join("src/provider/src/resources");
    let names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert!(names.len() >= 4);
    for name in &names {
        for path in sources(&folder.join(name)) {
            for other in names.iter().filter(|other| *other != name) {
                let sibling = format!("resources::{other}");
                assert!(!code(&path).contains(&sibling), "{} uses {sibling}", path.display());
            }
        }
    }
}

#[test]
fn only_the_binary_reads_the_environment() {
    for library in ["tfplugin", "ontap", "ontap-core", "ec2", "ssh", "linux-machine", "provider"] {
        for path in sources(&root().join("src").join(library)) {
            let reads = code(&path).contains("env::var");
            assert!(!reads, "{} reads the process environment", path.display());
        }
    }
}

#[test]
fn only_the_ssh_crate_names_russh() {
    for library in [
        "tfplugin",
        "ontap",
        "ontap-core",
        "ec2",
        "ec2-sdk",
        "kvm-drivers",
        "linux-machine",
        "provider",
        "terraform-provider-cvo",
    ] {
        for path in sources(&root().join("src").join(library)) {
            assert!(!code(&path).contains("russh"), "{} names russh", path.display());
        }
        let manifest = read(&root().join("src").join(library).join("Cargo.toml"));
        assert!(!manifest.contains("russh"), "{library} depends on russh");
    }
}

#[test]
fn only_one_place_makes_diagnostics_of_client_errors() {
    let mut converting = 0;
    for path in sources(&root().join("src/provider")) {
        if code(&path).contains("During<T> for Result<T, ") {
            converting += 1;
            assert!(path.starts_with(root().join("src/provider/src/diagnose")), "{}", path.display());
        }
    }
    assert!(converting >= 2, "ontap and ec2 in one file, hosts in others");
}

#[test]
fn every_resource_data_source_and_function_has_manual_example_and_changelog_line() {
    let connect: provider::ConnectEc2 =
        std::sync::Arc::new(|_| unreachable!("no client is made for a schema"));
    let schemas =
        provider::server(provider::CvoProvider::new(provider::Environment::default(), connect)).schemas();
    let changelog = read(&root().join("CHANGELOG.md"));
    let mut missing = Vec::new();
    for (kind, objects) in [("resource", &schemas.resources), ("data-source", &schemas.data_sources)] {
        for object in objects {
            let short = object.name.trim_start_matches("cvo_");
            let mut wanted = vec![
                format!("docs/{kind}s/{short}.md"),
                format!("examples/{kind}s/{}/{kind}.tf", object.name),
            ];
            if kind == "resource" {
                wanted.push(format!("examples/resources/{}/import.sh", object.name));
                wanted.push(format!("acceptance-tests/scenarios/{short}"));
            }
            missing.extend(wanted.into_iter().filter(|path| !root().join(path).exists()));
            if !changelog.contains(&format!("`{}`", object.name)) {
                missing.push(format!("a line about {} in CHANGELOG.md", object.name));
            }
        }
    }
    for function in &schemas.functions {
        let name = function.name;
        let wanted = [format!("docs/functions/{name}.md"), format!("examples/functions/{name}/function.tf")];
        missing.extend(wanted.into_iter().filter(|path| !root().join(path).exists()));
        if !changelog.contains(&format!("**New Function:** `{name}`")) {
            missing.push(format!("a line about {name} in CHANGELOG.md"));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
