//! [`Writes`]: whether an operation has sent a request that can change something.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tfplugin_core::Diagnostics;

/// Added to the errors of an operation that failed before it sent any write.
const UNCHANGED: &str = "Nothing was changed.";

/// Whether an operation has sent a write. All clones refer to the same operation: its context has one
/// ([`crate::Cx::writes`]), and clients that know nothing of operations get theirs from [`crate::writes`].
#[derive(Debug, Clone, Default)]
pub struct Writes(Arc<AtomicBool>);

impl Writes {
    /// Records a write that is about to be sent, whatever its outcome.
    pub fn note(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether a write was recorded.
    #[must_use]
    pub fn any(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Returns the errors, and adds that nothing was changed if no write was sent and they do not say so
    /// already.
    pub(crate) fn judged(&self, errors: Diagnostics) -> Diagnostics {
        if self.any() {
            return errors;
        }
        errors.with_sentence_unless(
            |diagnostic| diagnostic.detail.to_lowercase().contains("nothing was "),
            UNCHANGED,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(writes: &Writes, detail: &str) -> String {
        let errors = writes.judged(Diagnostics::error("It failed", detail));
        errors.iter().map(|error| error.detail.clone()).collect()
    }

    #[test]
    fn an_error_before_any_write_says_that_nothing_was_changed() {
        let writes = Writes::default();
        for (detail, error) in [
            ("", "Nothing was changed."),
            ("There is none.", "There is none. Nothing was changed."),
            ("Nothing was changed. Name another.", "Nothing was changed. Name another."),
            ("It is off, so nothing was sent.", "It is off, so nothing was sent."),
        ] {
            assert_eq!(judged(&writes, detail), error);
        }
        writes.clone().note();
        assert_eq!(judged(&writes, "There is none."), "There is none.");
    }

    #[test]
    fn warnings_say_nothing_about_it() {
        let mut warning = Diagnostics::new();
        warning.push_warning("Odd", "But it works.");
        assert_eq!(Writes::default().judged(warning.clone()), warning);
    }
}
