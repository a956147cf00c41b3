//! [`Netmask`]: a prefix length or a dotted mask, equal if they mean the same.

use std::net::Ipv4Addr;

use tfplugin_core::{Attr, Invalid, Text, quoted};

/// An IPv4 netmask, as a prefix length (`24`) or dotted (`255.255.255.0`). ONTAP accepts both and returns the
/// length.
#[derive(Debug, Clone)]
pub struct Netmask {
    spelling: String,
    length: u8,
}

impl Netmask {
    /// Returns the mask with that many leading ones, spelled as a length.
    #[must_use]
    pub fn of_length(length: u8) -> Self {
        Self { spelling: length.to_string(), length }
    }

    /// Returns the number of leading ones, 0 to 32.
    #[must_use]
    pub fn length(&self) -> u8 {
        self.length
    }
}

impl Netmask {
    /// Returns the value of a field that was read, as a length, however the API spells it.
    #[must_use]
    pub fn seen(field: &Option<String>, _: &Attr<Self>) -> Attr<Self> {
        field
            .as_deref()
            .and_then(|text| Self::parse(text).ok())
            .map(|mask| Self::of_length(mask.length))
            .into()
    }

    /// Returns the field to send, as a length.
    #[must_use]
    pub fn sent(&self) -> Option<String> {
        Some(self.length.to_string())
    }
}

impl PartialEq for Netmask {
    fn eq(&self, other: &Self) -> bool {
        self.spelling == other.spelling
    }
}

impl Text for Netmask {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let length = match text.parse::<u8>() {
            Ok(length) => Some(length).filter(|length| *length <= 32),
            Err(_) => text.parse::<Ipv4Addr>().ok().and_then(|mask| ipnet::ipv4_mask_to_prefix(mask).ok()),
        };
        let length = length.ok_or_else(|| {
            Invalid(format!(
                "{} is not an IPv4 netmask. Write a length such as \"24\" or a mask such as \
                 \"255.255.255.0\".",
                quoted(text)
            ))
        })?;
        Ok(Self { spelling: text.to_owned(), length })
    }

    fn text(&self) -> String {
        self.spelling.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.length == other.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_and_a_dotted_mask_mean_the_same() {
        let (length, dotted) = (Netmask::parse("24").unwrap(), Netmask::parse("255.255.255.0").unwrap());
        assert!(length.means_the_same(&dotted));
        assert_ne!(length, dotted, "equality compares the spelling");
    }

    #[test]
    fn a_mask_that_has_gaps_or_is_too_long_is_refused() {
        for wrong in ["33", "255.0.255.0", "-1", "/24", "", "255.255.255", "abc"] {
            assert!(Netmask::parse(wrong).is_err(), "{wrong}");
        }
    }
}
