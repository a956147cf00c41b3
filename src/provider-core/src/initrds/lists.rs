//! [`Lists`]: the contents of images, each read once.

use std::collections::BTreeMap;

use kvm_drivers::listing::Listing;
use kvm_drivers::root::Survey;

/// The contents of an image, or the reason why they cannot be listed.
type Listed = Result<Listing, String>;

/// The contents of images. An image that several kernels load is read once and kept until the last of them
/// has asked for it.
pub struct Lists {
    pending_uses: BTreeMap<String, usize>,
    kept: BTreeMap<String, Listed>,
}

impl Lists {
    /// Prepares for the images of these kernels.
    pub fn of(survey: &Survey) -> Self {
        let mut uses = BTreeMap::new();
        for image in survey.kernels.iter().filter_map(|kernel| kernel.image.as_ref().ok()) {
            *uses.entry(image.path.clone()).or_default() += 1;
        }
        Self { pending_uses: uses, kept: BTreeMap::new() }
    }

    /// Returns the contents of an image, which `read` lists unless they are kept.
    pub fn get(&mut self, path: &str, read: impl FnOnce() -> Listed) -> Listed {
        let left = self.pending_uses.get_mut(path).map_or(0, |uses| {
            *uses = uses.saturating_sub(1);
            *uses
        });
        let listed = self.kept.remove(path).unwrap_or_else(read);
        if left > 0 {
            self.kept.insert(path.to_owned(), listed.clone());
        }
        listed
    }
}

#[cfg(test)]
mod tests {
    use kvm_drivers::root::{Memory, survey};

    use super::*;

    #[test]
    fn an_image_that_several_kernels_load_is_read_once() {
        let entry =
            |kernel: &str| format!("menuentry 'a' {{\n linux /vmlinuz-{kernel}\n initrd /initrd.img\n}}\n");
        let kernels = ["6.1.0", "6.1.1", "6.1.2"];
        let mut root = Memory::default()
            .with("/boot/grub/grub.cfg", kernels.map(entry).concat())
            .with("/boot/initrd.img", "");
        for kernel in kernels {
            root = root.with(&format!("/lib/modules/{kernel}/modules.dep"), "");
        }
        let mut lists = Lists::of(&survey(&root).unwrap());
        let mut reads = 0;
        for _ in kernels {
            let listed = lists.get("/boot/initrd.img", || {
                reads += 1;
                Err("damaged".to_owned())
            });
            assert_eq!(listed, Err("damaged".to_owned()));
        }
        assert_eq!((reads, lists.kept.len()), (1, 0));
    }
}
