//! Small images.

use std::io::Write;

use cpio::NewcBuilder;
use cpio::newc::trailer;

/// Returns paths of modules.
pub(crate) fn modules(kernel: &str, drivers: &[&str]) -> Vec<String> {
    drivers
        .iter()
        .map(|driver| format!("usr/lib/modules/{kernel}/kernel/drivers/virtio/{driver}.ko"))
        .collect()
}

/// Creates an archive of files.
pub(crate) fn archive(paths: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for path in paths.iter().map(String::as_str).chain(["init"]) {
        let mut writer = NewcBuilder::new(path).mode(0o100_644).write(&mut bytes, 3);
        writer.write_all(b"ELF").unwrap();
        writer.finish().unwrap();
    }
    trailer(&mut bytes).unwrap();
    bytes
}
