//! Files that the configuration or the environment names. They are opened only here: whatever a name refers
//! to, reading it ends, uses little memory and changes nothing.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use tfplugin::is_content;

/// Largest accepted size in bytes; keys, certificates and lists of hosts are far smaller.
const LARGEST: u64 = 1024 * 1024;

/// Returns the text of a file.
///
/// # Errors
/// Returns the reason, in words that follow the name of the file and repeat none of its content.
pub fn read(path: &Path) -> Result<String, String> {
    if is_content(&path.to_string_lossy()) {
        return Err("this is no path; the content of a file may stand in its place".to_owned());
    }
    let file = open(path)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it has more than {} MiB", LARGEST / 1024 / 1024));
    }
    String::from_utf8(bytes).map_err(|_| "it is no text (UTF-8)".to_owned())
}

/// Returns the path that a configuration means: `~/` is the home directory.
///
/// # Errors
/// Returns the reason, in words that follow the path: there is no home directory.
pub fn expanded(path: &str, home: Option<&Path>) -> Result<PathBuf, String> {
    match path.strip_prefix("~/").filter(|below| !is_content(below)) {
        None => Ok(PathBuf::from(path)),
        // An absolute path would take the place of the home directory.
        Some(below) => home.map(|home| home.join(below.trim_start_matches('/'))).ok_or_else(|| {
            "the environment variable HOME is not set, so that there is no home directory".to_owned()
        }),
    }
}

/// Opens regular files only, because opening alone can block forever (a FIFO) or have an effect (a device).
/// Checks again afterwards, because the file may have been replaced in between.
fn open(path: &Path) -> Result<File, String> {
    let regular = |metadata: std::io::Result<std::fs::Metadata>| {
        let metadata = metadata.map_err(|error| error.to_string())?;
        metadata.is_file().then_some(()).ok_or_else(|| "it is no regular file".to_owned())
    };
    regular(path.metadata())?;
    let options = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path);
    let file = options.map_err(|error| error.to_string())?;
    regular(file.metadata())?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn a_regular_file_of_up_to_one_mebibyte_is_read_also_through_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        symlink(&file, &link).unwrap();
        for length in [0, 1, 1024 * 1024] {
            std::fs::write(&file, "x".repeat(length)).unwrap();
            assert_eq!(read(&link).unwrap().len(), length);
        }
    }

    #[test]
    fn a_tilde_is_the_home_directory() {
        let home = Path::new("/home/builder");
        let cases = [
            ("~/ca.pem", "/home/builder/ca.pem"),
            ("~//etc/x", "/home/builder/etc/x"),
            ("~other/x", "~other/x"),
            ("a/~/x", "a/~/x"),
            ("/x", "/x"),
        ];
        for (path, expected) in cases {
            assert_eq!(expanded(path, Some(home)), Ok(PathBuf::from(expected)), "{path}");
        }
        assert!(expanded("~/ca.pem", None).unwrap_err().contains("HOME"));
        assert_eq!(expanded("x", None), Ok(PathBuf::from("x")));
    }

    #[test]
    fn anything_else_is_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let [large, binary, fifo, link] =
            ["large", "binary", "fifo", "link"].map(|name| folder.path().join(name));
        std::fs::write(&large, "x".repeat(2 * 1024 * 1024)).unwrap();
        std::fs::write(&binary, [0xff, 0xfe]).unwrap();
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        symlink("/dev/zero", &link).unwrap();
        let cases = [
            (Path::new("/dev/zero"), "no regular file"),
            (&link, "no regular file"),
            (&fifo, "no regular file"),
            (folder.path(), "no regular file"),
            (&large, "more than 1 MiB"),
            (&binary, "no text"),
            (Path::new("/no/such/file"), "No such file"),
            (Path::new("/dev/stdin\n"), "this is no path"),
            (Path::new("-----BEGIN PRIVATE KEY-----"), "this is no path"),
        ];
        for (path, says) in cases {
            let begun = Instant::now();
            let why = read(path).unwrap_err();
            assert!(why.contains(says), "{path:?}: {why}");
            assert!(begun.elapsed() < Duration::from_secs(1), "{path:?}: {:?}", begun.elapsed());
        }
    }
}
