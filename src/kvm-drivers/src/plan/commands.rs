//! The commands of a plan, for a person to type into a shell.

use super::{Options, Preset, Style};
use crate::driver::Driver;
use crate::system::Engine;

/// The parts of the commands. Names, kernel and path have been checked: none contains a character that a
/// shell expands, except the `$(uname -r)` that stands for the kernel.
pub struct Command<'a> {
    pub engine: Engine,
    pub kernel: &'a str,
    pub drivers: &'a [Driver],
    pub image: &'a str,
    /// Whether the image path was given rather than derived from the family.
    pub image_named: bool,
    pub options: &'a Options,
}

impl Command<'_> {
    pub fn regenerate(&self) -> Vec<String> {
        let Self { kernel, image, .. } = self;
        let plain_mkinitrd =
            self.options.style == Style::Seed && self.options.kernel.is_none() && !self.image_named;
        vec![match self.engine {
            // Without the release, dracut would fill another kernel's image with the running kernel's
            // modules.
            Engine::Dracut => format!("dracut -f {image} {kernel}"),
            Engine::InitramfsTools => format!("update-initramfs -u -k {kernel}"),
            Engine::Mkinitrd if plain_mkinitrd => "mkinitrd".to_owned(),
            Engine::Mkinitrd => {
                let name = image.strip_prefix("/boot/").unwrap_or(image);
                format!("mkinitrd -k vmlinuz-{kernel} -i {name}")
            }
        }]
    }

    pub fn verify(&self) -> Vec<String> {
        let Self { image, .. } = self;
        let lister = self.engine.lister();
        if self.options.style == Style::Seed {
            return vec![format!("{lister} {image} | {}", self.seed_grep())];
        }
        vec![self.strict_verify(lister)]
    }

    /// Returns a command that fails unless the lister succeeds and every driver is listed in this kernel's
    /// folder or built in. A pipe would hide the lister's status, and a search for "virtio" also matches
    /// hooks and other drivers.
    fn strict_verify(&self, lister: &str) -> String {
        let Self { kernel, image, .. } = self;
        let names: Vec<&str> = self.drivers.iter().map(Driver::as_str).collect();
        let names = names.join(" ");
        format!(
            concat!(
                "( list=\"$({lister} {image})\" || exit 1; for driver in {names}; do ",
                "file=\"$(echo \"$driver\" | sed 's/_/[-_]/g')[.]ko\"; ",
                "echo \"$list\" | grep -q \"lib/modules/{kernel}/.*/$file\\([.][a-z0-9]*\\)\\{{0,1\\}}$\" ",
                "|| grep -q \"/$file$\" /lib/modules/{kernel}/modules.builtin ",
                "|| {{ echo \"$driver is neither in {image} nor built into {kernel}\" >&2; exit 1; }}; done )"
            ),
            lister = lister,
            image = image,
            names = names,
            kernel = kernel,
        )
    }

    pub fn builtin_check(&self) -> Vec<String> {
        let Self { kernel, .. } = self;
        if self.options.style == Style::Seed && self.options.preset == Preset::Virtio {
            return vec![format!("cat /boot/config-{kernel} | grep CONFIG_VIRTIO | grep y")];
        }
        let files: Vec<String> =
            self.drivers.iter().map(|driver| driver.as_str().replace('_', "[-_]")).collect();
        vec![format!("grep -E '/({})[.]ko$' /lib/modules/{kernel}/modules.builtin", files.join("|"))]
    }

    fn seed_grep(&self) -> String {
        if self.options.preset == Preset::Virtio && self.options.drivers.is_empty() {
            return "grep virtio".to_owned();
        }
        let names: Vec<&str> = self.drivers.iter().map(Driver::as_str).collect();
        format!("grep -E '{}'", names.join("|"))
    }
}
