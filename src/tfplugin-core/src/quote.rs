//! [`quoted`]: a value of the user's in a message. The one place where is decided how much of it is shown.

/// How many characters of a value are shown.
const LONGEST: usize = 100;

/// Longest path of Linux (`PATH_MAX`), and longer than anything that is typed.
const NO_NAME: usize = 4096;

/// The text in quotation marks, with escapes for what does not show, and shortened if it is long.
///
/// A key that was put in the wrong place is not shown: see [`is_content`].
#[must_use]
pub fn quoted(text: impl AsRef<str>) -> String {
    let text = text.as_ref();
    let count = text.chars().count();
    if is_content(text) {
        return format!("(a text of {count} characters, not shown because it may be a secret)");
    }
    let mut shown = format!("{:?}", text.chars().take(LONGEST).collect::<String>());
    if count > LONGEST {
        shown.push_str(&format!(" and {} characters more", count - LONGEST));
    }
    shown
}

/// Whether a text is the content of a file rather than a name, a path or another short value: it has several lines,
/// is longer than any path, or says that it is a private key.
#[must_use]
pub fn is_content(text: &str) -> bool {
    text.contains(['\n', '\r']) || text.contains("PRIVATE KEY") || text.len() > NO_NAME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_as_far_as_it_helps() {
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
