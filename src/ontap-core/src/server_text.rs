//! Words of a server, made fit for a terminal and a log: one line, nothing that acts, not too long.

/// More characters than any sentence of ONTAP has, and few enough for a terminal.
const LONGEST: usize = 1000;
/// As many of a value as are needed to recognize it.
const LONGEST_VALUE: usize = 100;

/// The text in one line without characters that act, and cut off when it is long.
pub fn harmless(text: &str) -> String {
    cut(text, LONGEST).chars().map(|letter| if acts(letter) { ' ' } else { letter }).collect()
}

/// Enough of a value to recognize it.
pub fn short(value: &str) -> String {
    cut(value, LONGEST_VALUE)
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}... (cut off)", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether a terminal or a log may do something else with the character than show it: control characters, separators
/// of lines, and what turns the direction of writing or is not seen at all.
fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_is_left() {
        let cases = [
            ("a plain sentence: ö, 日本", "a plain sentence: ö, 日本"),
            ("a\n::error::b\r\nc", "a ::error::b  c"),
            ("\u{1b}[31mred\u{1b}]0;title\u{7}", " [31mred ]0;title "),
            ("\u{9b}2J\u{85}\u{7f}\0\t", " 2J    "),
            ("a\u{202e}b\u{2066}c\u{200b}d\u{feff}e\u{2028}f", "a b c d e f"),
        ];
        for (text, expected) in cases {
            assert_eq!(harmless(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_off_between_characters() {
        let told = harmless(&"é".repeat(300_000));
        assert_eq!(told.chars().filter(|letter| *letter == 'é').count(), LONGEST);
        assert!(told.ends_with("(cut off)"));
        assert_eq!(harmless(&"é".repeat(LONGEST)).chars().count(), LONGEST);
    }
}
