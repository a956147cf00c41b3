//! The tables of the ledger, and what is wrong in them.

use std::collections::BTreeSet;

use super::LEDGER;
use super::switches::Control;

/// The columns of every table.
const COLUMNS: [&str; 6] = ["key", "assumed", "source", "depends on it", "switch", "what would prove it"];
/// Begins a column `depends on it` of what concerns no user of the provider.
const SIMULATOR_ONLY: &str = "simulator only";
const NO_SWITCH: &str = "no switch: ";
const NONE: &str = "none: nothing depends on it";

/// What a row may refer to.
pub struct Known {
    /// What can be switched.
    pub control: Control,
    /// The paths and actions that a recording reads.
    pub recorded: BTreeSet<String>,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// The heading above the table.
    pub table: String,
    /// The key, without its backticks.
    pub key: String,
    /// All cells.
    pub cells: Vec<String>,
}

/// Returns the rows of all tables but their heads.
pub fn rows(ledger: &str) -> Vec<Row> {
    let (mut table, mut rows) = (String::new(), Vec::new());
    for line in ledger.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut table);
        }
        let Some(inner) = line.strip_prefix('|') else { continue };
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        let cells: Vec<_> = inner.split('|').map(|cell| cell.trim().to_owned()).collect();
        if cells[0] == COLUMNS[0] || cells[0].starts_with('-') {
            continue;
        }
        rows.push(Row { table: table.clone(), key: cells[0].trim_matches('`').to_owned(), cells });
    }
    rows
}

/// Returns what is wrong with the rows.
pub fn faults(rows: &[Row], known: &Known) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let twice = rows.iter().filter(|row| !seen.insert(&row.key)).map(|row| said(row, "is there twice"));
    let neighbours = rows.windows(2).filter(|pair| pair[0].table == pair[1].table);
    let unsorted = neighbours.filter(|pair| pair[0].key > pair[1].key);
    let unsorted = unsorted.map(|pair| said(&pair[1], &format!("stands behind {}", pair[0].key)));
    let in_rows = rows.iter().flat_map(|row| in_row(row, known).into_iter().map(|why| said(row, &why)));
    twice.chain(unsorted).chain(in_rows).collect()
}

fn said(row: &Row, why: &str) -> String {
    format!("{LEDGER}: {} {why}", row.key)
}

fn in_row(row: &Row, known: &Known) -> Vec<String> {
    let is_slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let whole = row.cells.len() == COLUMNS.len() && row.cells.iter().all(|cell| !cell.is_empty());
    if !whole
        || row.key.is_empty()
        || !row.key.chars().all(is_slug)
        || row.cells[0] != format!("`{}`", row.key)
    {
        return vec![format!("needs a key in backticks and the columns {}", COLUMNS.join(", "))];
    }
    let [depends, switch, proof] = [3, 4, 5].map(|column| row.cells[column].as_str());
    let mut wrong = Vec::new();
    let is_of_simulator = depends.starts_with(SIMULATOR_ONLY);
    if !is_of_simulator && !depends.starts_with("provider") {
        wrong.push(format!("says neither \"provider\" nor \"{SIMULATOR_ONLY}\""));
    }
    if !proof.starts_with("record: `") && !proof.starts_with("try: ") {
        wrong.push("says neither \"record: `…`\" nor \"try: …\"".to_owned());
    }
    let recorded =
        proof.split("try: ").next().into_iter().flat_map(|text| text.split('`').skip(1).step_by(2));
    let reads = recorded.filter(|read| read.starts_with("/api") || read.starts_with("Describe"));
    let others = reads.filter(|read| !known.recorded.contains(*read));
    wrong.extend(others.map(|read| format!("is to be proved by {read}, which no recording has")));
    if switch == NONE && !is_of_simulator {
        wrong.push(format!("has \"{NONE}\" although the provider depends on it"));
    }
    if switch != NONE && switch.strip_prefix(NO_SWITCH).is_none_or(|reason| reason.len() <= 10) {
        wrong.extend(unknown(switch, &known.control));
    }
    wrong
}

