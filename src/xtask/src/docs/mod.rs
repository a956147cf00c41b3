//! `cargo xtask docs`: generates the registry's manual from the schemas and the examples.

mod attributes;
mod function;
mod import;
mod page;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use provider::{CvoProvider, Environment};
use tfplugin::Schemas;

use self::page::{Kind, Page};

/// Folders that contain only generated pages.
const FOLDERS: [&str; 4] = ["resources", "data-sources", "list-resources", "functions"];

/// Writes the manual below `docs/`, or with `check` compares it with the existing files.
pub fn run(root: &Path, check: bool) -> Result<()> {
    let pages = pages(&schemas(), &root.join("examples"))?;
    let docs = root.join("docs");
    let stale = stale(&docs, &pages)?;
    if check {
        let list = stale.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
        ensure!(
            stale.is_empty(),
            "not what the schemas say: {list}. Run `cargo xtask docs` and commit the result."
        );
        return Ok(());
    }
    for path in stale {
        match pages.get(&path) {
            Some(text) => write(&docs.join(&path), text)?,
            None => fs::remove_file(docs.join(&path))?,
        }
    }
    Ok(())
}

/// Returns the schemas of a provider that is neither configured nor connected.
fn schemas() -> Schemas {
    let nowhere = Arc::new(|_| unreachable!("the schemas are read without a connection to EC2"));
    provider::server(CvoProvider::new(Environment::default(), nowhere)).schemas()
}

/// Returns every page by its path below `docs/`.
fn pages(schemas: &Schemas, examples: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let provider = std::iter::once((Kind::Provider, &schemas.provider));
    let resources = schemas.resources.iter().map(|schema| (Kind::Resource, schema));
    let data_sources = schemas.data_sources.iter().map(|schema| (Kind::DataSource, schema));
    let lists = schemas.list_resources.iter().map(|schema| (Kind::ListResource, schema));
    let objects = provider.chain(resources).chain(data_sources).chain(lists).map(|(kind, schema)| {
        let page = Page { kind, schema, provider: &schemas.provider.name };
        Ok((page.path(), page.text(examples)?))
    });
    let functions = schemas.functions.iter().map(|signature| {
        Ok((function::path(signature), function::text(signature, &schemas.provider.name, examples)?))
    });
    objects.chain(functions).collect()
}

/// Returns the pages that differ from the existing files, and the files that are no longer pages.
fn stale(docs: &Path, pages: &BTreeMap<PathBuf, String>) -> Result<Vec<PathBuf>> {
    let differs =
        |(path, text): &(&PathBuf, &String)| fs::read_to_string(docs.join(path)).ok().as_ref() != Some(*text);
    let mut stale: Vec<PathBuf> = pages.iter().filter(differs).map(|(path, _)| path.clone()).collect();
    for folder in FOLDERS {
        let Ok(entries) = fs::read_dir(docs.join(folder)) else { continue };
        for entry in entries {
            let path = Path::new(folder).join(entry?.file_name());
            if !pages.contains_key(&path) {
                stale.push(path);
            }
        }
    }
    Ok(stale)
}

fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().context("a page lies in a folder")?;
    fs::create_dir_all(folder)?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_matches_the_schemas_and_examples() {
        run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."), true).unwrap();
    }

    #[test]
    fn every_attribute_has_a_description() {
        let schemas = schemas();
        let all = schemas.resources.iter().chain(&schemas.data_sources).chain(&schemas.list_resources);
        let all = all.chain([&schemas.provider]);
        for schema in all {
            assert!(!schema.description.is_empty(), "{}", schema.name);
            let silent = schema.attributes.iter().find(|attribute| attribute.description.is_empty());
            assert!(silent.is_none(), "{}: {silent:?}", schema.name);
        }
        for function in &schemas.functions {
            assert!(!function.description.is_empty(), "{}", function.name);
            let mut parameters = function.parameters.iter().chain(&function.variadic);
            let silent = parameters.find(|parameter| parameter.description.is_empty());
            assert!(silent.is_none(), "{}: {silent:?}", function.name);
        }
    }
}
