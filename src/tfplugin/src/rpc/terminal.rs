//! Makes texts safe for a terminal and for the log of a CI system. Parts of them come from servers. Such a
//! text must not move the cursor, hide the text beside it, fill the screen, or be taken for a command.
//!
//! A CI system reads commands from Terraform's output. Azure Pipelines (`##vso[...]`) and the old form of
//! GitHub (`##[...]`) recognize them anywhere in a line, and GitHub recognizes `::name::` at the beginning of
//! a line. Terraform wraps lines between words, so any word can end up there: it is not enough to check the
//! beginnings of our own lines.

use std::net::Ipv6Addr;

/// Longest summary, in characters.
const SUMMARY: usize = 500;

/// Longest detail, in characters.
const DETAIL: usize = 8_000;

/// Makes a text a single line.
pub fn summary(text: &str) -> String {
    let parts = text.split(['\n', '\r', '\t']).map(str::trim).filter(|part| !part.is_empty());
    let line = parts.collect::<Vec<_>>().join(" ");
    cut(harmless(&line), SUMMARY)
}

/// Makes a text safe, keeping its line breaks and tabs.
pub fn detail(text: &str) -> String {
    cut(harmless(&text.replace("\r\n", "\n")), DETAIL)
}

fn harmless(text: &str) -> String {
    let visible: String = text.chars().filter(|sign| !acts_on_terminals(*sign)).collect();
    let words = visible.split_inclusive(char::is_whitespace).map(|word| {
        if is_command(word.trim_end()) { word.replacen("::", ": :", 1) } else { word.to_owned() }
    });
    let mut text = words.collect::<String>();
    // Repeated, because there may be three in a row.
    while text.contains("##") {
        text = text.replace("##", "# #");
    }
    text
}

/// Control characters (C0 and C1), and those that reorder or break lines invisibly.
fn acts_on_terminals(sign: char) -> bool {
    let reorders = matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let breaks = matches!(sign, '\u{2028}' | '\u{2029}');
    sign.is_control() && !matches!(sign, '\n' | '\t') || reorders || breaks
}

/// Whether a word can be the beginning of `::name::`. An IPv6 address can also begin with two colons.
fn is_command(word: &str) -> bool {
    let Some(name) = word.strip_prefix("::") else { return false };
    let address = word.trim_end_matches(['.', ',', ';', ')']).split('/').next().unwrap_or_default();
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && address.parse::<Ipv6Addr>().is_err()
}

/// The beginning of a long text, and how much was cut off.
fn cut(text: String, longest: usize) -> String {
    let count = text.chars().count();
    if count <= longest {
        return text;
    }
    let beginning: String = text.chars().take(longest).collect();
    format!("{beginning}... ({} characters more are not shown)", count - longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_removed() {
        let cases = [
            ("plain\ttext\nin lines", "plain\ttext\nin lines"),
            ("dos\r\nlines\rback", "dos\nlinesback"),
            ("\u{1b}[2J\u{1b}]0;title\u{7}gone", "[2J]0;titlegone"),
            ("c1 \u{9b}31m\u{85}\u{7f}\0", "c1 31m"),
            ("bidi \u{202e}cba\u{202c} \u{2066}x\u{2069}\u{200f}\u{61c}", "bidi cba x"),
            ("line\u{2028}break\u{2029}", "linebreak"),
            ("ümlaut, 漢字 and 🙂 stay", "ümlaut, 漢字 and 🙂 stay"),
        ];
        for (text, shown) in cases {
            assert_eq!(detail(text), shown, "{text:?}");
        }
    }

    #[test]
    fn no_text_becomes_a_command_of_a_ci_system_however_lines_are_wrapped() {
        let cases = [
            ("::set-env name=A::b", ": :set-env name=A::b"),
            ("said\n::add-mask::x", "said\n: :add-mask::x"),
            ("said ::error file=a::b", "said : :error file=a::b"),
            ("  ::stop-commands::x", "  : :stop-commands::x"),
            ("##[error]x and ##vso[task.setvariable]y", "# #[error]x and # #vso[task.setvariable]y"),
            ("###[group]", "# # #[group]"),
            ("\u{1b}:\u{1b}:debug::x", ": :debug::x"),
        ];
        for (text, shown) in cases {
            assert_eq!(detail(text), shown, "{text:?}");
        }
    }

    #[test]
    fn addresses_and_paths_are_not_changed() {
        for text in
            ["::1, ::ffff:10.0.0.1 and ::/0", "(::1)", "fd00::20", "std::fs::read", "::ffff:10.0.0.0/104."]
        {
            assert_eq!(detail(text), text);
        }
    }

    #[test]
    fn a_summary_is_one_line() {
        assert_eq!(summary("Could not\nread\r\n  it\t\u{1b}now "), "Could not read it now");
        assert_eq!(summary(&"x".repeat(600)).len(), 500 + "... (100 characters more are not shown)".len());
    }

    #[test]
    fn a_long_detail_says_how_much_is_missing() {
        assert_eq!(detail(&"é".repeat(8_000)).chars().count(), 8_000);
        let shortened = detail(&"é".repeat(300_000));
        assert!(
            shortened.ends_with("é... (292000 characters more are not shown)"),
            "{}",
            &shortened[16_000..]
        );
    }
}