/// Returns which switches of the text the simulator does not have; at least one must be named.
fn unknown(switch: &str, control: &Control) -> Vec<String> {
    let (mut wrong, mut named, mut call) = (Vec::new(), 0, None);
    let mut before = "";
    for (index, part) in switch.split('`').enumerate() {
        if index % 2 == 0 {
            before = part;
            continue;
        }
        if before.ends_with("fault rule ") {
            (named, call) = (named + 1, None);
            if !control.faults.contains(part) {
                wrong.push(format!("names the fault rule {part}, which there is not"));
            }
        } else if let Some(path) = part.strip_prefix("POST ").filter(|path| !path.starts_with("/api/")) {
            (named, call) = (named + 1, control.calls.get(path));
            if call.is_none() {
                wrong.push(format!("names {part}, which there is not"));
            }
        } else if let Some(members) = call
            && !members.contains(part)
        {
            wrong.push(format!("names the member {part}, which its call has not"));
        }
    }
    if named == 0 {
        wrong.push(format!("names no switch, and says neither \"{NONE}\" nor \"{NO_SWITCH}…\""));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let calls = [("/a".to_owned(), ["one".to_owned()].into())].into();
        let control = Control { calls, faults: ["cut".to_owned()].into() };
        Known { control, recorded: ["/api".to_owned(), "DescribeVpcs".to_owned()].into() }
    }

    fn found(rows_of_it: &[&str]) -> Vec<String> {
        let (head, line) = (COLUMNS.join(" | "), "---|".repeat(COLUMNS.len()));
        let ledger = format!("## T\n\n| {head} |\n|{line}\n{}\n", rows_of_it.join("\n"));
        faults(&rows(&ledger), &known())
    }

    #[test]
    fn a_good_ledger_has_no_faults() {
        let good = [
            "| `a` | x | y | provider: z | `POST /a` `one`, or fault rule `cut` on `GET /api` | record: `/api` |",
            "| `b` | x | y | simulator only | none: nothing depends on it | try: that |",
            "| `c` | x | y | provider | no switch: packets are not simulated | try: that |",
        ];
        assert_eq!(found(&good), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_found() {
        let row = |depends: &str, switch: &str, proof: &str| {
            format!("| `a` | x | y | {depends} | {switch} | {proof} |")
        };
        for (row, why) in [
            ("| `a` | x | y | provider | `POST /a` |".to_owned(), "needs a key"),
            ("| `a` | x | | provider | `POST /a` | try: x |".to_owned(), "needs a key"),
            ("| a | x | y | provider | `POST /a` | try: x |".to_owned(), "needs a key"),
            ("| `A b` | x | y | provider | `POST /a` | try: x |".to_owned(), "needs a key"),
            (row("nobody", "`POST /a`", "try: x"), "says neither \"provider\""),
            (row("provider", "`POST /a`", "look at it"), "says neither \"record"),
            (row("provider", "`POST /a`", "record: `/api`, `/api/b`; try: `/api/c`"), "proved by /api/b"),
            (row("provider", "`POST /a`", "record: `DescribeB`, `DescribeVpcs`"), "proved by DescribeB"),
            (row("provider", NONE, "try: x"), "although the provider depends on it"),
            (row("provider", "no switch: ", "try: x"), "names no switch"),
            (row("provider", "perhaps", "try: x"), "names no switch"),
            (row("provider", "`POST /b` `one`", "try: x"), "names POST /b"),
            (row("provider", "`POST /a` `two`", "try: x"), "names the member two"),
            (row("provider", "fault rule `burn`", "try: x"), "names the fault rule burn"),
        ] {
            let found = found(&[&row]);
            assert!(found.len() == 1 && found[0].contains(why), "{row}: {found:?}");
        }
        let good = |key: &str| format!("| `{key}` | x | y | provider | `POST /a` | try: x |");
        let unsorted = found(&[&good("b"), &good("a"), &good("b")]);
        assert_eq!(unsorted.len(), 2, "{unsorted:?}");
        assert!(unsorted[0].contains("b is there twice") && unsorted[1].contains("a stands behind b"));
    }
}
