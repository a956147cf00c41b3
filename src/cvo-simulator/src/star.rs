//! Patterns in which `*` stands for any characters.

/// Whether `text` matches `pattern`. The parts between stars are searched for from left to right, each at its
/// first occurrence. A later occurrence would leave less text for the remaining parts, so no backtracking is
/// needed.
pub fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let (first, last) = (parts.next().unwrap_or_default(), parts.next_back());
    let Some(last) = last else { return pattern == text };
    let Some(inside) = text.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else {
        return false;
    };
    let mut rest = inside;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_star_matches_any_characters() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("**", "ä", true),
            ("/a/*/c", "/a/b/x/c", true),
            ("/a/*/c", "/a/c", false),
            ("*e0a", "port e0a", true),
            ("ab*ba", "aba", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("*ä*", "xäy", true),
            ("Assign*", "UnassignPrivateIpAddresses", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
        }
    }

    /// A search with backtracking would not finish.
    #[test]
    fn many_stars_on_a_long_text_take_no_time() {
        let text = "a".repeat(100_000);
        assert!(!matches(&("*a".repeat(5_000) + "*b*"), &text));
        assert!(matches(&"a*".repeat(5_000), &text));
        assert!(!matches(&("*".repeat(100_000) + "b"), &text));
    }

    /// The definition of a match, character by character.
    fn defined(pattern: &[u8], text: &[u8]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some((b'*', rest)) => (0..=text.len()).any(|at| defined(rest, &text[at..])),
            Some((letter, rest)) => {
                text.split_first().is_some_and(|(first, left)| first == letter && defined(rest, left))
            }
        }
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_definition(pattern in "[ab*]{0,7}", text in "[ab]{0,9}") {
            prop_assert_eq!(matches(&pattern, &text), defined(pattern.as_bytes(), text.as_bytes()));
        }
    }
}
