//! Differences from the specification.

use std::collections::{BTreeMap, BTreeSet};

use super::newer;

/// The differences from the specification, without duplicates.
#[derive(Default)]
pub struct Findings {
    /// Number of compared exchanges.
    pub compared: usize,
    differences: BTreeMap<String, usize>,
    newer: BTreeSet<&'static str>,
    not_described: BTreeSet<String>,
}

impl Findings {
    /// Records a difference, unless a newer release explains it.
    pub fn add(&mut self, place: String, name: &str, what: &str) {
        match newer::source(&place, name, what) {
            Some(source) => {
                self.newer.insert(source);
            }
            None => *self.differences.entry(format!("{place} `{name}`: {what}")).or_default() += 1,
        }
    }

    /// Records a request that the specification does not cover, such as one to the private CLI.
    pub fn unknown_operation(&mut self, method: &str, path: &str) {
        // Keys differ between runs, so only the beginning of the path is kept.
        let place: Vec<&str> = path.split('/').take(4).collect();
        self.not_described.insert(format!("{} {}", method.to_uppercase(), place.join("/")));
    }

    /// Whether there are no differences.
    pub fn none(&self) -> bool {
        self.differences.is_empty()
    }

    /// Returns the differences, one per line.
    #[cfg(test)]
    pub fn lines(&self) -> Vec<String> {
        self.differences.keys().cloned().collect()
    }

    /// Returns the complete report.
    pub fn report(&self) -> String {
        let list = |title: &str, lines: Vec<String>| {
            if lines.is_empty() { String::new() } else { format!("\n{title}\n  {}", lines.join("\n  ")) }
        };
        let differences =
            self.differences.iter().map(|(line, times)| format!("{times:>4} x {line}")).collect();
        format!(
            "{} exchanges compared{}{}{}",
            self.compared,
            list("Not in this specification:", self.not_described.iter().cloned().collect()),
            list("Added by newer releases:", self.newer.iter().map(ToString::to_string).collect()),
            list("Differences:", differences)
        )
    }
}
