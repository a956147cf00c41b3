//! Patterns in which `*` stands for any characters.

/// Whether `text` is `pattern`. Parts between stars are looked for from left to right, each as early as it comes: a later
/// place would leave less for the parts behind it, so that none is ever tried twice.
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
    fn a_star_stands_for_any_characters() {
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

    /// With a search that goes back, this would take longer than the universe has been there.
    #[test]
    fn many_stars_on_a_long_text_take_no_time() {
        let text = "a".repeat(100_000);
        assert!(!matches(&("*a".repeat(5_000) + "*b*"), &text));
        assert!(matches(&"a*".repeat(5_000), &text));
        assert!(!matches(&("*".repeat(100_000) + "b"), &text));
    }

    /// What the pattern means, letter by letter.
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
        fn it_is_what_the_definition_says(pattern in "[ab*]{0,7}", text in "[ab]{0,9}") {
            prop_assert_eq!(matches(&pattern, &text), defined(pattern.as_bytes(), text.as_bytes()));
        }
    }
}
