//! [`Choice`]: one word of a fixed set.

use std::fmt::Debug;

use tfplugin_core::{Invalid, Text, quoted};

/// The meanings of an attribute's words.
pub trait Choices: Copy + Debug + PartialEq + Send + Sync + 'static {
    /// Each word with its meaning, in the order of the manual.
    const ALL: &'static [(&'static str, Self)];
}

/// One word of a fixed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice<W>(pub W);

impl<W: Choices> Text for Choice<W> {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let found = W::ALL.iter().find(|(word, _)| *word == text);
        found.map(|(_, meaning)| Self(*meaning)).ok_or_else(|| {
            let words: Vec<&str> = W::ALL.iter().map(|(word, _)| *word).collect();
            Invalid(format!("{} is not one of {}.", quoted(text), words.join(", ")))
        })
    }

    fn text(&self) -> String {
        let found = W::ALL.iter().find(|(_, meaning)| *meaning == self.0);
        found.map(|(word, _)| (*word).to_owned()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Answer {
        Yes,
        No,
    }

    impl Choices for Answer {
        const ALL: &'static [(&'static str, Self)] = &[("yes", Self::Yes), ("no", Self::No)];
    }

    #[test]
    fn only_the_listed_words_are_accepted() {
        for (word, meaning) in Answer::ALL {
            assert_eq!(Choice::<Answer>::parse(word).unwrap().0, *meaning);
            assert_eq!(Choice(*meaning).text(), *word);
        }
        for wrong in ["", "Yes", "maybe"] {
            assert!(Choice::<Answer>::parse(wrong).unwrap_err().0.contains("yes, no"), "{wrong}");
        }
    }
}
