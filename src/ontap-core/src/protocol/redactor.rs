//! Removes secrets from the server's texts before they become part of an error.
//!
//! No ONTAP answer is known to repeat credentials, but a proxy or a test server may echo a request.

/// A secret with fewer bytes is removed only where it stands alone. Within words it would match by chance,
/// and the gaps would reveal it.
const MIN_EMBEDDED: usize = 4;
/// The replacement for a secret.
pub(crate) const HIDDEN: &str = "(hidden)";
/// How many bytes of a long text are scanned and kept. The rest is dropped.
const MAX_SCANNED: usize = 16 * 1024;

/// The secrets to remove, in any of these forms: verbatim, partly or wholly percent-encoded or form-encoded,
/// and in hexadecimal.
#[derive(Clone, Default)]
pub struct Redactor(Vec<String>);

impl Redactor {
    /// Builds a redactor for these texts.
    pub fn new(texts: impl IntoIterator<Item = String>) -> Self {
        let mut texts: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        Self(texts)
    }

    /// Returns the beginning of the text without the secrets.
    pub fn scrub(&self, text: &str) -> String {
        let (mut clean, mut at) = (String::new(), 0);
        while let Some(letter) = text[at..].chars().next().filter(|_| clean.len() < MAX_SCANNED) {
            match self.0.iter().filter_map(|secret| match_length(secret, text, at)).max() {
                Some(length) => {
                    clean.push_str(HIDDEN);
                    at += length;
                }
                None => {
                    clean.push(letter);
                    at += letter.len_utf8();
                }
            }
        }
        clean
    }
}

/// Returns how many bytes of the text are a form of the secret that begins at this position.
fn match_length(secret: &str, text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let lengths = [encoded(secret.as_bytes(), rest), hexadecimal(secret.as_bytes(), rest)];
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let stands_alone = |length: &usize| {
        let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before));
        secret.len() >= MIN_EMBEDDED || !is_word(before) && !is_word(rest.get(*length))
    };
    lengths.into_iter().flatten().filter(stands_alone).max()
}

/// Matches the secret with any of its bytes percent-encoded, once or twice, and spaces as plus signs.
fn encoded(secret: &[u8], rest: &[u8]) -> Option<usize> {
    let mut length = 0;
    for byte in secret {
        let rest = &rest[length..];
        length += match rest.first()? {
            b'%' if rest[1..].starts_with(b"25") && is_hex_of(&rest[3..], *byte) => 5,
            b'%' if is_hex_of(&rest[1..], *byte) => 3,
            b'+' if *byte == b' ' => 1,
            first if first == byte => 1,
            _ => return None,
        };
    }
    Some(length)
}

/// Matches the secret in hexadecimal digits.
fn hexadecimal(secret: &[u8], rest: &[u8]) -> Option<usize> {
    let pairs = rest.chunks_exact(2);
    let is_all = pairs.len() >= secret.len() && pairs.zip(secret).all(|(pair, byte)| is_hex_of(pair, *byte));
    is_all.then_some(secret.len() * 2)
}

/// Whether the text begins with the two hexadecimal digits of this byte, in either case.
fn is_hex_of(text: &[u8], byte: u8) -> bool {
    let value = |digit: &u8| char::from(*digit).to_digit(16);
    let pair = text.first().and_then(value).zip(text.get(1).and_then(value));
    pair.is_some_and(|(high, low)| high * 16 + low == u32::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(secrets: &[&str]) -> Redactor {
        Redactor::new(secrets.iter().map(|secret| (*secret).to_owned()))
    }

    #[test]
    fn the_longest_secret_is_removed_first() {
        let clean = redactor(&["pass", "password"]).scrub("abc password pass é password");
        assert_eq!(clean, "abc (hidden) (hidden) é (hidden)");
    }

    #[test]
    fn a_secret_is_found_in_every_form() {
        let secret = "Sé same/+&%7";
        let forms = [
            "Sé same/+&%7",
            "S%C3%A9%20same%2F%2B%26%257",
            "S%c3%a9%20same%2f%2b%26%257",
            "S%C3%A9+same%2F%2B%26%257",
            "S%c3%A9 same/%2b&%257",
            "%53%C3%A9%20%73%61%6D%65%2F%2B%26%25%37",
            "S%25C3%25A9%2520same%252F%252B%2526%25257",
            "53c3a92073616d652f2b262537",
            "53C3A92073616D652F2B262537",
        ];
        for form in forms {
            for (before, after) in [("", ""), ("x=", "&y"), ("é", "é"), ("0", "1"), ("%", "%")] {
                let clean = redactor(&[secret]).scrub(&format!("{before}{form}{after}"));
                assert_eq!(clean, format!("{before}(hidden){after}"), "{form}");
            }
        }
    }

    #[test]
    fn text_that_only_resembles_a_secret_is_kept() {
        for text in ["hunter2", "68756e7465723", "%68unter", "hunter%3", "", "%", "é"] {
            assert_eq!(redactor(&["hunter22"]).scrub(text), text);
        }
    }

    #[test]
    fn a_short_secret_is_removed_where_it_stands_alone() {
        let cases = [
            ("password=abc&x", "password=(hidden)&x"),
            ("abc", "(hidden)"),
            ("616263", "(hidden)"),
            ("an abcess, dabc", "an abcess, dabc"),
        ];
        for (text, expected) in cases {
            assert_eq!(redactor(&["abc", ""]).scrub(text), expected);
        }
    }

    #[test]
    fn only_the_beginning_of_a_long_text_is_scanned() {
        let text = format!("{}hunter22", "x".repeat(MAX_SCANNED - 4));
        let clean = redactor(&["hunter22"]).scrub(&text.repeat(100));
        assert!(clean.len() <= MAX_SCANNED + HIDDEN.len() && !clean.contains("hunt"), "{}", clean.len());
    }
}
