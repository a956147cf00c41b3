//! The packages of a checkout and their files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::source::{self, Place};

/// A folder with a `Cargo.toml`, and the Rust files below it.
#[derive(Debug, PartialEq, Eq)]
pub struct Package {
    /// Name of the folder.
    pub name: String,
    pub files: Vec<File>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct File {
    pub path: PathBuf,
    /// Whether the whole file belongs to the tests.
    pub is_test: bool,
}

/// Returns the packages below a folder, sorted by name. The folder itself does not count.
pub fn packages(root: &Path) -> Result<Vec<Package>> {
    let mut packages = Vec::new();
    for folder in folders(root)? {
        find(&folder, &mut packages)?;
    }
    ensure!(!packages.is_empty(), "no Cargo.toml lies below {}", root.display());
    packages.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(packages)
}

fn find(folder: &Path, packages: &mut Vec<Package>) -> Result<()> {
    if folder.join("Cargo.toml").is_file() {
        packages.push(package(folder)?);
    }
    for inner in folders(folder)? {
        find(&inner, packages)?;
    }
    Ok(())
}

fn package(folder: &Path) -> Result<Package> {
    let name = folder.file_name().context("a package's folder has a name")?.to_string_lossy().into_owned();
    let mut paths = Vec::new();
    rust_files(folder, &mut paths)?;
    paths.sort();
    let mut tests = Vec::new();
    for path in &paths {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        tests.extend(source::test_modules(&text).iter().map(|module| match module {
            Place::Usual(name) => beneath(path).join(name),
            Place::At(file) => path.with_file_name(file).with_extension(""),
        }));
    }
    let is_test = |path: &Path| {
        let inside = path.strip_prefix(folder).unwrap_or(path).with_extension("");
        inside.iter().any(|part| part == "tests" || part == "benches")
            || tests.iter().any(|module| path.with_extension("").starts_with(module))
    };
    let files = paths.iter().map(|path| File { path: path.clone(), is_test: is_test(path) });
    Ok(Package { name, files: files.collect() })
}

/// Returns the folder of a file's submodules.
fn beneath(file: &Path) -> PathBuf {
    let is_root = file.file_stem().is_some_and(|stem| stem == "mod" || stem == "lib" || stem == "main");
    if is_root { file.with_file_name("") } else { file.with_extension("") }
}

/// Collects all Rust files below a folder, except those of nested packages.
fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() && path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    for inner in folders(folder)?.iter().filter(|inner| !inner.join("Cargo.toml").is_file()) {
        rust_files(inner, files)?;
    }
    Ok(())
}

/// Returns the folders in a folder, except hidden ones and Cargo's build output.
fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let is_ours = name != "target" && !name.to_string_lossy().starts_with('.');
        if is_ours && entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkout(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        root
    }

    #[test]
    fn files_are_found_in_either_layout_and_tests_are_distinguished() {
        let root = checkout(&[
            ("Cargo.toml", ""),
            ("src/old/Cargo.toml", ""),
            ("src/old/lib.rs", "#[cfg(test)]\nmod scripted;\nmod plain;"),
            ("src/old/scripted.rs", ""),
            ("src/old/plain/mod.rs", "#[cfg(test)] mod tests;"),
            ("src/old/plain/tests.rs", ""),
            ("src/old/tests/contract/main.rs", ""),
            ("src/new/Cargo.toml", ""),
            ("src/new/src/lib.rs", ""),
            (
                "src/new/src/one.rs",
                "#[cfg(test)] mod made_up;\n#[cfg(test)] #[path = \"one_tests.rs\"] mod tests;",
            ),
            ("src/new/src/one_tests.rs", ""),
            ("src/new/src/one/made_up/mod.rs", ""),
            ("src/new/target/built.rs", ""),
            ("src/new/inner/Cargo.toml", ""),
            ("src/new/inner/lib.rs", ""),
            ("src/.hidden/Cargo.toml", ""),
        ]);
        let mut seen = Vec::new();
        for package in packages(root.path()).unwrap() {
            for file in package.files {
                let path = file.path.strip_prefix(root.path()).unwrap().display().to_string();
                seen.push((package.name.clone(), path, file.is_test));
            }
        }
        let expected = [
            ("inner", "src/new/inner/lib.rs", false),
            ("new", "src/new/src/lib.rs", false),
            ("new", "src/new/src/one/made_up/mod.rs", true),
            ("new", "src/new/src/one.rs", false),
            ("new", "src/new/src/one_tests.rs", true),
            ("old", "src/old/lib.rs", false),
            ("old", "src/old/plain/mod.rs", false),
            ("old", "src/old/plain/tests.rs", true),
            ("old", "src/old/scripted.rs", true),
            ("old", "src/old/tests/contract/main.rs", true),
        ];
        assert_eq!(seen, expected.map(|(name, path, test)| (name.to_owned(), path.to_owned(), test)));
    }

    #[test]
    fn a_folder_without_packages_is_not_a_checkout() {
        assert!(packages(tempfile::tempdir().unwrap().path()).is_err());
    }
}
