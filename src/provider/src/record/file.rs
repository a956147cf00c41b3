//! The file of a recording: a new one, for its owner alone, whole or not at all.

use std::fs::{OpenOptions, remove_file};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Refuses a name that something has already, before anything is read.
///
/// # Errors
/// Returns the reason, as a clause.
pub fn refuse_taken(path: &Path) -> Result<(), String> {
    match path.symlink_metadata() {
        Ok(_) => Err("There is something of this name, and nothing is overwritten".to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => refuse_missing_folder(path),
        Err(error) => Err(error.to_string()),
    }
}

fn refuse_missing_folder(path: &Path) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder.map(|folder| folder.metadata()) {
        None => Ok(()),
        Some(Ok(found)) if found.is_dir() => Ok(()),
        Some(_) => Err("There is no such folder".to_owned()),
    }
}

/// Writes a new file that only its owner may read. If it cannot be written to its end, it is removed.
///
/// # Errors
/// Returns the reason, as a clause.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut file = file.map_err(|error| error.to_string())?;
    whole(path, file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
}

/// Removes the file unless it was written to its end.
fn whole(path: &Path, written: std::io::Result<()>) -> Result<(), String> {
    written.map_err(|error| match remove_file(path) {
        Ok(()) => error.to_string(),
        Err(left) => format!("{error}, and what was written of it is still there ({left})"),
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_new_file_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.json");
        assert_eq!(refuse_taken(&path), Ok(()));
        assert_eq!(write(&path, "{}"), Ok(()));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{}");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_is_there_is_never_touched() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link, dangling] = ["file", "link", "dangling"].map(|name| folder.path().join(name));
        std::fs::write(&file, "mine").unwrap();
        symlink(&file, &link).unwrap();
        symlink(folder.path().join("nothing"), &dangling).unwrap();
        for path in [&file, &link, &dangling, &folder.path().to_owned()] {
            assert!(refuse_taken(path).is_err() && write(path, "x").is_err(), "{path:?}");
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
        assert!(!folder.path().join("nothing").exists());
    }

    #[test]
    fn a_folder_that_is_missing_is_told_before_anything_is_read() {
        let folder = tempfile::tempdir().unwrap();
        assert!(refuse_taken(&folder.path().join("none/new.json")).unwrap_err().contains("no such folder"));
        assert_eq!(refuse_taken(Path::new("a-name-that-nothing-here-has.json")), Ok(()));
    }

    #[test]
    fn of_a_file_that_was_not_written_to_its_end_nothing_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("half.json");
        std::fs::write(&path, "half").unwrap();
        let full = || Err(std::io::Error::from(std::io::ErrorKind::StorageFull));
        assert!(whole(&path, full()).unwrap_err().contains("no storage space"));
        assert!(!path.exists());
        assert!(whole(&path, full()).unwrap_err().contains("is still there"));
    }
}
