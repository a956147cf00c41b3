//! [`quoted`]: quotes a user's value in a message. This is the only place that decides how much of it is
//! shown.

/// Upper limit of the characters shown.
const MAX_SHOWN: usize = 100;

/// The longest path in Linux (`PATH_MAX`), which is longer than anything that a user types.
const MAX_PATH: usize = 4096;

/// Quotes the text, escapes invisible characters, and shortens it if it is long.
///
/// A private key in the wrong place is not shown: see [`is_content`].
#[must_use]
pub fn quoted(text: impl AsRef<str>) -> String {
    let text = text.as_ref();
    let count = text.chars().count();
    if is_content(text) {
        return format!("(a text of {count} characters, not shown because it may be a secret)");
    }
    let mut shown = format!("{:?}", text.chars().take(MAX_SHOWN).collect::<String>());
    if count > MAX_SHOWN {
        shown.push_str(&format!(" and {} characters more", count - MAX_SHOWN));
    }
    shown
}

/// Whether a text is the content of a file rather than a name, a path or another short value: it has several
/// lines, is longer than any path, or contains the marker of a private key.
#[must_use]
pub fn is_content(text: &str) -> bool {
    text.contains(['\n', '\r']) || text.contains("PRIVATE KEY") || text.len() > MAX_PATH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_quoted_escaped_and_shortened() {
        let cases = [
            ("", "\"\""),
            ("svm 2", "\"svm 2\""),
            ("a\u{1b}[31m\u{202e}b", "\"a\\u{1b}[31m\\u{202e}b\""),
            ("two\tcolumns", "\"two\\tcolumns\""),
        ];
        for (text, shown) in cases {
            assert_eq!(quoted(text), shown);
        }
        assert_eq!(quoted("é".repeat(100)), format!("\"{}\"", "é".repeat(100)));
        assert_eq!(quoted("é".repeat(103)), format!("\"{}\" and 3 characters more", "é".repeat(100)));
    }

    #[test]
    fn the_content_of_a_file_is_not_shown() {
        let key = "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter22\n-----END OPENSSH PRIVATE KEY-----\n";
        let long = "hunter22".repeat(513);
        for text in [key, &key.replace('\n', " "), "hunter22\n", "hunter22\r", &long] {
            let shown = quoted(text);
            assert!(is_content(text) && !shown.contains("hunter22"), "{shown}");
            assert!(shown.contains(&text.chars().count().to_string()), "{shown}");
        }
        assert!(!is_content("/home/me/.ssh/id_ed25519"));
    }
}
