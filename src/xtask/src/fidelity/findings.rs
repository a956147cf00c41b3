//! What differs from the specification.

use std::collections::{BTreeMap, BTreeSet};

use super::newer;

/// What differs from the specification, each difference once.
#[derive(Default)]
pub struct Findings {
    /// Exchanges that were compared.
    pub compared: usize,
    differences: BTreeMap<String, usize>,
    newer: BTreeSet<&'static str>,
    not_described: BTreeSet<String>,
}

impl Findings {
    /// Notes a difference, unless it is one that a newer release explains.
    pub fn add(&mut self, place: String, name: &str, what: &str) {
        match newer::source(&place, name, what) {
            Some(source) => {
                self.newer.insert(source);
            }
            None => *self.differences.entry(format!("{place} `{name}`: {what}")).or_default() += 1,
        }
    }

    /// Notes a request to something that the specification leaves out, such as the private CLI.
    pub fn unknown_operation(&mut self, method: &str, path: &str) {
        // Keys differ from run to run, so that only the beginning tells anything.
        let place: Vec<&str> = path.split('/').take(4).collect();
        self.not_described.insert(format!("{} {}", method.to_uppercase(), place.join("/")));
    }

    /// Whether nothing differs.
    pub fn none(&self) -> bool {
        self.differences.is_empty()
    }

    /// The differences, one per line.
    #[cfg(test)]
    pub fn lines(&self) -> Vec<String> {
        self.differences.keys().cloned().collect()
    }

    /// Everything that there is to say.
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
