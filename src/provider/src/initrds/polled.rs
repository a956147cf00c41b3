//! [`Polled`]: a file system that refuses reads once the operation is stopped.

use std::io;

use kvm_drivers::root::Files;
use tfplugin::CancellationToken;

/// A file system that refuses reads once the operation is stopped.
pub struct Polled<'a, F> {
    pub files: &'a F,
    pub stop: &'a CancellationToken,
}

impl<F> Polled<'_, F> {
    fn refuse_if_stopped(&self) -> io::Result<()> {
        if self.stop.is_cancelled() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(()) }
    }
}

impl<F: Files> Files for Polled<'_, F> {
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        self.refuse_if_stopped()?;
        self.files.read(path, limit)
    }

    fn list(&self, path: &str) -> io::Result<Vec<String>> {
        self.refuse_if_stopped()?;
        self.files.list(path)
    }

    fn size(&self, path: &str) -> io::Result<Option<u64>> {
        self.refuse_if_stopped()?;
        self.files.size(path)
    }

    fn resolve(&self, path: &str) -> io::Result<Option<String>> {
        self.refuse_if_stopped()?;
        self.files.resolve(path)
    }
}

#[cfg(test)]
mod tests {
    use kvm_drivers::root::Memory;

    use super::*;

    #[test]
    fn nothing_is_read_once_the_operation_is_stopped() {
        let stop = CancellationToken::new();
        let files = Memory::default().with("/etc/a", "x");
        let polled = Polled { files: &files, stop: &stop };
        assert_eq!(
            (polled.read("/etc/a", 9).unwrap(), polled.exists("/etc/a").unwrap()),
            (b"x".to_vec(), true)
        );
        stop.cancel();
        assert!(polled.read("/etc/a", 9).is_err() && polled.list("/etc").is_err());
        assert!(polled.size("/etc/a").is_err() && polled.resolve("/etc/a").is_err());
    }
}
