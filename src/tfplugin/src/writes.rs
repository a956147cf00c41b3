//! [`Writes`]: whether an operation has sent anything that can change something.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tfplugin_core::Diagnostics;

/// What is said of an operation that failed before it sent anything.
const UNCHANGED: &str = "Nothing was changed.";

/// Whether an operation has sent a write. Clones are about the same operation: its context has one
/// ([`crate::Cx::writes`]), and clients that know nothing of operations get theirs from [`crate::writes`].
#[derive(Debug, Clone, Default)]
pub struct Writes(Arc<AtomicBool>);

impl Writes {
    /// Notes a write that is about to be sent, whatever becomes of it.
    pub fn note(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether a write was noted.
    #[must_use]
    pub fn any(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// The errors, which say that nothing was changed if nothing was sent and they do not say so already.
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
        errors.iter().map(|told| told.detail.clone()).collect()
    }

    #[test]
    fn an_error_before_any_write_says_that_nothing_was_changed() {
        let writes = Writes::default();
        for (detail, told) in [
            ("", "Nothing was changed."),
            ("There is none.", "There is none. Nothing was changed."),
            ("Nothing was changed. Name another.", "Nothing was changed. Name another."),
            ("It is off, so nothing was sent.", "It is off, so nothing was sent."),
        ] {
            assert_eq!(judged(&writes, detail), told);
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
