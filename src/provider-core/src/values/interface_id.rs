//! [`InterfaceId`]: the id of an elastic network interface.

use tfplugin_core::{Invalid, Text};

/// The id of an EC2 network interface, such as `eni-0a1b2c3d4e5f60718`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InterfaceId(String);

impl InterfaceId {
    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text for InterfaceId {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let digits = text.strip_prefix("eni-").unwrap_or_default();
        if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c)) {
            // The text is not repeated: the provider block has such ids beside secrets.
            return Err(Invalid(
                "It is not the id of a network interface, which looks like \"eni-0a1b2c3d4e5f60718\"; \
                 data.cvo_system gives the one behind port e0a of each node."
                    .to_owned(),
            ));
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_eni_and_hexadecimal_digits() {
        assert!(InterfaceId::parse("eni-0a1b2c3d").is_ok());
        for wrong in ["", "eni-", "eni-XYZ", "i-0a1b2c3d", "0a1b2c3d"] {
            assert!(InterfaceId::parse(wrong).is_err(), "{wrong}");
        }
    }
}
