//! What is asked of a root, and that nothing outside of it is read.

use std::path::Path;

use kvm_drivers::root::{CONTENTS, Files, Folder, Memory, survey};

use crate::look::SIX;
use crate::systems::{centos_6, centos_7, debian_12, debian_13, rocky_9, sles_11, sles_12};

/// Notes what is asked of a root.
struct Asked(Memory, std::cell::RefCell<Vec<String>>);

impl Files for Asked {
    fn read(&self, path: &str, limit: u64) -> std::io::Result<Vec<u8>> {
        self.1.borrow_mut().push(path.to_owned());
        self.0.read(path, limit)
    }

    fn list(&self, path: &str) -> std::io::Result<Vec<String>> {
        self.0.list(path)
    }

    fn size(&self, path: &str) -> std::io::Result<Option<u64>> {
        self.0.size(path)
    }

    fn resolve(&self, path: &str) -> std::io::Result<Option<String>> {
        self.0.resolve(path)
    }
}

#[test]
fn a_survey_reads_nothing_that_its_list_does_not_name() {
    let fits = |path: &str, pattern: &str| {
        let parts = path.split('/').zip(pattern.split('/'));
        path.split('/').count() == pattern.split('/').count()
            && parts.into_iter().all(|(part, pattern)| match pattern.split_once('*') {
                Some((before, _)) => part.starts_with(before),
                None => part == pattern,
            })
    };
    for root in [centos_6(), centos_7(), rocky_9(), sles_11(), sles_12(), debian_12(&SIX), debian_13()] {
        let asked = Asked(root, Vec::new().into());
        survey(&asked).unwrap();
        for path in asked.1.into_inner() {
            assert!(CONTENTS.iter().any(|pattern| fits(&path, pattern)), "{path}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_of_an_image_never_lead_out_of_it() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), "outside").unwrap();
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    std::fs::create_dir_all(at("etc")).unwrap();
    std::fs::create_dir_all(at("usr/lib")).unwrap();
    std::fs::write(at("usr/lib/os-release"), "ID=debian\n").unwrap();
    symlink("/usr/lib/os-release", at("etc/os-release")).unwrap();
    symlink("usr/lib", at("lib")).unwrap();
    symlink(outside.path().join("secret"), at("etc/absolute")).unwrap();
    symlink("../../../../../../../../../../etc/passwd", at("etc/climbing")).unwrap();
    symlink("loop", at("etc/loop")).unwrap();
    symlink(outside.path(), at("etc/folder")).unwrap();
    let folder = Folder::open(root.path()).unwrap();
    assert_eq!(
        folder.read("/etc/os-release", 100).unwrap(),
        b"ID=debian\n",
        "absolute links begin at the root"
    );
    assert_eq!(folder.resolve("/lib/os-release").unwrap().as_deref(), Some("/usr/lib/os-release"));
    assert_eq!(folder.resolve("/../../etc/../lib").unwrap().as_deref(), Some("/usr/lib"));
    for path in ["/etc/absolute", "/etc/climbing", "/etc/folder/secret"] {
        assert_eq!(folder.read(path, 100).unwrap_err().kind(), std::io::ErrorKind::NotFound, "{path}");
        assert!(!folder.exists(path).unwrap());
    }
    assert!(folder.read("/etc/loop", 100).is_err());
    assert_eq!(folder.read("/etc/os-release", 9).unwrap_err().kind(), std::io::ErrorKind::FileTooLarge);
    assert!(folder.read("/etc", 9).is_err());
    assert_eq!(folder.list("/etc/folder").unwrap(), [""; 0]);
    assert_eq!(folder.list("/usr").unwrap(), ["lib"]);
    assert!(Folder::open(Path::new("/nonexistent")).is_err());
}
