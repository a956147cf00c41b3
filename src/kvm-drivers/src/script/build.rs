//! How each tool makes an image under a name that nobody loads.

use super::Target;
use crate::system::Engine;

/// Ending of the name under which a new image is made. It must not look like an image to the boot loader's tools.
pub const NEW: &str = ".cvo-new";
/// Ending of the image before the last change.
pub const PREVIOUS: &str = ".cvo-prev";
/// Ending of the very first image, which no later change replaces.
pub const ORIGINAL: &str = ".cvo-orig";

/// The tool's call that makes an image at a path.
///
/// The kernel is always named: dracut would otherwise take the running one's modules, and update-initramfs the newest
/// one's. `update-initramfs` itself cannot write under another name; `mkinitramfs` is what it calls.
pub fn command(engine: Engine, target: &Target, at: &str, is_image_root: bool) -> Vec<String> {
    let kernel = target.kernel.as_str();
    let words: Vec<&str> = match engine {
        // In an image's root the machine that is running is another one, and "host only" would fit the image to it.
        Engine::Dracut if is_image_root => vec!["dracut", "--force", "--no-hostonly", at, kernel],
        Engine::Dracut => vec!["dracut", "--force", at, kernel],
        Engine::InitramfsTools => vec!["mkinitramfs", "-o", at, kernel],
        // It takes both names relative to /boot.
        Engine::Mkinitrd => vec!["mkinitrd", "-k", in_boot(&target.kernel_image), "-i", in_boot(at)],
    };
    words.into_iter().map(str::to_owned).collect()
}

fn in_boot(path: &str) -> &str {
    path.strip_prefix("/boot/").unwrap_or(path)
}

/// The lister's call.
pub fn lister(engine: Engine, image: &str) -> Vec<String> {
    vec![engine.lister().to_owned(), image.to_owned()]
}
