//! No path that leads to the machine running the tests is accepted as an image.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use kvm_drivers::root::{Files, Folder, NotOpened};

/// Returns the refusal of a folder that belongs to this machine or shares a folder with it.
fn refused(path: &Path) -> String {
    let found = Folder::open(path);
    assert!(matches!(found, Err(NotOpened::ThisMachine { .. })), "{}: {found:?}", path.display());
    found.unwrap_err().to_string()
}

#[test]
fn no_path_to_the_root_of_this_machine_is_an_image() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let climbing = "../".repeat(folder.path().components().count() + 3);
    for (name, target) in [
        ("link", Path::new("/")),
        ("link-to-link", &at("link")),
        ("relative", Path::new(&climbing)),
        ("through-a-process", Path::new("/proc/self/root")),
        ("through-a-thread", Path::new("/proc/thread-self/root")),
        ("dots", Path::new("/etc/../tmp/../.")),
    ] {
        symlink(target, at(name)).unwrap();
        assert_eq!(refused(&at(name)), "its / is / of this machine", "{name}");
    }
    let of_this_process = format!("/proc/{}/root", std::process::id());
    for path in ["/", "/proc/self/root", "/proc/self/root/proc/self/root", &of_this_process] {
        refused(Path::new(path));
    }
    symlink("/etc", at("part")).unwrap();
    assert_eq!(refused(&at("part")), "its / is /etc of this machine");
}

#[test]
fn an_open_folder_stays_the_same_if_its_path_later_leads_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("image/etc")).unwrap();
    std::fs::write(at("image/etc/os-release"), "ID=debian\n").unwrap();
    symlink(at("image"), at("mounted")).unwrap();
    let opened = Folder::open(&at("mounted")).unwrap();
    std::fs::remove_file(at("mounted")).unwrap();
    symlink("/", at("mounted")).unwrap();
    opened.ensure_apart(&["/etc"]).unwrap();
    assert_eq!(opened.clone().read("/etc/os-release", 100).unwrap(), b"ID=debian\n");
    refused(&at("mounted"));
}

/// Environment variable with the folder of the mounts, set when the test below runs again inside their
/// namespace.
const MOUNTED: &str = "KVM_DRIVERS_TEST_MOUNTED";
const MOUNTS: &str = r#"
set -eu
cd "$1"
shift
mkdir -p all image/boot image/etc image/mnt bound boot/etc boot/boot etc/etc nested/etc/sysconfig nested/var/lib deep/mnt/loaded
mount --rbind / all
mount --bind image bound
mount --rbind /var boot/boot
mount --rbind /etc etc/etc
mount --rbind /var/lib nested/var/lib
mount --rbind /etc deep/mnt/loaded
exec "$@"
"#;

#[test]
fn bind_mounts_of_this_machine_or_of_what_a_change_writes_to_are_no_image() {
    if let Some(folder) = std::env::var_os(MOUNTED) {
        return of_mounts(&PathBuf::from(folder));
    }
    let folder = tempfile::tempdir().unwrap();
    let name = "this_machine::bind_mounts_of_this_machine_or_of_what_a_change_writes_to_are_no_image";
    let mut again = Command::new("unshare");
    again.args(["--map-root-user", "--mount", "--propagation=private", "sh", "-c", MOUNTS, "sh"]);
    again.arg(folder.path()).arg(std::env::current_exe().unwrap()).args(["--exact", name]);
    let done = again.env(MOUNTED, folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

fn of_mounts(folder: &Path) {
    let at = |name: &str| folder.join(name);
    assert_eq!(refused(&at("all")), "its / is / of this machine");
    assert_eq!(refused(&at("boot")), "its /boot is /var of this machine");
    assert_eq!(refused(&at("etc")), "its /etc is /etc of this machine");
    assert_eq!(refused(&at("nested")), "its /var/lib is /var/lib of this machine");
    Folder::open(&at("bound")).unwrap();
    let deep = Folder::open(&at("deep")).unwrap();
    deep.ensure_apart(&["/mnt"]).unwrap();
    let shared = deep.ensure_apart(&["/mnt/loaded"]).unwrap_err();
    assert_eq!(shared.to_string(), "its /mnt/loaded is /etc of this machine");
}
