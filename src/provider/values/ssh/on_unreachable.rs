//! [`OnUnreachable`]: what a refresh does when a host does not answer.

use tfplugin::{Invalid, Text};

/// What a refresh does when nobody answers at a host's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum OnUnreachable {
    /// It fails: what is true now is not known.
    #[default]
    Error,
    /// It keeps what is stored, with a warning.
    Keep,
}

impl Text for OnUnreachable {
    fn parse(text: &str) -> Result<Self, Invalid> {
        match text {
            "error" => Ok(Self::Error),
            "keep" => Ok(Self::Keep),
            _ => Err(Invalid(format!("{text:?} is not one of error, keep."))),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Error => "error".to_owned(),
            Self::Keep => "keep".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_it_is_written() {
        for word in ["error", "keep"] {
            assert_eq!(OnUnreachable::parse(word).unwrap().text(), word);
        }
        for wrong in ["", "Keep", "ignore"] {
            assert!(OnUnreachable::parse(wrong).unwrap_err().0.contains("error, keep"), "{wrong}");
        }
    }
}
