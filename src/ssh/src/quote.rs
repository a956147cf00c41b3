//! Quotes arguments for a POSIX shell.

/// Joins the words to a command line that a shell splits into exactly these words again.
pub fn join<W: AsRef<str>>(words: &[W]) -> String {
    words.iter().map(|word| word_of(word.as_ref())).collect::<Vec<_>>().join(" ")
}

/// Within single quotes only the quote itself is special, so it is placed outside of them and escaped.
fn word_of(text: &str) -> String {
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Whether the character is literal everywhere in a word. `=` and `~` are special at the beginning of a word.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_-./:,+@%".contains(character)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use proptest::prelude::*;

    use super::*;

    /// Returns the words that a real shell makes of the line. Each is terminated by a NUL.
    fn split_by_a_shell(line: &str) -> Vec<String> {
        let output = Command::new("sh").arg("-c").arg(format!("printf '%s\\0' {line}")).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.strip_suffix('\0').unwrap().split('\0').map(str::to_owned).collect()
    }

    #[test]
    fn words_are_quoted_only_where_necessary() {
        let words = ["dracut", "-f", "", "a b", "it's", "$(id)", "~", "X=1", "/boot/initrd.img-6.1"];
        assert_eq!(join(&words), r"dracut -f '' 'a b' 'it'\''s' '$(id)' '~' 'X=1' /boot/initrd.img-6.1");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_shell_reads_back_the_same_words(words in prop::collection::vec("[^\0]{0,24}", 1..6)) {
            prop_assert_eq!(split_by_a_shell(&join(&words)), words);
        }

        #[test]
        fn special_characters_are_literal(words in prop::collection::vec("[ \
             \t\n'\"\\\\$`!*?#~;&|<>(){}=%-]{0,12}", 1..4)) {
            prop_assert_eq!(split_by_a_shell(&join(&words)), words);
        }
    }
}
