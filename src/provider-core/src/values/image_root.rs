//! [`ImageRoot`]: where the root file system of an image is mounted.

use std::path::{Component, Path, PathBuf};

use tfplugin_core::{Invalid, Text};

/// The folder in which the root file system of an image is mounted; never the root of the machine that runs
/// Terraform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRoot(String);

impl ImageRoot {
    /// Returns the folder.
    pub fn path(&self) -> PathBuf {
        PathBuf::from(&self.0)
    }
}

impl Text for ImageRoot {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let mut components = Path::new(text).components();
        let is_absolute = components.next() == Some(Component::RootDir);
        let is_plain = components.clone().all(|part| matches!(part, Component::Normal(_)));
        if !is_absolute || !is_plain {
            return Err(Invalid(format!(
                "{text:?} is not the absolute path of a folder. Write where the image is mounted, without \
                 \"..\", such as \"/mnt/image\"."
            )));
        }
        if components.next().is_none() {
            return Err(Invalid(
                "This is the root of the machine that runs Terraform, and not that of an image. Write where \
                 the image is mounted, such as \"/mnt/image\"."
                    .to_owned(),
            ));
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.path().components().eq(other.path().components())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_root_is_an_absolute_path_below_the_root() {
        for path in ["/mnt/image", "/mnt/image/", "/srv//image", "/mnt/./image", "/mnt/image one"] {
            assert_eq!(ImageRoot::parse(path).unwrap().text(), path);
        }
        for wrong in ["", "mnt/image", "./image", "/", "//", "/.", "/..", "/mnt/..", "/mnt/../image"] {
            let Invalid(why) = ImageRoot::parse(wrong).unwrap_err();
            assert!(why.contains("/mnt/image"), "{wrong:?}: {why}");
        }
    }

    #[test]
    fn an_extra_slash_is_the_same_folder() {
        let [plain, slash, other] =
            ["/mnt/image", "/mnt//image/", "/mnt/images"].map(|path| ImageRoot::parse(path).unwrap());
        assert!(plain.means_the_same(&slash) && !plain.means_the_same(&other));
    }
}
