//! The ledger of what is assumed, `docs/development/assumptions.md`, and the comments and pages that assume
//! something, belong together.

mod ledger;
mod mentions;
mod switches;

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::texts::{self, With};
use super::{assert_nothing, files, read, root};
use ledger::Known;
use mentions::Mention;

const LEDGER: &str = "docs/development/assumptions.md";
/// Speaks of assumptions and assumes nothing.
const OWN: &str = "src/xtask/tests/complete/assumptions";
/// What a recording reads of ONTAP and of EC2.
const RECORDINGS: [&str; 2] =
    ["src/provider-core/src/recording/asked.rs", "src/provider-core/src/recording/described.rs"];
/// Pages about behaviour.
const PAGES: [&str; 3] = ["docs/development", "docs/decisions", "docs/guides"];

/// Everything that is said to be assumed in these files, each with the name of its file.
fn mentions(files: Vec<PathBuf>, of: fn(&str) -> Vec<Mention>) -> Vec<(String, Mention)> {
    let root = root();
    let named = files.into_iter().map(|file| (file.strip_prefix(&root).unwrap().display().to_string(), file));
    let others = named.filter(|(name, _)| name != LEDGER && !name.starts_with(OWN));
    others.flat_map(|(name, file)| of(&read(&file)).into_iter().map(move |it| (name.clone(), it))).collect()
}

fn in_code() -> Vec<(String, Mention)> {
    mentions(files(&root().join("src"), "rs"), mentions::in_code)
}

fn in_pages() -> Vec<(String, Mention)> {
    let pages = PAGES.iter().flat_map(|folder| files(&root().join(folder), "md"));
    mentions(pages.collect(), mentions::in_page)
}

fn keys(mentions: &[(String, Mention)]) -> BTreeSet<&str> {
    mentions.iter().flat_map(|(_, mention)| &mention.keys).map(String::as_str).collect()
}

/// Returns what is assumed without a key, under a key that the ledger does not have, or in the ledger alone.
fn differences(
    code: &[(String, Mention)],
    pages: &[(String, Mention)],
    ledger: &BTreeSet<&str>,
) -> Vec<String> {
    let all = || code.iter().chain(pages);
    let without = all().filter(|(_, mention)| mention.keys.is_empty());
    let without = without
        .map(|(file, mention)| format!("{file}: a key (`…`) behind \"assumed\" in \"{}\"", mention.text));
    let unknown = all().flat_map(|(file, mention)| mention.keys.iter().map(move |key| (file, key)));
    let unknown = unknown.filter(|(_, key)| !ledger.contains(key.as_str()));
    let unknown = unknown.map(|(file, key)| format!("{LEDGER}: a row for {key}, which {file} assumes"));
    let in_code = keys(code);
    let left = ledger.iter().filter(|key| !in_code.contains(*key));
    let left = left.map(|key| format!("{LEDGER}: {key} is assumed by no comment in src any more"));
    without.chain(unknown).chain(left).collect()
}

#[test]
fn what_is_assumed_is_in_the_ledger_and_the_ledger_has_nothing_else() {
    let (code, pages, ledger) = (in_code(), in_pages(), ledger::rows(&read(&root().join(LEDGER))));
    assert!(code.len() >= 80 && pages.len() >= 5 && ledger.len() >= 50, "not everything was found");
    let of_ledger: BTreeSet<_> = ledger.iter().map(|row| row.key.as_str()).collect();
    assert_nothing(&differences(&code, &pages, &of_ledger));
}

#[test]
fn each_row_of_the_ledger_is_whole_and_names_a_switch_that_there_is() {
    let of_file = |file: &&str| texts::texts(&read(&root().join(file)), With::NoTests);
    let recorded = RECORDINGS.iter().flat_map(of_file).collect();
    let known = Known { control: switches::Control::of_simulator(), recorded };
    assert_nothing(&ledger::faults(&ledger::rows(&read(&root().join(LEDGER))), &known));
}

#[test]
fn a_key_that_is_missing_unknown_or_left_over_is_found() {
    let of = |mentions: Vec<Mention>| -> Vec<_> {
        mentions.into_iter().map(|mention| ("f".to_owned(), mention)).collect()
    };
    let code = of(mentions::in_code("/// This is assumed.\nx\n/// That is assumed\n/// (`one`).\n"));
    let pages = of(mentions::in_page("It is assumed (`one`, `two`).\n"));
    let found = differences(&code, &pages, &["one", "three"].into());
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].contains("f: a key") && found[0].contains("This is assumed"), "{found:?}");
    assert!(found[1].contains("a row for two, which f assumes"), "{found:?}");
    assert!(found[2].contains("three is assumed by no comment"), "{found:?}");
}
