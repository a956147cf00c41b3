//! The memory of this process has passwords and keys, and stays with it.

use nix::sys::resource::{Resource, setrlimit};

/// Turns off core dumps, as far as the platform lets us. Nothing else depends on it, so that a refusal is no reason
/// not to start.
pub(crate) fn no_core_dumps() {
    setrlimit(Resource::RLIMIT_CORE, 0, 0).ok();
    // A core that is handed to a program (`kernel.core_pattern` with a pipe) has no limit, but needs this flag.
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_dumpable(false).ok();
}
