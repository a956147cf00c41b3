//! What Cargo says of our crates.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

/// One of our crates.
pub struct Package {
    pub name: String,
    /// Its folder, from the root of the workspace.
    pub folder: String,
    /// What it is compiled to: its library, or its programs where it has none. The name, and the first file.
    pub targets: Vec<(String, String)>,
    pub dependencies: Vec<Dependency>,
}

/// What a crate says that it needs.
#[derive(Debug, Clone)]
pub struct Dependency {
    pub name: String,
    /// What it is called in this crate.
    pub called: String,
    pub is_ours: bool,
    /// Needed by the tests alone.
    pub for_tests: bool,
    pub features: Vec<String>,
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

fn output(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO")).args(arguments).arg("--offline").current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// All of our crates.
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
        // A program beside a library of the same name.
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

/// Those of our crates that `package` is made of, at whatever remove and itself included.
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

/// The crates that are linked into `package`, at whatever remove and itself included. What runs while it is compiled
/// (macros, build scripts) is none of them, nor is what its tests need.
pub fn parts(package: &str) -> BTreeSet<String> {
    let edges = ["tree", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"];
    let listed = output(&[edges.as_slice(), &["--package", package]].concat());
    listed.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}
