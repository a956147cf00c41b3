//! A simulated Linux machine for tests. It has a `/boot`, `/etc` and modules of its own, and uses the
//! programs of the machine that runs the tests. Its initrd tools are small scripts that imitate the real
//! ones, including their bad habits; the acceptance tests use the real ones.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use kvm_drivers::system::Engine;
use ssh::{Captured, Command, Host, Output, Result};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;

const ENTER: &str = include_str!("enter.sh");
const TOOLS: [(&str, &str); 6] = [
    ("mkinitramfs", include_str!("tools/mkinitramfs")),
    ("lsinitramfs", include_str!("tools/lsinitramfs")),
    ("update-initramfs", "#!/bin/sh\nexit 1\n"),
    ("dracut", include_str!("tools/dracut")),
    ("lsinitrd", include_str!("tools/lsinitrd")),
    ("mkinitrd", include_str!("tools/mkinitrd")),
];

/// Release of the first kernel.
pub const KERNEL: &str = "6.1.0-50-amd64";
/// Drivers that each kernel has as modules.
pub const MODULES: [&str; 7] =
    ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio", "ext4"];

/// A simulated machine, removed on drop. It needs no privileges where users may create namespaces.
#[derive(Debug)]
pub struct Machine {
    root: TempDir,
    engine: Engine,
}

impl Machine {
    /// Creates a machine with this tool and one kernel, whose image has no drivers.
    ///
    /// # Panics
    /// When its files cannot be written.
    pub fn new(engine: Engine) -> Self {
        let machine = Self { root: tempfile::tempdir().unwrap(), engine };
        for folder in ["etc", "boot/grub", "lib/modules", "sbin", "var/lib", "tmp", "run", "sys"] {
            fs::create_dir_all(machine.path().join(folder)).unwrap();
        }
        let libraries = ["lib64", "bin"].map(|name| (name.to_owned(), format!("usr/{name}")));
        let of_processor = format!("{}-linux-gnu", std::env::consts::ARCH);
        let further = (format!("lib/{of_processor}"), format!("/usr/lib/{of_processor}"));
        for (link, target) in libraries.into_iter().chain([further]) {
            std::os::unix::fs::symlink(target, machine.path().join(link)).unwrap();
        }
        let (release, config, tools): (_, _, &[&str]) = match engine {
            Engine::InitramfsTools => (
                "ID=debian\nVERSION_ID=\"12\"\n",
                ("etc/initramfs-tools/modules", "# List of modules\next4\n"),
                &["mkinitramfs", "lsinitramfs", "update-initramfs"],
            ),
            Engine::Dracut => (
                "ID=rocky\nVERSION_ID=\"9.4\"\n",
                ("etc/dracut.conf", "# Settings\n"),
                &["dracut", "lsinitrd"],
            ),
            Engine::Mkinitrd => (
                "ID=sles\nVERSION_ID=\"11.4\"\n",
                ("etc/sysconfig/kernel", "INITRD_MODULES=\"ext4\"\nDOMU_INITRD_MODULES=\"\"\n"),
                &["mkinitrd", "lsinitrd"],
            ),
        };
        machine.write("etc/os-release", release);
        machine.write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
        machine.write("proc/sys/kernel/random/boot_id", "11111111-1111-1111-1111-111111111111\n");
        machine.runs("systemd");
        machine.tool("systemd-detect-virt", "#!/bin/sh\necho none\n");
        machine.write(config.0, config.1);
        for (name, script) in TOOLS.iter().filter(|(name, _)| tools.contains(name)) {
            machine.tool(name, script);
        }
        machine.add_kernel(KERNEL);
        machine
    }

    /// Installs a kernel whose image has no drivers.
    ///
    /// # Panics
    /// When its files cannot be written.
    pub fn add_kernel(&self, release: &str) {
        let image = self.image(release);
        let dep: String = MODULES.map(|name| format!("kernel/drivers/virtio/{name}.ko:\n")).concat();
        self.write(&format!("lib/modules/{release}/modules.dep"), &dep);
        self.write(&format!("lib/modules/{release}/modules.builtin"), "");
        self.write(&format!("boot/vmlinuz-{release}"), "");
        self.write(image.trim_start_matches('/'), "init\n");
        let menu = fs::read_to_string(self.path().join("boot/grub/grub.cfg")).unwrap_or_default();
        let entry = format!(
            "menuentry 'Linux {release}' {{\n linux /boot/vmlinuz-{release} root=UUID=1 ro\n initrd \
             {image}\n}}\n"
        );
        self.write("boot/grub/grub.cfg", &(menu + &entry));
    }

    /// Returns the path of a kernel's image.
    pub fn image(&self, release: &str) -> String {
        match self.engine {
            Engine::InitramfsTools => format!("/boot/initrd.img-{release}"),
            Engine::Dracut => format!("/boot/initramfs-{release}.img"),
            Engine::Mkinitrd => format!("/boot/initrd-{release}"),
        }
    }

    /// Installs a program.
    ///
    /// # Panics
    /// When its file cannot be written.
    pub fn tool(&self, name: &str, script: &str) {
        self.write(&format!("sbin/{name}"), script);
        let path = self.path().join("sbin").join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Adds an entry to `/proc`, so that a process seems to run.
    ///
    /// # Panics
    /// When its file cannot be written.
    pub fn runs(&self, name: &str) {
        let id = fs::read_dir(self.path().join("proc")).unwrap().count();
        self.write(&format!("proc/{id}/comm"), &format!("{name}\n"));
    }

    /// Writes a file.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, path: &str, content: &str) {
        let path = self.path().join(path.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Returns the text of a file; empty if it does not exist.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path.trim_start_matches('/'))).unwrap_or_default()
    }

    /// Returns every file below `/boot` and `/etc` with its content, except for previous images that are
    /// kept.
    pub fn essential(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.path().join("boot"), self.path().join("etc")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let is_kept = path.to_string_lossy().ends_with(".cvo-orig")
                    || path.to_string_lossy().ends_with(".cvo-prev");
                if path.is_dir() {
                    folders.push(path);
                } else if !is_kept {
                    files.push((path.clone(), fs::read(&path).unwrap()));
                }
            }
        }
        files.sort();
        files
    }

    /// Returns the root folder.
    pub fn path(&self) -> &Path {
        self.root.path()
    }

    /// Returns the words to put before a command so that it runs on this machine.
    pub fn wrapper(&self) -> Vec<String> {
        let root = self.path().display().to_string();
        ["unshare", "--map-root-user", "--mount", "sh", "-c", ENTER, "sh", &root].map(str::to_owned).into()
    }
}

#[async_trait]
impl Host for Machine {
    async fn run(&self, command: &Command) -> Result<Output> {
        let wrapper = self.wrapper();
        let mut child = tokio::process::Command::new(&wrapper[0])
            .args(&wrapper[1..])
            .args(&command.argv)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let upload = async {
            let _ = stdin.write_all(&command.stdin).await;
            drop(stdin);
        };
        let ((), output) = tokio::join!(upload, child.wait_with_output());
        let output = output.unwrap();
        Ok(Output {
            status: output.status.code().and_then(|code| u32::try_from(code).ok()).unwrap_or(255),
            stdout: Captured::complete(output.stdout),
            stderr: Captured::complete(output.stderr),
        })
    }

    fn name(&self) -> String {
        "builder".to_owned()
    }
}
