//! New files: for their owner alone, whole or not at all, and never in the place of something else.

use std::fs::{DirBuilder, OpenOptions, remove_dir, remove_file};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// Refuses a name that something has already, before anything is read.
///
/// # Errors
/// Returns the reason, as a clause.
pub fn refuse_taken(path: &Path) -> Result<(), String> {
    match path.symlink_metadata() {
        Ok(_) => Err("There is something of this name, and nothing is overwritten".to_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => refuse_missing_folder(path),
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

/// Refuses a folder in which one of the names is taken, or that cannot be made, before anything is read.
///
/// # Errors
/// Returns the reason, as a clause.
pub fn refuse_taken_in(folder: &Path, names: &[&str]) -> Result<(), String> {
    match folder.metadata() {
        Ok(found) if found.is_dir() => names
            .iter()
            .try_for_each(|name| refuse_taken(&folder.join(name)).map_err(|why| format!("{why}: {name}"))),
        Ok(_) => Err("It is no folder".to_owned()),
        Err(_) => refuse_taken(folder),
    }
}

/// Writes new files into a folder, which is made if there is none. If one of them cannot be written, none of
/// them stays.
///
/// # Errors
/// Returns the reason, as a clause.
pub fn write_in(folder: &Path, files: &[(&str, &str)]) -> Result<(), String> {
    let is_made = make(folder)?;
    for (index, (name, text)) in files.iter().enumerate() {
        if let Err(why) = write(&folder.join(name), text) {
            let left = undo(folder, &files[..index], is_made);
            return Err(format!("{name}: {why}{}", left.unwrap_or_default()));
        }
    }
    Ok(())
}

/// Returns whether the folder is new.
fn make(folder: &Path) -> Result<bool, String> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(false),
        Err(error) => Err(error.to_string()),
    }
}

/// Removes what was written. Returns what could not be removed, as the end of a clause.
fn undo(folder: &Path, written: &[(&str, &str)], is_made: bool) -> Option<String> {
    let files = written.iter().map(|(name, _)| (*name, remove_file(folder.join(name))));
    let left: Vec<_> = files.filter(|(_, removed)| removed.is_err()).map(|(name, _)| name).collect();
    if is_made && left.is_empty() {
        // What somebody else has put there meanwhile keeps it.
        remove_dir(folder).ok();
    }
    (!left.is_empty()).then(|| format!(", and {} is still there", left.join(", ")))
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

    #[test]
    fn files_are_written_together_into_a_folder_that_is_made_for_them() {
        let outer = tempfile::tempdir().unwrap();
        for folder in [outer.path().join("new"), outer.path().to_owned()] {
            assert_eq!(refuse_taken_in(&folder, &["a", "b"]), Ok(()));
            assert_eq!(write_in(&folder, &[("a", "1"), ("b", "2")]), Ok(()));
            assert_eq!(std::fs::read_to_string(folder.join("b")).unwrap(), "2");
            assert!(refuse_taken_in(&folder, &["c", "b"]).unwrap_err().ends_with("overwritten: b"));
        }
        let mode = outer.path().join("new").metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn where_one_file_cannot_be_written_there_is_none() {
        let outer = tempfile::tempdir().unwrap();
        std::fs::write(outer.path().join("b"), "mine").unwrap();
        assert!(write_in(outer.path(), &[("a", "1"), ("b", "2")]).unwrap_err().starts_with("b: "));
        assert!(!outer.path().join("a").exists());
        assert_eq!(std::fs::read_to_string(outer.path().join("b")).unwrap(), "mine");
        let new = outer.path().join("new");
        assert!(write_in(&new, &[("a", "1"), ("no/such/b", "2")]).is_err());
        assert!(!new.exists());
    }

    #[test]
    fn what_is_no_folder_and_cannot_become_one_is_told_before_anything_is_read() {
        let outer = tempfile::tempdir().unwrap();
        std::fs::write(outer.path().join("file"), "mine").unwrap();
        symlink(outer.path().join("nothing"), outer.path().join("dangling")).unwrap();
        for (name, says) in
            [("file", "no folder"), ("dangling", "nothing is overwritten"), ("none/new", "no such folder")]
        {
            let why = refuse_taken_in(&outer.path().join(name), &["a"]).unwrap_err();
            assert!(why.contains(says), "{name}: {why}");
        }
    }
}
