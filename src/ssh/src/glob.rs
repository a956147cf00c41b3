//! Patterns of `known_hosts`: `*` matches any text, `?` any one character, everything else itself.

/// Whether the pattern matches the whole text. Both must be in lower case.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<_>, Vec<_>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where to resume after a mismatch: behind the last star, which then takes one more character.
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                p += 1;
                retry = Some((p, t));
            }
            Some(&character) if character == '?' || character == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((behind_star, taken)) = retry else { return false };
                (p, t) = (behind_star, taken + 1);
                retry = Some((behind_star, t));
            }
        }
    }
    pattern[p..].iter().all(|&character| character == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        let cases = [
            ("host", "host", true),
            ("host", "hos", false),
            ("*", "", true),
            ("*.example.com", "a.b.example.com", true),
            ("*.example.com", "example.com", false),
            ("10.0.0.?", "10.0.0.5", true),
            ("10.0.0.?", "10.0.0.55", false),
            ("[*.example.com]:22??", "[a.example.com]:2222", true),
            ("a*b*c", "axxbxxbxc", true),
            ("a*b*c", "axxbxxbx", false),
            ("", "", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
