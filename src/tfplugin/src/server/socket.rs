//! The Unix socket, in a folder that only the current user may enter.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tokio::net::UnixListener;

use super::error::ServeError;

/// Longest socket path that every system accepts (macOS: 104 bytes with the final zero).
const LONGEST_PATH: usize = 103;

/// Where sockets go when the path of the usual folder is too long.
const SHORT_FOLDER: &str = "/tmp";

/// A listening socket. Its folder is removed with it.
#[derive(Debug)]
pub struct Socket {
    pub listener: UnixListener,
    pub path: PathBuf,
    _folder: TempDir,
}

impl Socket {
    /// Listens in a new folder below `parent`.
    pub fn bind(parent: &Path) -> Result<Self, ServeError> {
        let failed = |source| ServeError::Socket { folder: parent.to_owned(), source };
        let folder = private_folder(parent).map_err(failed)?;
        let path = folder.path().join("s");
        if path.as_os_str().len() > LONGEST_PATH && parent != Path::new(SHORT_FOLDER) {
            return Self::bind(Path::new(SHORT_FOLDER));
        }
        let listener = UnixListener::bind(&path).map_err(failed)?;
        Ok(Self { listener, path, _folder: folder })
    }
}

fn private_folder(parent: &Path) -> std::io::Result<TempDir> {
    tempfile::Builder::new().prefix("tf").permissions(Permissions::from_mode(0o700)).tempdir_in(parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_folder_is_private_and_vanishes() {
        let parent = tempfile::tempdir().unwrap();
        let socket = Socket::bind(parent.path()).unwrap();
        let folder = socket.path.parent().unwrap().to_owned();
        assert!(folder.starts_with(parent.path()));
        assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        drop(socket);
        assert!(!folder.exists());
    }

    #[tokio::test]
    async fn a_path_that_is_too_long_is_replaced() {
        let parent = tempfile::tempdir().unwrap();
        let deep = parent.path().join("x".repeat(120));
        std::fs::create_dir(&deep).unwrap();
        let socket = Socket::bind(&deep).unwrap();
        assert!(socket.path.starts_with(SHORT_FOLDER));
        assert!(socket.path.as_os_str().len() <= LONGEST_PATH);
    }
}
