//! `cargo xtask sizes`: measures the amount of code and its structure, to compare two states of the project.

mod checkout;
mod counts;
mod source;
mod table;

use std::path::PathBuf;

use anyhow::{Context, Result};

use self::checkout::Package;
use self::counts::Counts;
use crate::progress::say;
use crate::workspace::Workspace;

#[derive(clap::Args)]
pub struct Arguments {
    /// The folder of another checkout; by default this one.
    path: Option<PathBuf>,
    /// Also counts how often production code writes this word, as an identifier or within a string.
    #[arg(long, value_name = "WORD")]
    word: Vec<String>,
}

/// Prints a Markdown table with a line per package and one for the total.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let root = arguments.path.as_deref().unwrap_or(workspace.root());
    let packages = checkout::packages(root)?;
    let mut total = Counts::default();
    let mut rows = Vec::new();
    for package in &packages {
        let counts = count(package, &arguments.word)?;
        total += counts.clone();
        rows.push((package.name.clone(), counts));
    }
    rows.push(("all".to_owned(), total));
    say(&table::markdown(&rows, &arguments.word));
    Ok(())
}

fn count(package: &Package, words: &[String]) -> Result<Counts> {
    let mut counts = Counts::default();
    for file in &package.files {
        let text = std::fs::read_to_string(&file.path)
            .with_context(|| format!("cannot read {}", file.path.display()))?;
        if source::is_generated(&text) {
            continue;
        }
        if file.is_test {
            counts.add_tests(text.lines().count());
        } else {
            let measured = source::measure(&text, words)
                .with_context(|| format!("cannot parse {}", file.path.display()))?;
            counts.add(measured);
        }
    }
    Ok(counts)
}
