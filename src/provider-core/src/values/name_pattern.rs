//! [`NamePattern`]: a name, or what several names have in common.

use tfplugin_core::{Invalid, Text};

/// A name in which `*` stands for any text, also for none, and `?` for one character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern(String);

impl NamePattern {
    /// Returns the name if it is no pattern.
    #[must_use]
    pub fn exact(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|name| !name.contains(['*', '?']))
    }

    /// Returns whether the name is one of those that are meant.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        let (pattern, name): (Vec<_>, Vec<_>) = (self.0.chars().collect(), name.chars().collect());
        // The last star, and where the text that it stands for ends. A later end is tried when the rest fails.
        let (mut at, mut of, mut star) = (0, 0, None);
        while of < name.len() {
            match pattern.get(at) {
                Some('*') => {
                    star = Some((at, of));
                    at += 1;
                }
                Some(one) if *one == '?' || *one == name[of] => (at, of) = (at + 1, of + 1),
                _ => match star {
                    Some((place, end)) => {
                        star = Some((place, end + 1));
                        (at, of) = (place + 1, end + 1);
                    }
                    None => return false,
                },
            }
        }
        pattern[at..].iter().all(|rest| *rest == '*')
    }
}

impl Text for NamePattern {
    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid(
                "An empty text is the name of nothing. Leave the attribute out for all.".into(),
            ));
        }
        Ok(Self(text.to_owned()))
    }

    fn text(&self) -> String {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text_and_a_question_mark_one_character() {
        for (pattern, name, expected) in [
            ("svm_2", "svm_2", true),
            ("svm_2", "svm_20", false),
            ("svm_2", "SVM_2", false),
            ("*", "svm_2", true),
            ("*", "", true),
            ("svm_?", "svm_2", true),
            ("svm_?", "svm_", false),
            ("svm_?", "svm_20", false),
            ("*_2", "svm_1_2", true),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("**?", "x", true),
            ("**?", "", false),
            ("s.m", "sxm", false),
            ("gr?ße", "größe", true),
        ] {
            let parsed = NamePattern::parse(pattern).unwrap();
            assert_eq!(parsed.matches(name), expected, "{pattern} {name}");
            assert_eq!(parsed.exact().is_none(), pattern.contains(['*', '?']), "{pattern}");
        }
        assert!(NamePattern::parse("").is_err());
    }

    #[test]
    fn a_pattern_with_many_stars_is_answered_at_once() {
        let pattern = NamePattern::parse(&"*a".repeat(30)).unwrap();
        assert!(!pattern.matches(&"a".repeat(29)) && pattern.matches(&"a".repeat(3_000)));
    }
}
