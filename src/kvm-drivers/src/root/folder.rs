//! [`Folder`]: a root file system in a folder of this machine.

use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use cap_std::ambient_authority;
use cap_std::fs::{Dir, File, Metadata, OpenOptions, OpenOptionsExt};

use super::files::{Files, is_absent};
use super::this_machine::{Identity, NotOpened, WRITTEN, ours};

/// A root file system in a folder of this machine, such as a mounted image.
///
/// Nothing outside the folder is read, whatever links the image contains. Links are resolved here, with the
/// folder as the root. The file is then opened in a way that cannot leave the folder, even if the image is
/// changed meanwhile. The value keeps referring to the opened folder if its path later leads elsewhere.
/// Clones share the folder.
#[derive(Debug, Clone)]
pub struct Folder(Arc<Dir>);

/// Maximum number of names in a folder.
const MOST_NAMES: usize = 200_000;
/// Linux's limit on the number of links followed (`MAXSYMLINKS`).
const LINKS: usize = 40;

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// If the folder does not exist, cannot be opened or belongs to this machine: see
    /// [`Folder::ensure_apart`].
    pub fn open(path: &Path) -> Result<Self, NotOpened> {
        let folder = Self(Arc::new(Dir::open_ambient_dir(path, ambient_authority())?));
        folder.ensure_apart(&[""; 0])?;
        Ok(folder)
    }

    /// Ensures that the folder is not this machine's root, and that none of the folders that a change writes
    /// to is this machine's. `further` names additional folders to check. The comparison is by device and
    /// inode, which neither links nor mounts can disguise.
    ///
    /// # Errors
    /// [`NotOpened::ThisMachine`], or an error if a folder cannot be inspected.
    pub fn ensure_apart(&self, further: &[impl AsRef<str>]) -> Result<(), NotOpened> {
        for theirs in WRITTEN.into_iter().chain(further.iter().map(AsRef::as_ref)) {
            let Some(path) = self.followed(theirs)? else { continue };
            let found = self.0.symlink_metadata(path)?;
            if let Some(ours) = ours(Identity::of(&found)) {
                return Err(NotOpened::ThisMachine { theirs: theirs.to_owned(), ours });
            }
        }
        Ok(())
    }

    /// Opens a regular file in the folder, for an image that is read in full.
    ///
    /// # Errors
    /// If the file does not exist or cannot be opened. A device or a pipe is refused without being opened.
    pub fn open_file(&self, path: &str) -> io::Result<impl Read + use<>> {
        self.file(path)
    }

    fn file(&self, path: &str) -> io::Result<File> {
        let path = self.followed(path)?.ok_or(io::ErrorKind::NotFound)?;
        // Opening a device can have side effects, and opening a pipe waits for a writer.
        expect_file(&self.0.symlink_metadata(&path)?)?;
        let mut options = OpenOptions::new();
        options.read(true).custom_flags(libc::O_NONBLOCK);
        let file = self.0.open_with(path, &options)?;
        // The file may have been replaced in between.
        expect_file(&file.metadata()?)?;
        Ok(file)
    }

    /// Resolves the links of a path, relative to the folder; `None` if it leads nowhere.
    fn followed(&self, path: &str) -> io::Result<Option<PathBuf>> {
        let mut todo: Vec<String> = parts(Path::new(path));
        let mut done = PathBuf::from(".");
        let mut links = 0;
        while let Some(part) = todo.pop() {
            if part == ".." {
                // The parent of the root is the root.
                if done != Path::new(".") {
                    done.pop();
                }
                continue;
            }
            let next = done.join(&part);
            let metadata = match self.0.symlink_metadata(&next) {
                Err(error) if is_absent(&error) => return Ok(None),
                other => other?,
            };
            if !metadata.is_symlink() {
                done = next;
                continue;
            }
            links += 1;
            if links > LINKS {
                return Err(io::Error::other("too many symbolic links"));
            }
            let target = self.0.read_link_contents(&next)?;
            if target.has_root() {
                done = PathBuf::from(".");
            }
            todo.extend(parts(&target));
        }
        Ok(Some(done))
    }
}

/// Refuses everything but regular files.
fn expect_file(metadata: &Metadata) -> io::Result<()> {
    match () {
        () if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        () if !metadata.is_file() => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "it is neither a file nor a folder"))
        }
        () => Ok(()),
    }
}

impl AsFd for Folder {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// Returns the parts of a path, last one first.
fn parts(path: &Path) -> Vec<String> {
    let part = |component: Component<'_>| match component {
        Component::ParentDir => Some("..".to_owned()),
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    };
    path.components().rev().filter_map(part).collect()
}

impl Files for Folder {
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file(path)?.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("more than {limit} bytes")));
        }
        Ok(bytes)
    }

    fn list(&self, path: &str) -> io::Result<Vec<String>> {
        let Some(path) = self.followed(path)? else { return Ok(Vec::new()) };
        let entries = match self.0.read_dir(&path) {
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            other => other?,
        };
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut names: Vec<String> = names.take(MOST_NAMES + 1).collect::<io::Result<_>>()?;
        if names.len() > MOST_NAMES {
            let why = format!("{} has more than {MOST_NAMES} files", path.display());
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
        }
        names.sort();
        Ok(names)
    }

    fn size(&self, path: &str) -> io::Result<Option<u64>> {
        let Some(path) = self.followed(path)? else { return Ok(None) };
        Ok(Some(self.0.symlink_metadata(path)?.len()))
    }

    fn resolve(&self, path: &str) -> io::Result<Option<String>> {
        let followed = self.followed(path)?;
        Ok(followed.map(|path| {
            let text = path.to_string_lossy().into_owned();
            format!("/{}", text.trim_start_matches('.').trim_start_matches('/'))
        }))
    }
}
