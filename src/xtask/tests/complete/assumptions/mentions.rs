//! Finds where comments and pages say that something is assumed, and the keys behind it.

/// A place that assumes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The keys of the ledger behind the word; none if there are none.
    pub keys: Vec<String>,
    /// The words around it.
    pub text: String,
}

/// Returns what the comments of a Rust file assume.
pub fn in_code(rust: &str) -> Vec<Mention> {
    let mut paragraphs = vec![String::new()];
    for line in rust.lines() {
        let line = line.trim_start();
        let behind = line.split_once(" // ").filter(|(code, _)| code.matches('"').count() % 2 == 0);
        let (starts, comment) = match (line.strip_prefix("//"), behind) {
            (Some(comment), _) => (false, comment.trim_start_matches(['/', '!'])),
            (None, Some((_, comment))) => (true, comment),
            (None, None) => (true, ""),
        };
        extend(&mut paragraphs, starts || comment.trim().is_empty(), comment);
    }
    paragraphs.iter().flat_map(|paragraph| mentions(paragraph)).collect()
}

/// Returns what a page assumes, outside of its blocks of code.
pub fn in_page(markdown: &str) -> Vec<Mention> {
    let (mut paragraphs, mut is_code) = (vec![String::new()], false);
    for line in markdown.lines() {
        let fence = line.trim_start().starts_with("```");
        is_code ^= fence;
        let is_text = !fence && !is_code && !line.trim().is_empty();
        extend(&mut paragraphs, !is_text, if is_text { line } else { "" });
    }
    paragraphs.iter().flat_map(|paragraph| mentions(paragraph)).collect()
}

fn extend(paragraphs: &mut Vec<String>, starts: bool, line: &str) {
    if starts {
        paragraphs.push(String::new());
    }
    let last = paragraphs.last_mut().unwrap();
    last.push(' ');
    last.push_str(line.trim());
}

fn mentions(text: &str) -> Vec<Mention> {
    let words = text.to_ascii_lowercase();
    let starts = words.match_indices("assum").map(|(at, _)| at).filter(|at| is_meant(text, *at));
    let found = starts.map(|at| {
        let from = text[..at].char_indices().rev().nth(50).map_or(0, |(from, _)| from);
        let rest = &text[end_of_word(text, at)..];
        Mention { keys: keys_at(rest), text: text[from..end_of_word(text, at)].trim().to_owned() }
    });
    found.collect()
}

fn end_of_word(text: &str, at: usize) -> usize {
    text[at..].find(|next: char| !next.is_ascii_alphanumeric()).map_or(text.len(), |length| at + length)
}

/// Whether the word at this place says that something is assumed: it is no part of another word, no code, no
/// name of the ledger, not the word itself, and is not about the role of an AWS account.
fn is_meant(text: &str, at: usize) -> bool {
    let (before, behind) = (&text[..at], &text[end_of_word(text, at)..]);
    let is_part = |next: Option<char>| next.is_some_and(|c| c.is_alphanumeric() || "_-".contains(c));
    let is_code = before.matches('`').count() % 2 == 1;
    let is_quoted = before.ends_with('"') && behind.starts_with('"');
    let is_ledger = behind.starts_with(".md") || before.ends_with('[');
    let is_of_role = before.to_ascii_lowercase().ends_with("role to ");
    let is_part = is_part(before.chars().last()) || is_part(behind.chars().next());
    !(is_part || is_code || is_quoted || is_ledger || is_of_role)
}

/// Returns the keys of ``(`one`, `two`)`` or ``(`one`; more)`` at the beginning of a text.
fn keys_at(text: &str) -> Vec<String> {
    let Some(mut rest) = text.strip_prefix(" (") else { return Vec::new() };
    let mut keys = Vec::new();
    while let Some((key, behind)) = rest.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
        keys.push(key.to_owned());
        match behind.strip_prefix(", ") {
            Some(behind) => rest = behind,
            None if behind.starts_with([')', ';']) => return keys,
            None => return Vec::new(),
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(found: Vec<Mention>) -> Vec<Vec<String>> {
        found.into_iter().map(|mention| mention.keys).collect()
    }

    #[test]
    fn keys_are_found_across_lines_and_only_right_behind_the_word() {
        for (comment, expected) in [
            ("/// It is assumed (`a-b`).", &["a-b"][..]),
            ("    // It is assumed\n    // (`a`).", &["a"]),
            ("//! Both are assumed (`a`, `b`; they agree).", &["a", "b"]),
            ("let x = 1; // Assumed (`a`).", &["a"]),
            ("// An assumption (`a`).", &["a"]),
            ("// It is assumed.", &[]),
            ("// It is assumed by `a`.", &[]),
            ("// It is assumed (see `a`).", &[]),
            ("// It is assumed (`a` of old).", &[]),
            ("// It is assumed.\nfn f() {}\n// (`a`)", &[]),
            ("let x = \"/\"; // assumed", &[]),
        ] {
            assert_eq!(keys(in_code(comment)), [expected], "{comment}");
        }
    }

    #[test]
    fn other_words_code_texts_and_roles_assume_nothing() {
        for code in [
            "let assumed = 1;",
            "let x = \"it is // assumed\";",
            "// See `assumed` and assume_role, an assumed-role.",
            "// It says \"assumed\" there.",
            "/// Role to assume.",
            "/// Reassumed.",
            "// See docs/development/assumptions.md, the [assumptions](x).",
        ] {
            assert_eq!(in_code(code), [], "{code}");
        }
    }

    #[test]
    fn a_page_assumes_in_its_text_and_not_in_its_code() {
        let page = "It is\nassumed (`a`).\n\n```text\nassumed\n```\n\n* assumed\n| x | assumed (`b`) |\n";
        let expected: [&[&str]; 3] = [&["a"], &[], &["b"]];
        assert_eq!(keys(in_page(page)), expected);
    }
}
