//! [`SecretText`]: a text that must not be shown.

use std::fmt;

use ssh_core::Secret;
use tfplugin_core::{FromVariable, Invalid, Text};

/// A private key, passphrase or password. Neither `Debug` nor a refusal shows any part of it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// Returns the secret in the type of the SSH client.
    pub fn secret(&self) -> Secret {
        Secret::new(self.0.clone())
    }
}

impl Text for SecretText {
    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid("It is empty. Leave the attribute out where there is none.".to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

impl FromVariable for SecretText {
    fn from_variable(text: &str) -> Result<Self, Invalid> {
        Ok(text.into())
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_the_secret() {
        let secret = SecretText::parse("hunter22").unwrap();
        assert_eq!(format!("{secret:?} {:?}", secret.secret()), "SecretText(..) Secret(..)");
        assert!(SecretText::parse("").unwrap_err().0.contains("empty"));
    }
}
