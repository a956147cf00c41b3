//! `terraform-provider-cvo discover`: a system that exists as configuration with import blocks, or as a tree.
//! Only reads are sent.

mod read;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use provider_core::estate::{self, Discovered, Selection, System};
use tfplugin::{Diagnostics, Outcome, quoted};

use self::read::Estate;
use crate::by_hand::{reach, set_up};
use crate::environment::Environment;
use crate::new_files;
use crate::provider::ConnectEc2;

/// The files of a configuration.
const MAIN: &str = "main.tf";
const IMPORTS: &str = "imports.tf";

/// What is to be discovered, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Names of the storage VMs whose objects are wanted; if there are none, all but the one that the system
    /// was deployed with.
    pub storage_vms: BTreeSet<String>,
    /// What becomes of it.
    pub form: Form,
}

/// What a discovery turns into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// The configuration as text.
    Text,
    /// The configuration as new files in this folder.
    Files(PathBuf),
    /// A tree as text.
    Tree,
}

/// What was discovered, for a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovery {
    /// What was asked for; of files, what was written and left out. Empty after an error.
    pub text: String,
    /// Warnings and errors, a line each.
    pub remarks: String,
    /// Whether it was discovered.
    pub is_good: bool,
}

impl Discovery {
    /// Adds what the provider would tell in Terraform.
    fn remark(&mut self, verdict: &str, topic: &str, diagnostics: &Diagnostics) {
        for diagnostic in diagnostics.iter() {
            let line = format!("{verdict:<8} {topic}: {}. {}\n", diagnostic.summary, diagnostic.detail);
            self.remarks.push_str(&line);
        }
    }
}

/// Discovers the system at the variables of the environment. Nothing is written unless everything was read.
pub async fn discover(environment: Environment, connect_ec2: ConnectEc2, wanted: &Wanted) -> Discovery {
    let mut discovery = Discovery::default();
    match discovered(&environment, connect_ec2, wanted, &mut discovery).await {
        Ok(text) => Discovery { text, is_good: true, ..discovery },
        Err(why) => {
            discovery.remark("ERROR", "discover", &why);
            discovery
        }
    }
}

async fn discovered(
    environment: &Environment,
    connect_ec2: ConnectEc2,
    wanted: &Wanted,
    discovery: &mut Discovery,
) -> Outcome<String> {
    if let Form::Files(folder) = &wanted.form {
        new_files::refuse_taken_in(folder, &[MAIN, IMPORTS]).map_err(|why| not_written(folder, &why))?;
    }
    let (_, clients, warnings) = set_up(environment, connect_ec2).await?;
    discovery.remark("warning", "variables", &warnings);
    reach(&clients).await?;
    let mut estate = read::estate(&clients).await?;
    refuse_unknown(&estate.system(), &wanted.storage_vms)?;
    match &wanted.form {
        Form::Tree if wanted.storage_vms.is_empty() => Ok(estate::tree(&estate.system())),
        Form::Tree => Ok(estate::tree(&estate.narrowed(&wanted.storage_vms))),
        Form::Text => Ok(in_one(&configuration(&estate, wanted))),
        Form::Files(folder) => write(folder, &configuration(&estate, wanted)),
    }
}

fn refuse_unknown(system: &System<'_>, names: &BTreeSet<String>) -> Outcome<()> {
    let known: Vec<_> = system.storage_vms.iter().map(|whole| whole.svm().name.as_str()).collect();
    let unknown: Vec<_> = names.iter().filter(|name| !known.contains(&name.as_str())).map(quoted).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let mut known: Vec<_> = known.into_iter().map(quoted).collect();
    known.sort();
    Err(Diagnostics::error(
        format!("There is no storage VM {}", unknown.join(", ")),
        format!("The cluster has: {}. Nothing was written.", known.join(", ")),
    ))
}

/// Returns the configuration; `main` is complete, with the provider.
fn configuration(estate: &Estate, wanted: &Wanted) -> Discovered {
    let named = Some(&wanted.storage_vms).filter(|names| !names.is_empty());
    let selection = Selection { storage_vms: named.cloned(), include_system: false };
    let system = estate.system();
    let found = estate::discover(&system, &selection);
    Discovered { main: joined(&[&estate::preamble(system.cluster), &found.main]), ..found }
}

/// Returns texts with an empty line between them, without those that are empty.
fn joined(texts: &[&str]) -> String {
    texts.iter().copied().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns everything as one configuration, with the summary as comments.
fn in_one(found: &Discovered) -> String {
    let comment = |line: &str| format!("# {line}").trim_end().to_owned() + "\n";
    let summary: String = found.summary.lines().map(comment).collect();
    joined(&[&found.main, &found.imports, &summary])
}

/// Writes the files. The import blocks come first: alone, they are refused by Terraform, whereas resources
/// without them would be planned as new ones.
fn write(folder: &Path, found: &Discovered) -> Outcome<String> {
    let files = [(IMPORTS, found.imports.as_str()), (MAIN, found.main.as_str())];
    new_files::write_in(folder, &files).map_err(|why| not_written(folder, &why))?;
    Ok(format!("{}\n{MAIN} and {IMPORTS} were written to {}.\n", found.summary, folder.display()))
}

fn not_written(folder: &Path, why: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{MAIN} and {IMPORTS} cannot be written to {}", folder.display()),
        format!("{why}. Name a folder that has neither and that you may write to; it may be a new one."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found() -> Discovered {
        Discovered {
            main: "a {\n}\n".to_owned(),
            imports: "import {\n}\n".to_owned(),
            summary: "Written: 1 LIF.\n\nLeft out:\n- LIF x: Why.\n".to_owned(),
            unknown: Vec::new(),
        }
    }

    #[test]
    fn in_one_text_the_summary_is_a_comment() {
        let whole = "a {\n}\n\nimport {\n}\n\n# Written: 1 LIF.\n#\n# Left out:\n# - LIF x: Why.\n";
        assert_eq!(in_one(&found()), whole);
        let nothing = Discovered { main: "a {\n}\n".to_owned(), imports: String::new(), ..found() };
        assert!(in_one(&nothing).starts_with("a {\n}\n\n# Written"));
    }

    #[test]
    fn files_are_written_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let told = write(folder.path(), &found()).unwrap();
        assert!(told.starts_with("Written: 1 LIF.") && told.contains("main.tf and imports.tf were written"));
        assert_eq!(std::fs::read_to_string(folder.path().join(IMPORTS)).unwrap(), "import {\n}\n");
        let again = write(folder.path(), &found()).unwrap_err();
        assert!(format!("{again:?}").contains("imports.tf: File exists"), "{again:?}");
    }
}
