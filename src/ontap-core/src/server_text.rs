//! Makes a server's texts safe for a terminal and a log: one line, no control characters, limited length.

/// Maximum number of characters: more than any of ONTAP's sentences has, and few enough for a terminal.
const MAX_TEXT: usize = 1000;
/// Number of characters that suffice to recognize a value.
const MAX_VALUE: usize = 100;

/// Returns the text on one line, without unsafe characters, and truncated.
pub fn harmless(text: &str) -> String {
    truncated(text, MAX_TEXT).chars().map(|letter| if is_unsafe(letter) { ' ' } else { letter }).collect()
}

/// Returns enough of a value to recognize it.
pub fn short(value: &str) -> String {
    truncated(value, MAX_VALUE)
}

fn truncated(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}... (cut off)", &text[..end]),
        None => text.to_owned(),
    }
}

/// Whether a terminal or a log may do something other than display the character: control characters, line
/// separators, and characters that change the writing direction or are invisible.
fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_characters_are_replaced() {
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
    fn a_long_text_is_truncated_between_characters() {
        let text = harmless(&"é".repeat(300_000));
        assert_eq!(text.chars().filter(|letter| *letter == 'é').count(), MAX_TEXT);
        assert!(text.ends_with("(cut off)"));
        assert_eq!(harmless(&"é".repeat(MAX_TEXT)).chars().count(), MAX_TEXT);
    }
}
