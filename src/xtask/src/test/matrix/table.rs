//! The result of the matrix as text.

use super::{Need, Row};

/// Returns a line for each release, then the tests that were left out and those that failed, by name.
pub fn text(rows: &[Row]) -> String {
    let head = format!("{:<12}{:>8}{:>8}{:>10}", "Terraform", "passed", "failed", "left out");
    let mut lines = vec![head];
    lines.extend(rows.iter().map(counts));
    lines.extend(rows.iter().flat_map(left_out));
    lines.extend(rows.iter().flat_map(failed));
    lines.join("\n")
}

fn counts(row: &Row) -> String {
    let (passed, failed) = (row.tally.passed, row.tally.failed);
    format!("{:<12}{passed:>8}{failed:>8}{:>10}", row.version, row.left_out.len())
}

fn left_out(row: &Row) -> Vec<String> {
    let line = |(test, need): &(String, &'static Need)| {
        let (major, minor) = need.since;
        format!("  {test}: {}, from Terraform {major}.{minor} on", need.feature)
    };
    titled(format!("\nLeft out on {}:", row.version), row.left_out.iter().map(line).collect())
}

fn failed(row: &Row) -> Vec<String> {
    let lines = row.failed.iter().map(|name| format!("  {name}")).collect();
    titled(format!("\nFailed on {}, with the output above:", row.version), lines)
}

/// Returns the lines below a title; nothing without lines.
fn titled(title: String, lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() {
        return lines;
    }
    std::iter::once(title).chain(lines).collect()
}

#[cfg(test)]
mod tests {
    use super::super::needs;
    use super::*;
    use crate::test::tally::Tally;

    #[test]
    fn every_test_that_did_not_pass_is_named() {
        let need = needs::lacking("queries::a", "1.8.4").unwrap();
        let row = |version, passed, failed: &[&str], left_out| Row {
            version,
            tally: Tally { passed, failed: failed.len() },
            failed: failed.iter().map(ToString::to_string).collect(),
            left_out,
        };
        let old = row("1.8.4", 160, &["lif::b"], vec![("queries::a".to_owned(), need)]);
        let expected = "\
Terraform     passed  failed  left out
1.15.5           162       0         0
1.8.4            160       1         1

Left out on 1.8.4:
  queries::a: terraform query, from Terraform 1.14 on

Failed on 1.8.4, with the output above:
  lif::b";
        assert_eq!(text(&[row("1.15.5", 162, &[], vec![]), old]), expected);
    }
}
