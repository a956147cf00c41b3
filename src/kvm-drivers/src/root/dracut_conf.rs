//! Mistakes in dracut's configuration files, and settings that prevent a change.

use super::findings::{MOST, listed, shown};
use super::{Code, Finding};

fn statements(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether the file assigns a list of drivers with `=`, which discards the entries of other files.
pub fn resets(text: &str) -> bool {
    statements(text).any(|line| line.starts_with("add_drivers=") || line.starts_with("force_drivers="))
}

/// The finding for a file that does so.
pub fn reset_finding(path: &str, sources: &[String]) -> Finding {
    let text = format!(
        "{path} sets the list of drivers with = in place of +=, which drops what {} gave. Write +=.",
        listed(sources)
    );
    Finding::new(Code::BrokenDracutConf, path, text)
}

/// Whether dracut makes an EFI program with the initrd inside, regardless of its output name.
fn makes_unified(text: &str) -> bool {
    statements(text).any(|line| {
        let value = line.strip_prefix("uefi=").map(|value| value.trim_matches(['"', '\'', ' ']));
        value == Some("yes")
    })
}

fn unified_finding(path: &str) -> Finding {
    let text = format!(
        "{path} has uefi=yes: dracut then makes an EFI program with the initrd inside, which a boot loader \
         cannot load as an initrd. Take uefi=yes out, or make the image anew with the tool that made it."
    );
    Finding::new(Code::Uki, path, text)
}

/// Returns findings for lines that dracut misreads and for settings that prevent a change.
pub fn findings(path: &str, text: &str) -> Vec<Finding> {
    let wrong = |line: &str| {
        if line.starts_with("add-drivers") {
            return Some("the variable is add_drivers, with an underscore; dracut goes on without this line");
        }
        let value = line.strip_prefix("add_drivers+=").or_else(|| line.strip_prefix("force_drivers+="))?;
        if value.matches('"').count() % 2 == 1 || value.matches('\'').count() % 2 == 1 {
            return Some("a quotation mark is missing; dracut goes on without this file");
        }
        let inside = value.trim_matches(['"', '\'']);
        let apart = inside.is_empty() || (inside.starts_with(' ') && inside.ends_with(' '));
        (!apart).then_some(
            "the quotation marks have no spaces inside, so that the last name and the first \
             one of the next file become one",
        )
    };
    let finding = |line: &str| {
        let why = wrong(line)?;
        Some(Finding::new(
            Code::BrokenDracutConf,
            path,
            format!("{path} has the line {:?}: {why}.", shown(line)),
        ))
    };
    let mut found: Vec<Finding> = statements(text).filter_map(finding).take(MOST).collect();
    found.extend(makes_unified(text).then(|| unified_finding(path)));
    found
}
