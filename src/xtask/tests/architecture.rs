//! The invariants of `docs/development/architecture.md` that the compiler does not see.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::Value as Json;

/// Which of our crates each of our crates may depend on; the second list is for its tests.
const ARROWS: &[(&str, &[&str], &[&str])] = &[
    ("tfplugin-core", &["tfplugin-derive"], &[]),
    ("tfplugin", &["tfplugin-core", "tfplugin-derive"], &[]),
    ("tfplugin-derive", &[], &[]),
    ("ontap", &["ontap-core"], &["cvo-simulator"]),
    ("ontap-core", &[], &[]),
    ("ec2-core", &[], &[]),
    ("ec2", &["ec2-core"], &[]),
    ("ec2-sdk", &["ec2"], &["cvo-simulator"]),
    ("kvm-drivers", &[], &[]),
    ("ssh-core", &[], &[]),
    ("ssh", &["ssh-core"], &["ssh"]),
    ("linux-machine", &["kvm-drivers", "ssh"], &["linux-machine"]),
    ("provider-core", &["ec2-core", "kvm-drivers", "ontap-core", "ssh-core", "tfplugin-core"], &[]),
    (
        "provider",
        &["ec2", "kvm-drivers", "linux-machine", "ontap", "provider-core", "ssh", "tfplugin"],
        &["cvo-simulator", "linux-machine", "ssh"],
    ),
    ("terraform-provider-cvo", &["ec2", "ec2-sdk", "provider", "tfplugin"], &["cvo-simulator"]),
    ("cvo-simulator", &[], &[]),
    ("terraform-launcher", &[], &[]),
    ("acceptance-tests", &[], &["kvm-drivers", "ssh"]),
    ("xtask", &["acceptance-tests", "provider", "tfplugin"], &[]),
];

/// What a crate cannot depend on, at whatever remove, that only decides.
const IMPURE: &[&str] =
    &["async-trait", "aws-smithy-runtime", "hyper", "reqwest", "russh", "rustls", "tokio", "tonic"];

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
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            found.push(path);
        }
    }
    found
}

/// The code of a file, without its comments and its tests, wherever they stand in it. Spaces are only between words.
fn code(path: &Path) -> String {
    let file = syn::parse_file(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut code = String::new();
    let product = without_tests(file.items);
    write_out(quote::quote!(#(#product)*), &mut code);
    code
}

fn without_tests(items: Vec<syn::Item>) -> Vec<syn::Item> {
    let kept = items.into_iter().filter(|item| !is_test(item));
    let inside = kept.map(|item| match item {
        syn::Item::Mod(mut module) => {
            module.content = module.content.map(|(brace, items)| (brace, without_tests(items)));
            syn::Item::Mod(module)
        }
        other => other,
    });
    inside.collect()
}

fn is_test(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Const(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        is_cfg && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

/// Attributes, documentation among them, say nothing that is done.
fn write_out(tokens: TokenStream, code: &mut String) {
    let mut after_hash = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if after_hash && group.delimiter() == Delimiter::Bracket => {
                code.truncate(code.trim_end_matches(['#', '!']).len());
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                code.push_str(open);
                write_out(group.stream(), code);
                code.push_str(close);
            }
            TokenTree::Punct(punct) => {
                after_hash = punct.as_char() == '#' || after_hash && punct.as_char() == '!';
                code.push(punct.as_char());
                continue;
            }
            word => {
                if code.ends_with(|last: char| last.is_alphanumeric() || last == '_') {
                    code.push(' ');
                }
                code.push_str(&word.to_string());
            }
        }
        after_hash = false;
    }
}

#[test]
fn the_code_of_a_file_is_read_to_its_end_and_without_its_tests() {
    let folder = std::env::temp_dir().join(format!("architecture-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("some.rs");
    let text = "//! std::env\n#[cfg(test)]\nmod tests { fn a() { std::env::args(); } }\n/// tokio\nasync fn b() { c.await }\n";
    std::fs::write(&path, text).unwrap();
    let code = code(&path);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(code, "async fn b(){c.await}");
}

fn dependencies() -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Json = serde_json::from_slice(&output.stdout).unwrap();
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

/// The crates that `package` is made of, itself included, what only its tests need left out.
fn parts(package: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", "normal,build", "--prefix", "none", "--format", "{lib}"])
        .args(["--package", package])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|name| name.replace('_', "-")).collect()
}

#[test]
fn what_only_decides_has_no_means_to_do_anything_else() {
    let cores: Vec<_> = dependencies().into_keys().filter(|name| name.ends_with("-core")).collect();
    assert!(!cores.is_empty());
    for core in cores {
        let parts = parts(&core);
        assert!(parts.contains(&core), "{parts:?}");
        let found: Vec<_> = IMPURE.iter().filter(|name| parts.contains(**name)).collect();
        assert!(found.is_empty(), "{core} depends on {found:?}");
    }
}

#[test]
fn a_function_depends_on_its_arguments_alone() {
    let mut looked_at = 0;
    for path in sources(&root().join("src/provider/src/functions")) {
        looked_at += 1;
        let words = [
            "async fn",
            "async move",
            "async{",
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
        for word in [
            "async fn",
            "async move",
            "async{",
            ".await",
            "std::process",
            "std::net",
            "std::env",
            "std::thread",
            "tokio",
        ] {
            assert!(!code(&path).contains(word), "{} has {word:?}", path.display());
        }
    }
}

#[test]
fn a_resource_knows_no_other_resource() {
    let folder = root().join("src/provider/src/resources");
    let name_of = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    let resources: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(resources.len() >= 4);
    for resource in &resources {
        let files = if resource.is_dir() { sources(resource) } else { vec![resource.clone()] };
        for path in files {
            for other in resources.iter().filter(|other| *other != resource) {
                let sibling = format!("resources::{}", name_of(other));
                assert!(!code(&path).contains(&sibling), "{} uses {sibling}", path.display());
            }
        }
    }
}

#[test]
fn only_the_binary_reads_the_environment() {
    for library in [
        "tfplugin-core",
        "tfplugin",
        "ontap-core",
        "ontap",
        "ec2-core",
        "ec2",
        "ssh-core",
        "ssh",
        "linux-machine",
        "provider-core",
        "provider",
    ] {
        for path in sources(&root().join("src").join(library)) {
            let reads = code(&path).contains("env::var");
            assert!(!reads, "{} reads the process environment", path.display());
        }
    }
}

#[test]
fn only_the_ssh_crate_names_russh() {
    let others =
        dependencies().into_keys().filter(|name| !["ssh", "acceptance-tests"].contains(&name.as_str()));
    for library in others {
        for path in sources(&root().join("src").join(&library)) {
            assert!(!code(&path).contains("russh"), "{} names russh", path.display());
        }
        let manifest = read(&root().join("src").join(&library).join("Cargo.toml"));
        assert!(!manifest.contains("russh"), "{library} depends on russh");
    }
}

#[test]
fn only_one_place_makes_diagnostics_of_client_errors() {
    let mut converting = 0;
    for path in sources(&root().join("src/provider")) {
        if code(&path).contains("During<T>for Result<T,") {
            converting += 1;
            assert!(path.starts_with(root().join("src/provider/src/diagnose")), "{}", path.display());
        }
    }
    assert!(converting >= 2, "ontap and ec2 in one file, hosts in others");
}
