//! [`ProfileName`]: which of the provider's ways to log in an object uses.

use tfplugin_core::{Invalid, Text};

/// The name of an entry in `ssh.profiles` of the provider block; `default` is the block itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileName(String);

impl ProfileName {
    /// The name of the block itself.
    pub const DEFAULT: &str = "default";
}

impl Text for ProfileName {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let is_plain = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
        if !text.is_empty() && text.chars().all(is_plain) {
            return Ok(Self(text.to_owned()));
        }
        Err(Invalid(
            "It is not the name of an SSH profile. Use letters, digits, '_', '-' and '.', such as \
             \"debian\"."
                .to_owned(),
        ))
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_only_plain_characters() {
        for name in ["default", "debian-12", "b.c_d"] {
            assert_eq!(ProfileName::parse(name).unwrap().text(), name);
        }
        for wrong in ["", "two words", "a/b", "ä"] {
            assert!(ProfileName::parse(wrong).unwrap_err().0.contains("debian"), "{wrong}");
        }
    }
}
