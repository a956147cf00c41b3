//! The measured parts of `docs/development/benchmarks.md`.

use anyhow::{Context, Result};

const END: &str = "<!-- end -->";

/// Replaces the part between `<!-- NAME: measured -->` and the next `<!-- end -->`.
pub fn replaced(page: &str, name: &str, part: &str) -> Result<String> {
    let mark = format!("<!-- {name}: measured -->");
    let (before, after) = page.split_once(&mark).with_context(|| format!("the page lacks {mark}"))?;
    let (_, after) = after.split_once(END).with_context(|| format!("no {END} after {mark}"))?;
    Ok(format!("{before}{mark}\n\n{part}\n\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_part_is_replaced() {
        let page =
            "A\n<!-- rows: measured -->\nold\n<!-- end -->\nB\n<!-- growth: measured -->\n<!-- end -->\n";
        let fresh = replaced(page, "rows", "new").unwrap();
        assert_eq!(
            fresh,
            "A\n<!-- rows: measured -->\n\nnew\n\n<!-- end -->\nB\n<!-- growth: measured -->\n<!-- end -->\n"
        );
        assert_eq!(replaced(&fresh, "rows", "new").unwrap(), fresh);
        assert!(replaced(page, "others", "new").is_err());
        assert!(replaced("<!-- rows: measured -->", "rows", "new").is_err());
    }

    #[test]
    fn the_page_has_both_parts() {
        let page = include_str!("../../../../docs/development/benchmarks.md");
        for name in ["rows", "growth"] {
            assert!(replaced(page, name, "").is_ok(), "{name}");
        }
    }
}
