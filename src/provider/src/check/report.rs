//! The findings of a check, as text for a person and as JSON for a program.

use std::fmt::Write;

use serde::Serialize;
use tfplugin::Diagnostics;

/// How a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it must be.
    Ok,
    /// Worth knowing; the provider works all the same.
    Warning,
    /// The provider cannot work.
    Error,
    /// Not looked at, because something before it failed.
    Skipped,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, such as `certificate`.
    pub topic: &'static str,
    /// How it is.
    pub verdict: Verdict,
    /// What is true, as a sentence.
    pub text: String,
}

/// All findings, in the order in which a connection is made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Whether the provider can work.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.findings.iter().all(|finding| finding.verdict != Verdict::Error)
    }

    /// One line for each finding.
    #[must_use]
    pub fn text(&self) -> String {
        self.findings.iter().fold(String::new(), |mut text, finding| {
            let verdict = match finding.verdict {
                Verdict::Ok => "ok",
                Verdict::Warning => "warning",
                Verdict::Error => "ERROR",
                Verdict::Skipped => "skipped",
            };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{:<12} {verdict:<8} {}", finding.topic, finding.text);
            text
        })
    }

    /// An object with `ok` and the list `findings`.
    #[must_use]
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Whole<'a> {
            ok: bool,
            findings: &'a [Finding],
        }
        let whole = Whole { ok: self.is_good(), findings: &self.findings };
        serde_json::to_string_pretty(&whole).unwrap_or_default()
    }

    pub(super) fn add(&mut self, topic: &'static str, verdict: Verdict, text: impl Into<String>) {
        self.findings.push(Finding { topic, verdict, text: text.into() });
    }

    pub(super) fn ok(&mut self, topic: &'static str, text: impl Into<String>) {
        self.add(topic, Verdict::Ok, text);
    }

    pub(super) fn skip(&mut self, topics: &[&'static str], why: &str) {
        topics.iter().for_each(|topic| self.add(topic, Verdict::Skipped, why));
    }

    /// Adds what the provider would tell in Terraform.
    pub(super) fn tell(&mut self, topic: &'static str, verdict: Verdict, diagnostics: &Diagnostics) {
        for diagnostic in diagnostics.iter() {
            self.add(topic, verdict, format!("{}. {}", diagnostic.summary, diagnostic.detail));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_alone_makes_a_report_bad() {
        let mut report = Report::default();
        report.ok("address", "10.0.0.1 answers.");
        report.add("certificate", Verdict::Warning, "It is not verified.");
        report.skip(&["login", "release"], "Not looked at.");
        assert!(report.is_good());
        report.add("login", Verdict::Error, "The password is wrong.");
        assert!(!report.is_good());
        assert_eq!(report.text().lines().nth(1), Some("certificate  warning  It is not verified."));
        let json: serde_json::Value = serde_json::from_str(&report.json()).unwrap();
        assert_eq!((&json["ok"], &json["findings"][4]["verdict"]), (&false.into(), &"error".into()));
    }
}
