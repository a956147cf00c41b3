//! Diagnostics as values: a message to the user, its severity, and the attribute it is about.

use crate::value::Path;

/// The result of a provider's operation: a value, or the errors to show.
pub type Outcome<T> = Result<T, Diagnostics>;

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Terraform stops.
    Error,
    /// Terraform shows it and continues.
    Warning,
}

/// One message to the user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// What could not be done to which object, in one line.
    pub summary: String,
    /// What is true now and what to do next, in full sentences.
    pub detail: String,
    /// The attribute at fault.
    pub path: Option<Path>,
}

/// Messages to the user, in order, without duplicates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Returns an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns one error about the whole object.
    #[must_use]
    pub fn error(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut all = Self::new();
        all.push_error(summary, detail);
        all
    }

    /// Returns one error about an attribute.
    #[must_use]
    pub fn error_at(path: impl Into<Path>, summary: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut all = Self::new();
        all.push_error_at(path, summary, detail);
        all
    }

    /// Adds an error about the whole object.
    pub fn push_error(&mut self, summary: impl Into<String>, detail: impl Into<String>) {
        self.push(Diagnostic {
            severity: Severity::Error,
            summary: summary.into(),
            detail: detail.into(),
            path: None,
        });
    }

    /// Adds an error about an attribute.
    pub fn push_error_at(
        &mut self,
        path: impl Into<Path>,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        let (summary, detail, path) = (summary.into(), detail.into(), Some(path.into()));
        self.push(Diagnostic { severity: Severity::Error, summary, detail, path });
    }

    /// Adds a warning about the whole object.
    pub fn push_warning(&mut self, summary: impl Into<String>, detail: impl Into<String>) {
        let (summary, detail) = (summary.into(), detail.into());
        self.push(Diagnostic { severity: Severity::Warning, summary, detail, path: None });
    }

    /// Adds a warning about an attribute.
    pub fn push_warning_at(
        &mut self,
        path: impl Into<Path>,
        summary: impl Into<String>,
        detail: impl Into<String>,
    ) {
        let (summary, detail, path) = (summary.into(), detail.into(), Some(path.into()));
        self.push(Diagnostic { severity: Severity::Warning, summary, detail, path });
    }

    /// Adds a diagnostic unless the list already has it.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.0.contains(&diagnostic) {
            self.0.push(diagnostic);
        }
    }

    /// Adds all diagnostics of `other`.
    pub fn extend(&mut self, other: Diagnostics) {
        other.0.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// Appends a sentence to the detail of each error.
    #[must_use]
    pub fn with_sentence(self, sentence: &str) -> Self {
        self.with_sentence_unless(|_| false, sentence)
    }

    /// Appends a sentence to the detail of each error for which `says_so` is false. After a block of
    /// configuration to paste, the sentence becomes a paragraph of its own.
    #[must_use]
    pub fn with_sentence_unless(self, says_so: impl Fn(&Diagnostic) -> bool, sentence: &str) -> Self {
        let mut all = Self::new();
        for mut diagnostic in self {
            if diagnostic.severity == Severity::Error && !says_so(&diagnostic) {
                let gap = if diagnostic.detail.ends_with('}') { "\n\n" } else { " " };
                diagnostic.detail = format!("{}{gap}{sentence}", diagnostic.detail).trim_start().to_owned();
            }
            all.push(diagnostic);
        }
        all
    }

    /// Returns the same messages, with warnings in place of errors. Each of them ends with this sentence.
    #[must_use]
    pub fn as_warnings(self, sentence: &str) -> Self {
        let mut all = Self::new();
        for diagnostic in self.with_sentence(sentence) {
            all.push(Diagnostic { severity: Severity::Warning, ..diagnostic });
        }
        all
    }

    /// Whether the list contains an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether the list is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over the diagnostics in order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Returns `Ok` if there is no error.
    ///
    /// # Errors
    /// All diagnostics, warnings included, if there is one.
    pub fn into_result(self) -> Outcome<()> {
        if self.has_errors() { Err(self) } else { Ok(()) }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_are_dropped() {
        let mut all = Diagnostics::error_at("name", "Bad name", "Choose another.");
        all.push_error_at("name", "Bad name", "Choose another.");
        all.push_error("Bad name", "Choose another.");
        all.extend(all.clone());
        assert_eq!(all.iter().count(), 2);
    }

    #[test]
    fn a_sentence_is_added_to_errors_only() {
        let mut all = Diagnostics::error("Wrong", "It does not work.");
        all.push_error("Empty", "");
        all.push_error("Unknown", "Import it:\n\nimport {\n}");
        all.push_warning("Odd", "But it works.");
        let extended = all.with_sentence("Look.");
        let details: Vec<_> = extended.iter().map(|diagnostic| diagnostic.detail.as_str()).collect();
        assert_eq!(
            details,
            ["It does not work. Look.", "Look.", "Import it:\n\nimport {\n}\n\nLook.", "But it works."]
        );
        assert_eq!(extended.clone().with_sentence_unless(|_| true, "Look."), extended);
    }

    #[test]
    fn an_error_becomes_a_warning_that_says_why() {
        let mut all = Diagnostics::error_at("name", "Taken", "Another has it.");
        all.push_warning("Odd", "But it works.");
        let warnings = all.as_warnings("It may go.");
        let details: Vec<_> = warnings.iter().map(|warning| warning.detail.as_str()).collect();
        assert!(!warnings.has_errors());
        assert_eq!(details, ["Another has it. It may go.", "But it works."]);
    }

    #[test]
    fn warnings_are_no_failure() {
        let mut all = Diagnostics::new();
        assert!(all.is_empty());
        all.push_warning("Odd", "But it works.");
        assert_eq!(all.clone().into_result(), Ok(()));
        all.push_error("Wrong", "It does not work.");
        assert_eq!(all.clone().into_result(), Err(all));
    }
}
