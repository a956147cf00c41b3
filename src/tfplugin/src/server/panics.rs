//! Reports a panic to the host in the form that it recognizes.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;
use std::panic::PanicHookInfo;

/// Writes every panic to stderr as `panic: …`. Terraform keeps such lines and shows them to the user
/// when the run fails.
pub fn report() {
    std::panic::set_hook(Box::new(|panic| {
        // If stderr is closed, there is nowhere to report it.
        drop(std::io::stderr().lock().write_all(text(panic, &Backtrace::capture()).as_bytes()));
    }));
}

fn text(panic: &PanicHookInfo<'_>, backtrace: &Backtrace) -> String {
    let message = panic.payload_as_str().unwrap_or("(no message)");
    let place = panic.location().map(|at| format!(" at {at}")).unwrap_or_default();
    let mut text = format!("panic: {message}{place}\n");
    if backtrace.status() == BacktraceStatus::Captured {
        text.push_str(&format!("{backtrace}\n"));
    }
    text
}
