//! Filters of the `Describe…` actions.

use super::error::Ec2Error;

/// Maximum number of filters in a request, and of values in a filter: assumed (`ec2-values-per-filter`).
const MOST_FILTERS: usize = 50;
const MOST_VALUES: usize = 200;

/// A filter of a request. It matches an object if any value of the object matches any of the patterns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// Name, for example `subnet-id` or `tag:Name`.
    pub name: String,
    /// Patterns: `*` matches any text, `?` matches one character, and a backslash escapes the next character.
    pub values: Vec<String>,
}

/// A filter that an action supports: its name, and a function that returns the values of an object.
pub struct Field<T>(pub &'static str, pub fn(&T) -> Vec<String>);

/// Refuses more filters than EC2 accepts.
pub fn check_limits(filters: &[Filter]) -> Result<(), Ec2Error> {
    let too_many =
        filters.len() > MOST_FILTERS || filters.iter().any(|filter| filter.values.len() > MOST_VALUES);
    if too_many { Err(Ec2Error::filter_limit_exceeded()) } else { Ok(()) }
}

impl Filter {
    /// Whether any of the values matches any of the patterns.
    pub(super) fn accepts(&self, found: &[String]) -> bool {
        self.values.iter().any(|pattern| found.iter().any(|value| matches(&tokens(pattern), value)))
    }
}

/// One piece of a pattern.
enum Token {
    Exactly(char),
    AnyOne,
    AnyText,
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut characters = pattern.chars();
    let mut tokens = Vec::new();
    while let Some(character) = characters.next() {
        tokens.push(match character {
            '*' => Token::AnyText,
            '?' => Token::AnyOne,
            '\\' => Token::Exactly(characters.next().unwrap_or('\\')),
            other => Token::Exactly(other),
        });
    }
    tokens
}

/// Takes time proportional to pattern times text: after a mismatch, only the last `*` takes one character
/// more.
fn matches(pattern: &[Token], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut token) = (0, 0);
    let mut retry = None;
    while at < text.len() {
        match pattern.get(token) {
            Some(Token::AnyText) => {
                retry = Some((token, at));
                token += 1;
            }
            Some(Token::AnyOne) => (at, token) = (at + 1, token + 1),
            Some(Token::Exactly(wanted)) if *wanted == text[at] => (at, token) = (at + 1, token + 1),
            _ => match retry {
                Some((star, taken)) => {
                    retry = Some((star, taken + 1));
                    (at, token) = (taken + 1, star + 1);
                }
                None => return false,
            },
        }
    }
    pattern[token..].iter().all(|rest| matches!(rest, Token::AnyText))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_the_user_guide() {
        for (pattern, text, expected) in [
            ("running", "running", true),
            ("running", "Running", false),
            ("*e0a", "Interface for Data - e0a", true),
            ("*e0a", "Interface for Data - e0b", false),
            ("10.20.?.11", "10.20.1.11", true),
            ("10.20.?.11", "10.20.12.11", false),
            ("*", "", true),
            ("?", "", false),
            ("", "", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-b-b-d", false),
            (r"a\*c", "a*c", true),
            (r"a\*c", "abc", false),
            (r"a\", r"a\", true),
        ] {
            assert_eq!(matches(&tokens(pattern), text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_filter_accepts_if_any_pattern_matches_any_value() {
        let filter = Filter { name: "tag:Name".into(), values: vec!["a".into(), "b*".into()] };
        assert!(filter.accepts(&["x".into(), "bc".into()]));
        assert!(!filter.accepts(&["x".into()]));
        assert!(!filter.accepts(&[]));
    }

    #[test]
    fn filters_and_their_values_are_limited() {
        let filter = |values| Filter { name: "status".into(), values: vec![String::new(); values] };
        assert!(check_limits(&vec![filter(200); 50]).is_ok());
        assert_eq!(check_limits(&vec![filter(1); 51]).unwrap_err().code, "FilterLimitExceeded");
        assert_eq!(check_limits(&[filter(201)]).unwrap_err().code, "FilterLimitExceeded");
    }
}
