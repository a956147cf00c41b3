//! Converts documentation comments to Markdown text.

use syn::{Attribute, Expr, Lit, Meta};

/// Returns the documentation of a struct or a field. Lines of a paragraph are joined; lists and code are kept
/// as they are.
pub fn text(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    joined(lines.iter().flat_map(|text| text.lines()))
}

fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else { return None };
    let Expr::Lit(value) = &meta.value else { return None };
    match &value.lit {
        Lit::Str(text) if meta.path.is_ident("doc") => Some(format!("{}\n", text.value())),
        _ => None,
    }
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut in_code = false;
    for line in lines {
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        let fence = line.trim_start().starts_with("```");
        if line.is_empty() && !in_code {
            text.push_str(if text.is_empty() || text.ends_with("\n\n") { "" } else { "\n\n" });
            continue;
        }
        if !text.is_empty() && !text.ends_with("\n\n") {
            text.push(if in_code || fence || starts_a_line(line) || text.ends_with("```") {
                '\n'
            } else {
                ' '
            });
        }
        text.push_str(line);
        in_code ^= fence;
    }
    text.trim_end().to_owned()
}

/// Whether the line has a meaning in Markdown that it would lose in the middle of a paragraph.
fn starts_a_line(line: &str) -> bool {
    let line = line.trim_start();
    let numbered = line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok());
    numbered || ["- ", "* ", "+ ", "| ", "> ", "#"].iter().any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn lines_of_a_paragraph_become_one() {
        assert_eq!(joined([" One", " two.", "", "", " Three."].into_iter()), "One two.\n\nThree.");
    }

    #[test]
    fn lists_keep_their_lines() {
        let lines = [" One of:", " - `a`, which", "   goes on", " - `b`"];
        assert_eq!(joined(lines.into_iter()), "One of:\n- `a`, which   goes on\n- `b`");
    }

    #[test]
    fn code_is_kept_as_it_is() {
        let lines = [" Such as", " ```", " a = 1", "", "   b = 2", " ```", " Then."];
        assert_eq!(joined(lines.into_iter()), "Such as\n```\na = 1\n\n  b = 2\n```\nThen.");
    }
}
