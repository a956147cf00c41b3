//! What Cargo knows about our crates.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

/// One of our crates.
pub struct Package {
    pub name: String,
    /// Its folder, relative to the root of the workspace.
    pub folder: String,
    /// Its library and its programs: the name in Rust code, and the file of the root module.
    pub targets: Vec<(String, String)>,
    pub dependencies: Vec<Dependency>,
}

/// A dependency of a crate.
#[derive(Debug, Clone)]
pub struct Dependency {
    pub name: String,
    /// The name in the code of this crate.
    pub called: String,
    pub is_ours: bool,
    /// Whether only the tests need it.
    pub for_tests: bool,
    pub features: Vec<String>,
}

/// Returns the root folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

fn output(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO")).args(arguments).arg("--offline").current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Returns all of our crates.
pub fn packages() -> Vec<Package> {
    let metadata: Json =
        serde_json::from_str(&output(&["metadata", "--format-version", "1", "--no-deps"])).unwrap();
    let root = metadata["workspace_root"].as_str().unwrap();
    metadata["packages"].as_array().unwrap().iter().map(|json| package(json, root)).collect()
}

fn package(json: &Json, root: &str) -> Package {
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let below = |json: &Json| text(json).strip_prefix(root).unwrap().trim_start_matches('/').to_owned();
    let manifest = below(&json["manifest_path"]);
    let targets = json["targets"].as_array().unwrap().iter();
    let (programs, others): (Vec<_>, Vec<_>) = targets.partition(|target| target["kind"][0] == "bin");
    let libraries = others
        .into_iter()
        .filter(|target| ["lib", "proc-macro"].map(Json::from).contains(&target["kind"][0]));
    let libraries: Vec<_> = libraries.collect();
    let target = |target: &Json| (text(&target["name"]).replace('-', "_"), below(&target["src_path"]));
    let mut targets: Vec<_> = libraries.iter().copied().map(target).collect();
    let is_taken = |name: &str, targets: &[(String, String)]| targets.iter().any(|(other, _)| other == name);
    for (name, entry) in programs.into_iter().map(target) {
        // A program can have the same name as the library.
        let name = if is_taken(&name, &targets) { format!("{name}_program") } else { name };
        targets.push((name, entry));
    }
    Package {
        name: text(&json["name"]),
        folder: manifest.trim_end_matches("/Cargo.toml").to_owned(),
        targets,
        dependencies: json["dependencies"].as_array().unwrap().iter().map(dependency).collect(),
    }
}

fn dependency(json: &Json) -> Dependency {
    let name = json["name"].as_str().unwrap().to_owned();
    let features = json["features"].as_array().unwrap().iter();
    Dependency {
        called: json["rename"].as_str().unwrap_or(&name).replace('-', "_"),
        is_ours: json["path"].is_string(),
        for_tests: json["kind"] == "dev",
        features: features.map(|feature| feature.as_str().unwrap().to_owned()).collect(),
        name,
    }
}

/// Returns `package` and those of our crates that it depends on, directly or indirectly.
pub fn ours_in(package: &str, all: &[Package]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut todo = vec![package.to_owned()];
    while let Some(name) = todo.pop() {
        let itself = all.iter().find(|package| package.name == name).unwrap();
        let ours = itself.dependencies.iter().filter(|needed| needed.is_ours && !needed.for_tests);
        if found.insert(name) {
            todo.extend(ours.map(|needed| needed.name.clone()));
        }
    }
    found
}

/// Returns `package` and all crates that it depends on, directly or indirectly. Procedural macros, build
/// scripts and the dependencies of tests are left out, because they are not part of the compiled crate.
pub fn parts(package: &str) -> BTreeSet<String> {
    let edges = ["tree", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
    let listed = output(&[edges.as_slice(), &["--package", package]].concat());
    listed.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

/// Returns the folders of the crates that a plain `cargo build` or `cargo test` leaves out.
fn left_out() -> BTreeSet<String> {
    let metadata: Json =
        serde_json::from_str(&output(&["metadata", "--format-version", "1", "--no-deps"])).unwrap();
    let ids = |key: &str| -> BTreeSet<String> {
        metadata[key].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    };
    let missing = &ids("workspace_members") - &ids("workspace_default_members");
    missing.iter().map(|id| id.split('#').next().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn a_plain_build_makes_the_plugin_and_a_plain_test_needs_nothing_else() {
    assert_eq!(left_out(), BTreeSet::from(["acceptance-tests".to_owned()]));
}
