//! The guide as sections with blocks of code.

use anyhow::{Context, Result, bail, ensure};

/// A block of code.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Lines for a shell.
    Shell(String),
    /// A file with this path, which its first line names in a comment, and with this content.
    File(String, String),
    /// Lines that the shell before it prints, as [`are_printed`] finds them.
    Output(String),
}

/// Returns the headings of all sections with blocks of code.
pub(super) fn headings(page: &str) -> Vec<&str> {
    let sections = page.split("\n## ").skip(1).filter(|section| section.contains("```"));
    sections.filter_map(|section| section.lines().next()).collect()
}

/// Returns the blocks of the section with this heading.
pub(super) fn blocks(page: &str, heading: &str) -> Result<Vec<Block>> {
    let start = format!("{heading}\n");
    let section = page.split("\n## ").find_map(|section| section.strip_prefix(&start));
    let section = section.with_context(|| format!("the guide has no section {heading:?}"))?;
    let mut parts = section.split("```").enumerate().filter(|(number, _)| number % 2 == 1);
    parts.try_fold(Vec::new(), |mut blocks, (_, fenced)| {
        blocks.push(block(fenced)?);
        Ok(blocks)
    })
}

/// Returns the block between two fences.
fn block(fenced: &str) -> Result<Block> {
    let (language, text) = fenced.split_once('\n').context("a block has lines")?;
    Ok(match language {
        "sh" => Block::Shell(text.to_owned()),
        "text" => Block::Output(text.to_owned()),
        "terraform" => {
            let path = text.lines().next().and_then(|line| line.strip_prefix("# "));
            let path = path.with_context(|| format!("the first line does not name the file:\n{text}"))?;
            ensure!(path.ends_with(".tf") || path.ends_with(".tfquery.hcl"), "no name of a file: {path}");
            Block::File(path.to_owned(), text.to_owned())
        }
        other => bail!("no test follows blocks of {other:?}"),
    })
}

/// Whether these lines are printed, one directly after the other. A line `...` stands for any lines, also for
/// those that others are printed before; within a line `...` stands for any text.
pub(super) fn are_printed(printed: &str, lines: &str) -> bool {
    let printed: Vec<_> = printed.lines().map(str::trim).collect();
    let lines: Vec<_> = lines.lines().map(str::trim).collect();
    let are_here =
        |from: &[&str], wanted: &[&str]| from.iter().zip(wanted).all(|(is, line)| is_like(is, line));
    lines
        .split(|line| *line == "...")
        .filter(|wanted| !wanted.is_empty())
        .all(|wanted| printed.windows(wanted.len()).any(|from| are_here(from, wanted)))
}

/// Whether a line reads like this one, in which `...` stands for any text.
fn is_like(printed: &str, line: &str) -> bool {
    let mut parts = line.split("...").map(str::trim);
    let Some(mut rest) = parts.next().and_then(|first| printed.strip_prefix(first)) else { return false };
    let mut is_whole = rest.is_empty();
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        (rest, is_whole) = (after, part.is_empty() || after.is_empty());
    }
    is_whole
}

#[test]
fn a_section_is_read_with_its_blocks() -> Result<()> {
    let page = "intro\n\n## One\n\ntext\n\n```sh\nls -l\n```\n\n```text\na ... c\n```\n\n## None\n\n\
                ## Two\n\n```terraform\n# a.tf\nx = 1\n```\n";
    assert_eq!(headings(page), ["One", "Two"]);
    let one = [Block::Shell("ls -l\n".to_owned()), Block::Output("a ... c\n".to_owned())];
    assert_eq!(blocks(page, "One")?, one);
    assert_eq!(blocks(page, "Two")?, [Block::File("a.tf".to_owned(), "# a.tf\nx = 1\n".to_owned())]);
    assert!(blocks(page, "Three").is_err());
    assert!(blocks("\n## X\n```terraform\nx = 1\n```\n", "X").is_err());
    assert!(blocks("\n## X\n```yaml\nx: 1\n```\n", "X").is_err());
    Ok(())
}

#[test]
fn lines_are_printed_with_anything_for_three_dots() {
    let printed = "first\n  list.a   uuid=1,x=2   svm_2\nlast\n";
    for lines in ["first", "list.a ... svm_2", "first\nlist.a ...", "last\n...\nfirst", "list.a ... x=2 ..."]
    {
        assert!(are_printed(printed, lines), "{lines}");
    }
    for lines in ["fir", "second", "svm_2 ... list.a", "list.a ... x=2", "first\nlast", "last\n...\nsecond"] {
        assert!(!are_printed(printed, lines), "{lines}");
    }
}
