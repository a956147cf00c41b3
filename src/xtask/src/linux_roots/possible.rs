//! Checks whether real Debian systems can run on this machine.

use std::fs;
use std::process::Command;

use crate::process;

/// Returns the reason why they cannot; `None` if they can.
pub fn why_not() -> Option<String> {
    let debian =
        fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    if !debian || !cfg!(target_arch = "x86_64") {
        return Some("they are for Debian on x86-64".to_owned());
    }
    if !nix::unistd::geteuid().is_root() {
        return Some("they need root, to make root file systems and to run an SSH server in each".to_owned());
    }
    let mut unshare = Command::new("unshare");
    unshare.args(["--mount", "--propagation=private", "--pid", "--uts", "--fork"]);
    unshare.args(["mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
    process::output(&mut unshare).err().map(|error| format!("this machine permits no namespaces: {error}"))
}
