//! Commands with which each tool makes an image under a name that no boot loader loads.

use super::Target;
use crate::system::Engine;

/// Suffix under which a new image is made. The boot loader's tools must not take it for an image.
pub const NEW: &str = ".cvo-new";
/// Suffix of the image from before the last change.
pub const PREVIOUS: &str = ".cvo-prev";
/// Suffix of the very first image, which later changes do not replace.
pub const ORIGINAL: &str = ".cvo-orig";

/// Returns the command that makes an image at a path.
///
/// It always names the kernel: otherwise dracut would use the modules of the running kernel, and
/// update-initramfs those of the newest one. `update-initramfs` cannot write to another name, so
/// `mkinitramfs` is used, which it calls itself. That dracut of RHEL 6 and 7 takes the same words as later
/// ones is assumed (`initrd-dracut-words`).
pub fn command(engine: Engine, target: &Target, at: &str, is_image_root: bool) -> Vec<String> {
    let kernel = target.kernel.as_str();
    let words: Vec<&str> = match engine {
        // In the root of an image, the running machine is a different one, and "host only" would adapt the
        // image to it.
        Engine::Dracut if is_image_root => vec!["dracut", "--force", "--no-hostonly", at, kernel],
        Engine::Dracut => vec!["dracut", "--force", at, kernel],
        Engine::InitramfsTools => vec!["mkinitramfs", "-o", at, kernel],
        // mkinitrd takes both names relative to /boot.
        Engine::Mkinitrd => vec!["mkinitrd", "-k", in_boot(&target.kernel_image), "-i", in_boot(at)],
    };
    words.into_iter().map(str::to_owned).collect()
}

fn in_boot(path: &str) -> &str {
    path.strip_prefix("/boot/").unwrap_or(path)
}

/// Returns the lister's command.
pub fn lister(engine: Engine, image: &str) -> Vec<String> {
    vec![engine.lister().to_owned(), image.to_owned()]
}
