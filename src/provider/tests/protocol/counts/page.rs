//! The tables of the manual.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;

use super::{Calls, Counted};

/// A lock: one table at a time is compared and written.
static WRITING: Mutex<()> = Mutex::new(());

const PAGE: &str = "docs/development/calls.md";

/// Returns a table with one line per operation, one column per system and one of notes. A plan without calls
/// on every system has no line.
pub(super) fn table(head: &[&str], columns: &[Counted], notes: &[(&str, &str)]) -> String {
    let mut seen = BTreeSet::new();
    let longest = columns.iter().max_by_key(|column| column.len()).unwrap();
    let lines = longest.iter().chain(columns.iter().flatten()).map(|(line, _)| line.as_str());
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len()));
    for line in lines.filter(|line| seen.insert(*line)) {
        let calls =
            |column: &Counted| column.iter().find(|(other, _)| other == line).map(|(_, calls)| *calls);
        let found: Vec<_> = columns.iter().map(calls).collect();
        if line.ends_with(": plan") && found.iter().flatten().all(|calls| calls.sum() == 0) {
            continue;
        }
        let cell = |calls: &Option<Calls>| calls.map(|calls| calls.to_string()).unwrap_or_default();
        let mut cells: Vec<_> = found.iter().map(cell).collect();
        if head.len() > columns.len() + 1 {
            cells
                .push(notes.iter().find(|(noted, _)| *noted == line).map_or("", |(_, note)| note).to_owned());
        }
        writeln!(text, "| {} | {} |", quoted(line), cells.join(" | ")).unwrap();
    }
    text
}

/// Returns the line with the name of the object as code.
fn quoted(line: &str) -> String {
    match line.split_once(": ") {
        Some((name, rest)) if name.starts_with("cvo_") => format!("`{name}`: {rest}"),
        None if line.starts_with("data.") => format!("`{line}`"),
        _ => line.to_owned(),
    }
}

/// Returns the counted table with the first numbers of a line as the page has them, where they are about
/// those: what is made at the same time shares questions, and how many depends on who comes when.
pub(super) fn about(existing: &str, counted: &str) -> String {
    let cells = |line: &str| line.split(" | ").map(str::to_owned).collect::<Vec<_>>();
    let numbers =
        |text: &str| text.split(" + ").map(|number| number.parse().ok()).collect::<Option<Vec<usize>>>();
    let is_about = |one: &str, other: &str| match (numbers(one), numbers(other)) {
        (Some(one), Some(other)) if one.len() == other.len() => {
            one.iter().zip(&other).all(|(one, other)| one.abs_diff(*other) <= 3 + other / 20)
        }
        _ => false,
    };
    let mut text = String::new();
    for line in counted.lines() {
        let mut counted = cells(line);
        let written = existing.lines().map(cells).find(|written| written.first() == counted.first());
        if let Some(written) =
            written.filter(|written| counted.len() > 1 && is_about(&counted[1], &written[1]))
        {
            counted[1].clone_from(&written[1]);
        }
        writeln!(text, "{}", counted.join(" | ")).unwrap();
    }
    text
}

/// Fails if the page does not contain this table, as `accepted` shows it beside the page's own. If
/// `UPDATE_CALLS` is set, writes the table instead.
pub(super) fn compare(name: &str, table: &str, accepted: fn(&str, &str) -> String) {
    let _lock = WRITING.lock();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(PAGE);
    let page = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = (format!("<!-- {name}: counted -->\n\n"), "\n<!-- end -->");
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("{PAGE} lacks {begin}"));
    let (existing, after) = rest.split_once(end).unwrap_or_else(|| panic!("{PAGE} lacks {end}"));
    if std::env::var_os("UPDATE_CALLS").is_some() {
        std::fs::write(&path, format!("{before}{begin}{table}{end}{after}")).unwrap();
        return;
    }
    let table = &accepted(existing, table);
    if existing == table {
        return;
    }
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (written, counted) = (lines(existing), lines(table));
    let listed = |lines: Vec<&String>| lines.iter().map(|line| format!("\n  {line}")).collect::<String>();
    panic!(
        "{PAGE} is not what was counted. Run this test with UPDATE_CALLS=1 and look at the difference. \
         Counted:{}\nIn the page:{}",
        listed(counted.difference(&written).collect()),
        listed(written.difference(&counted).collect())
    );
}
