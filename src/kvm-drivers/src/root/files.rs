//! [`Files`]: read access to a root file system.

use std::io;

/// A readable root file system. Paths are absolute paths on the machine itself. Symbolic links are resolved
/// as on the machine and never leave its root.
pub trait Files {
    /// Reads a file.
    ///
    /// # Errors
    /// `NotFound` if it does not exist, `FileTooLarge` if it has more than `limit` bytes, or the error from
    /// reading.
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>>;

    /// Returns the names in a folder, sorted; empty if it does not exist.
    ///
    /// # Errors
    /// If the folder cannot be read.
    fn list(&self, path: &str) -> io::Result<Vec<String>>;

    /// Returns the size of a file in bytes; `None` if it does not exist. A folder has a size too.
    ///
    /// # Errors
    /// If the size cannot be determined.
    fn size(&self, path: &str) -> io::Result<Option<u64>>;

    /// Resolves the links of a path; `None` if it leads nowhere.
    ///
    /// # Errors
    /// If the path cannot be resolved.
    fn resolve(&self, path: &str) -> io::Result<Option<String>>;

    /// Whether the path exists.
    ///
    /// # Errors
    /// If this cannot be determined.
    fn exists(&self, path: &str) -> io::Result<bool> {
        Ok(self.size(path)?.is_some())
    }
}

/// Maximum size of a configuration file. A grub.cfg has some thousand lines, a modules.dep half a million
/// bytes.
pub const LIMIT: u64 = 8 << 20;

/// Reads a file as text; `None` if it does not exist. Bytes that are not UTF-8 are replaced because comments
/// may contain anything.
///
/// # Errors
/// If it exists but cannot be read.
pub fn text(files: &dyn Files, path: &str) -> io::Result<Option<String>> {
    match files.read(path, LIMIT) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(io::Error::new(error.kind(), format!("{path}: {error}"))),
    }
}

/// Whether the error means absence. A folder in place of a file, or a file in place of a folder, counts as
/// absent.
pub fn is_absent(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | IsADirectory)
}
