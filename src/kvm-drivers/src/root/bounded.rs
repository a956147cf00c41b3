//! [`Bounded`]: a root file system with a limit on how much is read.

use std::cell::Cell;
use std::io;

use super::files::Files;

/// A root file system with a limit on how much is read. The limits far exceed what a survey reads on any real
/// system.
pub struct Bounded<'a> {
    files: &'a dyn Files,
    bytes_left: Cell<u64>,
    names_left: Cell<u64>,
}

/// Enough for the module lists of several hundred kernels, which are by far the largest files.
const BYTES: u64 = 512 << 20;
/// Number of names in all listed folders together.
const NAMES: u64 = 1 << 20;

impl<'a> Bounded<'a> {
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, bytes_left: Cell::new(BYTES), names_left: Cell::new(NAMES) }
    }
}

/// Subtracts `amount` from the remaining budget.
fn take(left: &Cell<u64>, amount: usize, what: &str) -> io::Result<()> {
    let rest = left.get().checked_sub(amount as u64);
    let rest = rest.ok_or_else(|| {
        let why = format!("there are more {what} than any system has of what is looked at");
        io::Error::new(io::ErrorKind::FileTooLarge, why)
    })?;
    left.set(rest);
    Ok(())
}

impl Files for Bounded<'_> {
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.files.read(path, limit)?;
        take(&self.bytes_left, bytes.len(), "bytes")?;
        Ok(bytes)
    }

    fn list(&self, path: &str) -> io::Result<Vec<String>> {
        let names = self.files.list(path)?;
        take(&self.names_left, names.len(), "files")?;
        Ok(names)
    }

    fn size(&self, path: &str) -> io::Result<Option<u64>> {
        self.files.size(path)
    }

    fn resolve(&self, path: &str) -> io::Result<Option<String>> {
        self.files.resolve(path)
    }
}
