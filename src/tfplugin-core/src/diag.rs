//! Diagnostics as values: what a user is diagnostic, how grave it is, and which attribute it is about.

use crate::value::Path;

/// The result of whatever a provider does: a value, or the errors to show.
pub type Outcome<T> = Result<T, Diagnostics>;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Terraform stops.
    Error,
    /// Terraform shows it and goes on.
    Warning,
}

/// One message to the user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// What could not be done to which object; one line.
    pub summary: String,
    /// What is true now and what to do next; whole sentences.
    pub detail: String,
    /// The attribute to blame.
    pub path: Option<Path>,
}

/// Messages to the user, in order, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One error about the whole object.
    #[must_use]
    pub fn error(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut all = Self::new();
        all.push_error(summary, detail);
        all
    }

    /// One error about an attribute.
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

    /// Adds a diagnostic that is not there yet.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.0.contains(&diagnostic) {
            self.0.push(diagnostic);
        }
    }

    /// Adds those of `other`.
    pub fn extend(&mut self, other: Diagnostics) {
        other.0.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }

    /// The same messages, and each error ends with a sentence more.
    #[must_use]
    pub fn with_sentence(self, sentence: &str) -> Self {
        self.with_sentence_unless(|_| false, sentence)
    }

    /// The same messages, and each error for which `says_so` does not hold ends with a sentence more, which stands alone
    /// behind a block that is to be pasted.
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

    /// Whether there is an error among them.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each in turn.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// `Ok` without errors, the diagnostics otherwise.
    ///
    /// # Errors
    /// When an error is among them.
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
    fn nothing_is_told_twice() {
        let mut all = Diagnostics::error_at("name", "Bad name", "Choose another.");
        all.push_error_at("name", "Bad name", "Choose another.");
        all.push_error("Bad name", "Choose another.");
        all.extend(all.clone());
        assert_eq!(all.iter().count(), 2);
    }

    #[test]
    fn a_sentence_is_added_to_errors_alone() {
        let mut all = Diagnostics::error("Wrong", "It does not work.");
        all.push_error("Empty", "");
        all.push_error("Unknown", "Import it:\n\nimport {\n}");
        all.push_warning("Odd", "But it works.");
        let told = all.with_sentence("Look.");
        let details: Vec<_> = told.iter().map(|told| told.detail.as_str()).collect();
        assert_eq!(
            details,
            ["It does not work. Look.", "Look.", "Import it:\n\nimport {\n}\n\nLook.", "But it works."]
        );
        assert_eq!(told.clone().with_sentence_unless(|_| true, "Look."), told);
    }

    #[test]
    fn warnings_stop_nothing() {
        let mut all = Diagnostics::new();
        assert!(all.is_empty());
        all.push_warning("Odd", "But it works.");
        assert_eq!(all.clone().into_result(), Ok(()));
        all.push_error("Wrong", "It does not work.");
        assert_eq!(all.clone().into_result(), Err(all));
    }
}
