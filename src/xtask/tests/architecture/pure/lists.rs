//! Lists of what pure code may and may not name.

/// The parts of the standard library that have no effect and do not depend on the system, a clock or another
/// thread.
pub const PURE: &[&str] = &[
    "std::any",
    "std::array",
    "std::ascii",
    "std::borrow",
    "std::boxed",
    "std::cell",
    "std::char",
    "std::clone",
    "std::cmp",
    "std::collections",
    "std::convert",
    "std::default",
    "std::error",
    "std::f64",
    "std::fmt",
    "std::hash",
    "std::iter",
    "std::marker",
    "std::mem",
    "std::net::AddrParseError",
    "std::net::IpAddr",
    "std::net::Ipv4Addr",
    "std::net::Ipv6Addr",
    "std::num",
    "std::ops",
    "std::option",
    "std::path",
    "std::primitive",
    "std::rc",
    "std::result",
    "std::slice",
    "std::str",
    "std::string",
    "std::sync::Arc",
    "std::sync::LazyLock",
    "std::sync::OnceLock",
    "std::time::Duration",
    "std::vec",
    // Macros.
    "std::assert!",
    "std::concat!",
    "std::debug_assert!",
    "std::env!",
    "std::format!",
    "std::format_args!",
    "std::include_str!",
    "std::macro_rules!",
    "std::matches!",
    "std::stringify!",
    "std::unreachable!",
    "std::vec!",
    "std::write!",
    "std::writeln!",
];

/// Exceptions from [`PURE`]: randomness.
pub const IMPURE: &[&str] =
    &["std::collections::hash_map::RandomState", "std::hash::RandomState", "std::hash::random"];

/// Functions and methods that read a clock, ask a name server or open a file, whichever library they belong
/// to.
pub const DOORS: &[&str] = &[
    "canonicalize",
    "exists",
    "is_dir",
    "is_file",
    "is_symlink",
    "metadata",
    "now",
    "now_local",
    "now_utc",
    "read_dir",
    "read_link",
    "read_openssh_file",
    "socket_addrs",
    "symlink_metadata",
    "to_socket_addrs",
    "try_exists",
    "write_openssh_file",
];

/// What modules of `kvm-drivers` may name in addition: the crate reads the streams that it is given, and a
/// mounted image through one open folder.
pub const OPEN: &[(&str, &[&str])] = &[
    ("kvm_drivers", &["std::io"]),
    (
        "kvm_drivers::root::folder",
        &["std::os::fd", "is_dir", "is_file", "is_symlink", "metadata", "symlink_metadata"],
    ),
    ("kvm_drivers::root::this_machine", &["std::fs::metadata", "std::os::unix::fs::MetadataExt"]),
];

/// What no module may name although a list above includes it. The first three are closed to `kvm-drivers`,
/// too.
pub const CLOSED: &[&str] = &[
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "kvm_drivers::root::Folder",
    "kvm_drivers::root::folder",
];
