//! A panic in the provider's code becomes an error that the user can report.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tfplugin_core::{Diagnostics, Outcome};

/// Turns a caught panic into an error.
pub fn caught<T>(done: Result<Outcome<T>, Box<dyn Any + Send>>) -> Outcome<T> {
    done.unwrap_or_else(|panic| Err(error(panic.as_ref())))
}

/// Runs `work` and turns a panic into an error.
pub fn catch<T>(work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    caught(catch_unwind(AssertUnwindSafe(work)))
}

/// The message of a panic.
pub fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

fn error(panic: &(dyn Any + Send)) -> Diagnostics {
    let message = message(panic);
    Diagnostics::error(
        "The provider panicked",
        format!(
            "This is a bug in the provider; please report it: {message}. What was known of the object before \
             is stored in the state."
        ),
    )
}
