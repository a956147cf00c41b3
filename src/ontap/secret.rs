//! Text that must appear in no log, error or debug output.

use std::fmt;

/// A password, key or token; its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that sends it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// Texts that are cut out of whatever a server says before it becomes an error.
///
/// No ONTAP answer is known to repeat credentials; a proxy or a test server may echo a request.
#[derive(Clone, Default)]
pub(crate) struct Redactor(Vec<String>);

impl Redactor {
    /// Hides these texts; shorter ones than four characters are left, or ordinary words would be mangled.
    pub(crate) fn new(texts: impl IntoIterator<Item = String>) -> Self {
        let mut texts: Vec<_> = texts.into_iter().filter(|text| text.len() >= 4).collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self(texts)
    }

    /// The text without the secrets.
    pub(crate) fn scrub(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "(hidden)"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_a_secret() {
        assert_eq!(format!("{:?}", Secret::new("hunter22")), "Secret(..)");
    }

    #[test]
    fn the_longest_secret_is_cut_out_first() {
        let redactor = Redactor::new(["pass".to_owned(), "password".to_owned(), "abc".to_owned()]);
        assert_eq!(redactor.scrub("abc password pass"), "abc (hidden) (hidden)");
    }
}
