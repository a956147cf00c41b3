//! Keeps the memory of this process, which contains passwords and keys, out of core dumps.

use nix::sys::resource::{Resource, setrlimit};

/// Turns off core dumps, as far as the platform permits. Nothing else depends on it, so a failure does not
/// prevent the start.
pub(crate) fn no_core_dumps() {
    setrlimit(Resource::RLIMIT_CORE, 0, 0).ok();
    // A core that is piped to a program (`kernel.core_pattern`) is not subject to the limit, but needs this
    // flag.
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_dumpable(false).ok();
}
