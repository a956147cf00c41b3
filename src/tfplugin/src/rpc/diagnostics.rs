//! Diagnostics and paths as messages of the protocol, and back.

use tfplugin_core::{Diagnostic, Diagnostics, Path, Severity, Step};

use super::terminal;
use crate::proto::tfplugin6 as proto;
use crate::proto::tfplugin6::attribute_path::step::Selector;
use crate::proto::tfplugin6::diagnostic::Severity as ProtoSeverity;

/// Converts diagnostics to messages of the protocol.
pub fn to_proto(diagnostics: Diagnostics) -> Vec<proto::Diagnostic> {
    diagnostics.into_iter().map(diagnostic_to_proto).collect()
}

fn diagnostic_to_proto(diagnostic: Diagnostic) -> proto::Diagnostic {
    let severity = match diagnostic.severity {
        Severity::Error => ProtoSeverity::Error,
        Severity::Warning => ProtoSeverity::Warning,
    };
    proto::Diagnostic {
        severity: severity.into(),
        summary: terminal::summary(&diagnostic.summary),
        detail: terminal::detail(&diagnostic.detail),
        attribute: diagnostic.path.as_ref().map(path_to_proto),
    }
}

/// The number of diagnostics with that severity.
pub fn count(diagnostics: &[proto::Diagnostic], severity: Severity) -> usize {
    let wanted = match severity {
        Severity::Error => ProtoSeverity::Error,
        Severity::Warning => ProtoSeverity::Warning,
    };
    diagnostics.iter().filter(|diagnostic| diagnostic.severity() == wanted).count()
}

/// Converts a path to a message of the protocol.
pub fn path_to_proto(path: &Path) -> proto::AttributePath {
    let selector = |step: &Step| match step {
        Step::Attribute(name) => Selector::AttributeName(name.clone()),
        Step::Key(key) => Selector::ElementKeyString(key.clone()),
        Step::Index(index) => Selector::ElementKeyInt(*index),
    };
    let step = |step| proto::attribute_path::Step { selector: Some(selector(step)) };
    proto::AttributePath { steps: path.0.iter().map(step).collect() }
}

/// Converts messages to diagnostics. Any severity other than warning is an error.
pub fn from_proto(diagnostics: Vec<proto::Diagnostic>) -> Diagnostics {
    let mut all = Diagnostics::new();
    for diagnostic in diagnostics {
        let severity = match diagnostic.severity() {
            ProtoSeverity::Warning => Severity::Warning,
            ProtoSeverity::Error | ProtoSeverity::Invalid => Severity::Error,
        };
        let path = diagnostic.attribute.as_ref().map(path_from_proto);
        let (summary, detail) = (diagnostic.summary, diagnostic.detail);
        all.push(Diagnostic { severity, summary, detail, path });
    }
    all
}

/// Converts a message to a path.
pub fn path_from_proto(path: &proto::AttributePath) -> Path {
    let step = |step: &proto::attribute_path::Step| {
        Some(match step.selector.as_ref()? {
            Selector::AttributeName(name) => Step::Attribute(name.clone()),
            Selector::ElementKeyString(key) => Step::Key(key.clone()),
            Selector::ElementKeyInt(index) => Step::Index(*index),
        })
    };
    Path(path.steps.iter().filter_map(step).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn diagnostics_survive_a_round_trip() {
        let path = Path::from("aws.region").join(Step::Index(2)).join(Step::Key("k".to_owned()));
        let mut all = Diagnostics::error_at(path, "no such region", "Take another.");
        all.push_warning("old", "Renew it.");
        assert_eq!(from_proto(to_proto(all.clone())), all);
    }

    #[test]
    fn diagnostics_are_made_safe_for_a_terminal() {
        let said = "\u{1b}[2Jserver\n::set-env name=A::b\n##[error]";
        let messages = to_proto(Diagnostics::error(said, said));
        assert_eq!(messages[0].summary, "[2Jserver : :set-env name=A::b # #[error]");
        assert_eq!(messages[0].detail, "[2Jserver\n: :set-env name=A::b\n# #[error]");
    }
}
