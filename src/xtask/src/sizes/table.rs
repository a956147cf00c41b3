//! Formats the counts as a Markdown table.

use super::counts::Counts;

const HEAD: [&str; 11] = [
    "Package",
    "Lines",
    "Files",
    "Lines per file, median / p90",
    "Functions",
    "Lines per function, median / p90",
    "`pub(crate)` and `pub(super)` per 1,000 lines",
    "`mod x;` per 1,000 lines",
    "Test lines",
    "Test files",
    "Test lines per line",
];

/// Returns the table, with a line per row and a column per word.
pub fn markdown(rows: &[(String, Counts)], words: &[String]) -> String {
    let head = HEAD.iter().map(ToString::to_string);
    let head: Vec<_> = head.chain(words.iter().map(|word| format!("`{word}`"))).collect();
    let mut ruler = vec!["---:"; head.len()];
    ruler[0] = "---";
    let mut lines = vec![line(&head), line(&ruler)];
    lines.extend(rows.iter().map(|(name, counts)| line(&cells(name, counts))));
    lines.join("\n")
}

fn line(cells: &[impl AsRef<str>]) -> String {
    let cells: Vec<_> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |", cells.join(" | "))
}

fn cells(name: &str, counts: &Counts) -> Vec<String> {
    let lines = counts.lines();
    let pair = |(median, decile)| format!("{median} / {decile}");
    let mut cells = vec![
        name.to_owned(),
        lines.to_string(),
        counts.files().to_string(),
        pair(counts.per_file()),
        counts.functions().to_string(),
        pair(counts.per_function()),
        tenths(counts.restricted * 1000, lines),
        tenths(counts.modules * 1000, lines),
        counts.test_lines.to_string(),
        counts.test_files.to_string(),
        hundredths(counts.test_lines, lines),
    ];
    cells.extend(counts.words.iter().map(ToString::to_string));
    cells
}

/// Formats a quotient with one decimal place.
fn tenths(of: usize, by: usize) -> String {
    rounded(of, by, 10).map_or_else(none, |all| format!("{}.{}", all / 10, all % 10))
}

/// Formats a quotient with two decimal places.
fn hundredths(of: usize, by: usize) -> String {
    rounded(of, by, 100).map_or_else(none, |all| format!("{}.{:02}", all / 100, all % 100))
}

fn rounded(of: usize, by: usize, parts: usize) -> Option<usize> {
    (of * parts + by / 2).checked_div(by)
}

fn none() -> String {
    "–".to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::source::Measured;
    use super::*;

    #[test]
    fn each_package_has_a_line() {
        let mut counts = Counts::default();
        let functions = vec![3, 5, 40];
        counts.add(Measured {
            production: 300,
            restricted: 20,
            modules: 4,
            functions,
            words: vec![7],
            tests: 30,
        });
        counts.add_tests(300);
        let rows = [("ontap".to_owned(), counts), ("tests-only".to_owned(), Counts::default())];
        let table = markdown(&rows, &["uuid".to_owned()]);
        let lines: Vec<_> = table.lines().collect();
        assert!(lines[0].starts_with("| Package | Lines |") && lines[0].ends_with("| `uuid` |"), "{table}");
        assert_eq!(lines[1].matches("---").count(), HEAD.len() + 1);
        assert_eq!(
            lines[2],
            "| ontap | 300 | 1 | 300 / 300 | 3 | 5 / 40 | 66.7 | 13.3 | 330 | 1 | 1.10 | 7 |"
        );
        assert_eq!(lines[3], "| tests-only | 0 | 0 | 0 / 0 | 0 | 0 / 0 | – | – | 0 | 0 | – |");
    }
}
