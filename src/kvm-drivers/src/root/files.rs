//! [`Files`]: what can be asked of a root file system.

use std::io;

/// A root file system to be read. Paths are absolute and those of the machine itself; symbolic links lead to where they
/// lead on the machine, never out of its root.
pub trait Files {
    /// The content of a file.
    ///
    /// # Errors
    /// `NotFound` when there is none, `FileTooLarge` when it has more than `limit` bytes, or why it cannot be read.
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>>;

    /// The names in a folder, in order; empty when there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    fn list(&self, path: &str) -> io::Result<Vec<String>>;

    /// The size of a file in bytes; `None` when there is none. A folder has a size too.
    ///
    /// # Errors
    /// When that cannot be found out.
    fn size(&self, path: &str) -> io::Result<Option<u64>>;

    /// Where a path leads when links are followed; `None` when it leads nowhere.
    ///
    /// # Errors
    /// When that cannot be found out.
    fn resolve(&self, path: &str) -> io::Result<Option<String>>;

    /// Whether there is something at that path.
    ///
    /// # Errors
    /// When that cannot be found out.
    fn exists(&self, path: &str) -> io::Result<bool> {
        Ok(self.size(path)?.is_some())
    }
}

/// How much of a configuration file is read; a grub.cfg has some thousand lines, a modules.dep half a million bytes.
pub const LIMIT: u64 = 8 << 20;

/// A file's text; `None` when there is none. Bytes that are no UTF-8 are replaced: comments may have any.
///
/// # Errors
/// When it is there and cannot be read.
pub fn text(files: &dyn Files, path: &str) -> io::Result<Option<String>> {
    match files.read(path, LIMIT) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(io::Error::new(error.kind(), format!("{path}: {error}"))),
    }
}

/// A folder that is looked for as a file, or the other way round, is as good as absent.
pub fn is_absent(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | IsADirectory)
}
