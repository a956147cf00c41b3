//! [`LinuxMachine`]: a copy of a real Debian in which its own tools run.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::namespace::Namespace;
use super::root::{LinuxRoot, roots};

/// A copy of a real Debian in which its own tools run. Dereferences to its [`Namespace`].
pub struct LinuxMachine {
    namespace: Namespace,
    root: LinuxRoot,
    kernel: String,
}

impl LinuxMachine {
    /// The six drivers of the manual.
    pub const VIRTIO: [&str; 6] =
        ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];

    /// Returns a copy of one of the roots, with a new machine id and a GRUB entry for its kernel.
    ///
    /// # Errors
    /// If this process is not root, the roots are missing, or the machine does not permit namespaces.
    pub fn of(root: LinuxRoot) -> Result<Self> {
        Self::in_folder(&roots()?, root)
    }

    /// Like [`LinuxMachine::of`], with the roots in the given folder instead of the environment's.
    ///
    /// # Errors
    /// As for [`LinuxMachine::of`].
    pub fn in_folder(roots: &Path, root: LinuxRoot) -> Result<Self> {
        Self::in_namespace(Namespace::of_copy(&root.folder(roots)?, root.name())?, root)
    }

    /// Makes a machine from an existing namespace.
    pub(super) fn in_namespace(namespace: Namespace, root: LinuxRoot) -> Result<Self> {
        let mut machine = Self { namespace, root, kernel: String::new() };
        machine.kernel = machine.say("ls /usr/lib/modules")?;
        machine.say("tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id")?;
        machine.update_boot_entries()?;
        Ok(machine)
    }

    /// Returns the root that it is a copy of.
    #[must_use]
    pub fn root(&self) -> LinuxRoot {
        self.root
    }

    /// Returns the release of its original kernel.
    #[must_use]
    pub fn kernel(&self) -> &str {
        &self.kernel
    }

    /// Returns the path of a kernel's initrd.
    #[must_use]
    pub fn image(&self, kernel: &str) -> String {
        format!("/boot/initrd.img-{kernel}")
    }

    /// Runs a script that must succeed, and returns its output without the last line break.
    ///
    /// # Errors
    /// If the script fails.
    pub fn say(&self, script: &str) -> Result<String> {
        Ok(self.run(script)?.succeeded()?.stdout.trim_end().to_owned())
    }

    /// Returns the text of a file.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(&self, path: &str) -> Result<String> {
        Ok(self.run(&format!("exec cat -- '{path}'"))?.succeeded()?.stdout)
    }

    /// Writes a file, creating its folder if necessary.
    ///
    /// # Errors
    /// If that fails.
    pub fn write(&self, path: &str, text: &str) -> Result<()> {
        let script = format!("mkdir -p \"$(dirname '{path}')\" && cat >'{path}'");
        self.run_within(super::namespace::LIMIT, &script, text)?.succeeded()?;
        Ok(())
    }

    /// Rebuilds the initrd of a kernel with the tool's own command.
    ///
    /// # Errors
    /// If the tool fails.
    pub fn rebuild(&self, kernel: &str) -> Result<()> {
        let image = self.image(kernel);
        let command = if self.root.has_dracut() {
            format!("dracut --force {image} {kernel}")
        } else {
            format!("update-initramfs -u -k {kernel}")
        };
        self.say(&command)?;
        Ok(())
    }

    /// Returns the modules of a kernel in its initrd, spelled with underscores, according to the tool's own
    /// lister.
    ///
    /// # Errors
    /// If the lister fails.
    pub fn drivers_in(&self, kernel: &str) -> Result<BTreeSet<String>> {
        let listed = self.say(&format!("{} {}", self.lister(), self.image(kernel)))?;
        let folder = format!("lib/modules/{kernel}/");
        let name = |line: &str| {
            let path = line.split_once(&folder)?.1;
            let (name, _compression) = path.rsplit('/').next()?.split_once(".ko")?;
            Some(name.replace('-', "_"))
        };
        Ok(listed.lines().filter_map(name).collect())
    }

    /// Returns the tool's lister.
    #[must_use]
    pub fn lister(&self) -> &'static str {
        if self.root.has_dracut() { "lsinitrd" } else { "lsinitramfs" }
    }

    /// Installs another kernel as its package would: modules, kernel, the hooks that make its initrd with the
    /// current configuration, and a GRUB entry. It is a copy of the original kernel under another release.
    ///
    /// # Errors
    /// If that fails.
    pub fn add_kernel(&self, release: &str) -> Result<()> {
        let first = &self.kernel;
        self.say(&format!(
            "set -e
            cp -a /usr/lib/modules/{first} /usr/lib/modules/{release}
            depmod {release}
            for file in vmlinuz config System.map; do cp -a /boot/$file-{first} /boot/$file-{release}; done
            export DEB_MAINT_PARAMS='configure'
            run-parts --report --exit-on-error --arg={release} --arg=/boot/vmlinuz-{release} /etc/kernel/postinst.d"
        ))?;
        ensure!(self.files_in(&["/boot"])?.contains_key(&self.image(release)), "no initrd for {release}");
        self.update_boot_entries()
    }

    /// Mounts a file system over /boot that has the same content and `free_bytes` of free space.
    ///
    /// # Errors
    /// If it cannot be mounted.
    pub fn fill_boot(&self, free_bytes: u64) -> Result<()> {
        self.say(&format!(
            "set -e
            mount -t tmpfs -o mode=755,size=1g tmpfs /mnt
            cp -a /boot/. /mnt/
            used=$(df --block-size=1 --output=used /mnt | tail -n 1)
            mount -o remount,size=$((used + {free_bytes})) /mnt
            mount --move /mnt /boot"
        ))?;
        Ok(())
    }

    /// Returns the content of folders, for comparisons: for each path, its mode and owner, and the hash of
    /// the content or the link's target. Folders have only mode and owner.
    ///
    /// # Errors
    /// If the folders cannot be read.
    pub fn files_in(&self, folders: &[&str]) -> Result<BTreeMap<String, String>> {
        let listed = self.say(&format!(
            "set -e
            find {0} -printf '%p\\t%M %U:%G %l\\n'
            find {0} -type f -exec sha256sum {{}} +",
            folders.join(" ")
        ))?;
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        for line in listed.lines() {
            if let Some((path, facts)) = line.split_once('\t') {
                found.insert(path.to_owned(), facts.trim_end().to_owned());
            } else {
                let (hash, path) =
                    line.split_once("  ").with_context(|| format!("not understood: {line}"))?;
                let facts = found.get_mut(path).with_context(|| format!("no such file: {path}"))?;
                *facts = format!("{facts} {hash}");
            }
        }
        Ok(found)
    }

    /// Writes GRUB's configuration, with an entry for each kernel, newest first.
    fn update_boot_entries(&self) -> Result<()> {
        let kernels = self.say("ls /usr/lib/modules | sort --version-sort --reverse")?;
        let entry = |kernel: &str| {
            let arguments = "root=UUID=6d1fd5ab-4f3c-4e0e-9f3c-2f6c1c0f0a11 ro quiet";
            format!(
                "menuentry 'Debian GNU/Linux, with Linux {kernel}' --class debian \
                 {{\n\tlinux\t/boot/vmlinuz-{kernel} {arguments}\n\tinitrd\t{}\n}}\n",
                self.image(kernel)
            )
        };
        let entries: String = kernels.lines().map(entry).collect();
        self.write("/boot/grub/grub.cfg", &format!("set default=\"0\"\n{entries}"))
    }
}

impl Deref for LinuxMachine {
    type Target = Namespace;

    fn deref(&self) -> &Namespace {
        &self.namespace
    }
}
