//! Which files of a root are read, and that nothing outside it is read.

use std::path::Path;

use kvm_drivers::root::{CONTENTS, Files, Folder, Memory, survey};

use crate::look::SIX;
use crate::systems::{centos_6, centos_7, debian_12, debian_13, rocky_9, sles_11, sles_12};

/// Records the paths read from a root.
struct Recorded(Memory, std::cell::RefCell<Vec<String>>);

impl Files for Recorded {
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
fn a_survey_reads_only_files_on_its_list() {
    let fits = |path: &str, pattern: &str| {
        let parts = path.split('/').zip(pattern.split('/'));
        path.split('/').count() == pattern.split('/').count()
            && parts.into_iter().all(|(part, pattern)| match pattern.split_once('*') {
                Some((before, _)) => part.starts_with(before),
                None => part == pattern,
            })
    };
    for root in [centos_6(), centos_7(), rocky_9(), sles_11(), sles_12(), debian_12(&SIX), debian_13()] {
        let recorded = Recorded(root, Vec::new().into());
        survey(&recorded).unwrap();
        for path in recorded.1.into_inner() {
            assert!(CONTENTS.iter().any(|pattern| fits(&path, pattern)), "{path}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_in_an_image_never_lead_outside() {
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

/// Counts the accesses to a root.
struct Counted<'a>(&'a Memory, std::cell::Cell<usize>);

impl Counted<'_> {
    fn one_more(&self) {
        self.1.set(self.1.get() + 1);
    }
}

impl Files for Counted<'_> {
    fn read(&self, path: &str, limit: u64) -> std::io::Result<Vec<u8>> {
        self.one_more();
        self.0.read(path, limit)
    }

    fn list(&self, path: &str) -> std::io::Result<Vec<String>> {
        let names = self.0.list(path)?;
        // Each name causes work.
        self.1.set(self.1.get() + names.len());
        Ok(names)
    }

    fn size(&self, path: &str) -> std::io::Result<Option<u64>> {
        self.one_more();
        self.0.size(path)
    }

    fn resolve(&self, path: &str) -> std::io::Result<Option<String>> {
        self.one_more();
        self.0.resolve(path)
    }
}

/// A system with `count` kernels, with or without boot loader entries for them.
fn many_kernels(count: usize, has_entries: bool) -> Memory {
    let mut root = Memory::default().with("/usr/sbin/update-initramfs", "");
    let mut menu = String::new();
    for number in 0..count {
        let kernel = format!("6.1.{number}-amd64");
        root = root.with(&format!("/lib/modules/{kernel}/modules.dep"), "kernel/virtio_blk.ko:\n");
        root =
            root.with(&format!("/boot/vmlinuz-{kernel}"), "").with(&format!("/boot/initrd.img-{kernel}"), "");
        // Duplicated, as in GRUB's submenus.
        for (title, of) in [("Linux", &kernel[..]), ("Recovery", &kernel), ("Other", "odd")] {
            menu += &format!(
                "menuentry '{title}' {{\n linux /vmlinuz-{of} root=/dev/sda1\n initrd \
                 /initrd.img-{kernel}\n}}\n"
            );
        }
    }
    if has_entries { root.with("/boot/grub/grub.cfg", menu) } else { root }
}

#[test]
fn work_grows_linearly_with_the_number_of_kernels() {
    for has_entries in [true, false] {
        let work = |count: usize| {
            let root = many_kernels(count, has_entries);
            let counted = Counted(&root, 0.into());
            let found = survey(&counted).unwrap();
            assert_eq!(found.kernels.len(), count);
            let images = found.kernels.iter().filter(|kernel| kernel.image.is_ok()).count();
            assert_eq!(images, count);
            counted.1.get()
        };
        let (few, many) = (work(100), work(1000));
        assert!(many <= 10 * few, "{few} for 100 kernels, {many} for 1,000");
    }
}

#[test]
fn candidate_images_are_not_all_listed_for_every_kernel() {
    let mut root = many_kernels(200, true);
    for number in 0..200 {
        root = root.with(&format!("/boot/vmlinuz-5.0.{number}"), "");
        root = root.with(&format!("/lib/modules/5.0.{number}/modules.dep"), "");
    }
    let found = survey(&root).unwrap();
    let texts: usize = found.findings.iter().map(|finding| finding.text.len()).sum();
    assert!(found.kernels.iter().any(|kernel| kernel.image.is_err()) && texts < 500 * 1000, "{texts}");
}

#[test]
fn long_lines_are_quoted_in_part_and_many_lines_are_limited() {
    let long = "x".repeat(100_000);
    let odd = format!("add-drivers {long}\n").repeat(10) + &format!("add_drivers+=\"{long}\"\n").repeat(50);
    let names: String = (0..50_000).map(|number| format!("driver{number}\n")).collect();
    let dracut = Memory::default()
        .with("/usr/bin/dracut", "")
        .with("/lib/modules/6.1.0/modules.dep", "")
        .with("/etc/dracut.conf.d/odd.conf", odd);
    let debian = Memory::default()
        .with("/usr/sbin/update-initramfs", "")
        .with("/lib/modules/6.1.0/modules.dep", "")
        .with("/etc/initramfs-tools/modules", names + &format!("virtio_blk virtio_net {long}\n").repeat(50))
        .with("/etc/fstab", format!("/dev/sda1{long} /{long} ext4\n").repeat(30));
    for root in [dracut, debian] {
        let found = survey(&root).unwrap();
        assert!(!found.findings.is_empty() && found.findings.len() < 100, "{}", found.findings.len());
        assert!(found.findings.iter().all(|finding| finding.text.len() < 1_000));
    }
}

#[test]
fn special_files_are_refused_without_waiting() {
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    std::fs::create_dir_all(at("etc/dracut.conf.d")).unwrap();
    std::fs::create_dir_all(at("usr/bin")).unwrap();
    std::fs::create_dir_all(at("lib/modules/6.1.0")).unwrap();
    std::fs::write(at("usr/bin/dracut"), "").unwrap();
    std::fs::write(at("lib/modules/6.1.0/modules.dep"), "").unwrap();
    let folder = Folder::open(root.path()).unwrap();
    survey(&folder).unwrap();
    let pipe = at("etc/dracut.conf.d/pipe.conf");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (sender, receiver) = std::sync::mpsc::channel();
    let again = folder.clone();
    std::thread::spawn(move || {
        let why = survey(&again).map(|_| ()).map_err(|error| error.to_string());
        drop(sender.send(why));
    });
    let found = receiver
        .recv_timeout(std::time::Duration::from_secs(20))
        .expect("the survey does not wait for a writer");
    assert!(found.unwrap_err().contains("pipe.conf: it is neither a file nor a folder"));
    std::fs::remove_file(&pipe).unwrap();
    // A link to a device of this machine leads nowhere, and a socket is not a file.
    std::os::unix::fs::symlink("/dev/zero", &pipe).unwrap();
    survey(&folder).unwrap();
    std::fs::remove_file(&pipe).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(&pipe).unwrap();
    assert!(survey(&folder).is_err());
    std::fs::remove_file(&pipe).unwrap();
    let large = std::fs::File::create(&pipe).unwrap();
    large.set_len(9 << 20).unwrap();
    assert!(survey(&folder).unwrap_err().to_string().contains("pipe.conf: more than"));
}

/// A root in which every folder and every file is endless.
struct Endless;

impl Files for Endless {
    fn read(&self, _: &str, limit: u64) -> std::io::Result<Vec<u8>> {
        Ok(vec![b'x'; usize::try_from(limit).unwrap()])
    }

    fn list(&self, path: &str) -> std::io::Result<Vec<String>> {
        let name = |number: usize| {
            if path == "/lib/modules" { format!("6.1.{number}") } else { format!("{number}.conf") }
        };
        Ok((0..10_000).map(name).collect())
    }

    fn size(&self, _: &str) -> std::io::Result<Option<u64>> {
        Ok(Some(1))
    }

    fn resolve(&self, path: &str) -> std::io::Result<Option<String>> {
        Ok(Some(path.to_owned()))
    }
}

#[test]
fn an_endless_root_is_refused() {
    let error = survey(&Endless).unwrap_err().to_string();
    assert!(error.contains("than any system has"), "{error}");
}
