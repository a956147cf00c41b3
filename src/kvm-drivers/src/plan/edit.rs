//! Edits configuration files. Everything not written by this tool is preserved byte for byte.

use super::config::{BLOCK_BEGIN, BLOCK_END, Config, ConfigMode};
use crate::driver::Driver;
use crate::system::Engine;

/// Why a file cannot be edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotEdit {
    /// The marked block has no end.
    #[error(
        "{path} has the line {BLOCK_BEGIN:?}, but no {BLOCK_END:?} behind it. Mend the file by hand, then \
         repeat."
    )]
    OpenBlock {
        /// File to edit.
        path: &'static str,
    },
    /// The assignment contains more than names between quotes.
    #[error(
        "{path} sets {name} in a way that is not understood: {line:?}. Write it as {name}=\"name name\", \
         then repeat."
    )]
    Assignment {
        /// File to edit.
        path: &'static str,
        /// Variable of the assignment.
        name: String,
        /// Line with the assignment.
        line: String,
    },
}

impl Config {
    /// Returns the file with the configuration added. A file that already has it is returned unchanged.
    ///
    /// # Errors
    /// If the file has a form that cannot be edited.
    pub fn applied_to(&self, file: &str) -> Result<String, CannotEdit> {
        match self.mode {
            ConfigMode::OwnFile => Ok(self.content.clone()),
            ConfigMode::OwnBlock => {
                let Some((start, end)) = self.block(file)? else { return Ok(appended(file, &self.content)) };
                let content = with_break_of(file, &self.content);
                Ok(format!("{}{content}{}", &file[..start], &file[end..]))
            }
            ConfigMode::AppendLines => {
                let there = |line: &str| file.lines().any(|found| found.trim_end() == line);
                let missing: Vec<&str> = self.content.lines().filter(|line| !there(line)).collect();
                if missing.is_empty() {
                    return Ok(file.to_owned());
                }
                Ok(appended(file, &format!("{}\n", missing.join("\n"))))
            }
            ConfigMode::SetVariable => self.assigned(file),
        }
    }

    /// Returns the file without the parts that belong to this tool alone; `None` if nothing else is left.
    /// Appended lines and values of a variable stay because their owner cannot be determined.
    ///
    /// # Errors
    /// If the file has a form that cannot be edited.
    pub fn removed_from(&self, file: &str) -> Result<Option<String>, CannotEdit> {
        match self.mode {
            ConfigMode::OwnFile => Ok(None),
            ConfigMode::OwnBlock => {
                let Some((start, end)) = self.block(file)? else { return Ok(Some(file.to_owned())) };
                Ok(Some(format!("{}{}", &file[..start], &file[end..])))
            }
            ConfigMode::AppendLines | ConfigMode::SetVariable => Ok(Some(file.to_owned())),
        }
    }

    /// Whether the file has parts that only this configuration, or an earlier version of it, can have
    /// written.
    #[must_use]
    pub fn is_ours(&self, file: &str) -> bool {
        match self.mode {
            ConfigMode::OwnFile => !file.is_empty(),
            ConfigMode::OwnBlock => !matches!(self.block(file), Ok(None)),
            ConfigMode::AppendLines | ConfigMode::SetVariable => false,
        }
    }

    /// Returns the start and end of the marked block.
    fn block(&self, file: &str) -> Result<Option<(usize, usize)>, CannotEdit> {
        let mut at = 0;
        let mut start = None;
        for line in file.split_inclusive('\n') {
            match (start, line.trim()) {
                (None, BLOCK_BEGIN) => start = Some(at),
                (Some(start), BLOCK_END) => return Ok(Some((start, at + line.len()))),
                _ => {}
            }
            at += line.len();
        }
        if start.is_none() { Ok(None) } else { Err(CannotEdit::OpenBlock { path: self.path }) }
    }

    /// Edits the last assignment, which is the effective one: keeps its names and appends the missing ones.
    fn assigned(&self, file: &str) -> Result<String, CannotEdit> {
        let Some((name, wanted)) = self.content.trim_end().split_once('=') else {
            return Ok(file.to_owned());
        };
        let prefix = format!("{name}=");
        let Some(line) = file.lines().rfind(|line| line.trim_start().starts_with(&prefix)) else {
            return Ok(appended(file, &self.content));
        };
        let refused = || CannotEdit::Assignment {
            path: self.path,
            name: name.to_owned(),
            line: line.trim().to_owned(),
        };
        let value = line.trim().strip_prefix(&prefix).ok_or_else(refused)?;
        let present = names_of(value).ok_or_else(refused)?;
        let wanted = names_of(wanted).unwrap_or_default();
        let same = |a: &str, b: &str| a.replace('-', "_") == b.replace('-', "_");
        let missing: Vec<&str> =
            wanted.into_iter().filter(|name| !present.iter().any(|found| same(found, name))).collect();
        if missing.is_empty() {
            return Ok(file.to_owned());
        }
        let names: Vec<&str> = present.into_iter().chain(missing).collect();
        // `line` is a slice of `file`, so its offset is the difference of the pointers.
        let start = line.as_ptr() as usize - file.as_ptr() as usize;
        let end = start + line.len();
        Ok(format!("{}{prefix}\"{}\"{}", &file[..start], names.join(" "), &file[end..]))
    }
}

/// Returns the names between quotes, or a single name without quotes; `None` for anything that a shell would
/// expand.
fn names_of(value: &str) -> Option<Vec<&str>> {
    let inside = match value.chars().next() {
        Some(mark @ ('"' | '\'')) => value[1..].strip_suffix(mark)?,
        _ if value.contains(char::is_whitespace) => return None,
        _ => value,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "_- \t".contains(c);
    inside.chars().all(plain).then(|| inside.split_whitespace().collect())
}

fn appended(file: &str, content: &str) -> String {
    let joint = if file.is_empty() || file.ends_with('\n') { "" } else { "\n" };
    // Checked on the joined text: a carriage return at the end of the file forms a CRLF with the joining line
    // feed.
    let joined = format!("{file}{joint}");
    let content = with_break_of(&joined, content);
    joined + &content
}

/// Keeps the CRLF line breaks of a file throughout.
fn with_break_of(file: &str, content: &str) -> String {
    if file.contains("\r\n") { content.replace('\n', "\r\n") } else { content.to_owned() }
}

/// Returns the drivers that a configuration file actually adds, which may be fewer than it names:
/// initramfs-tools reads one per line, dracut and mkinitrd the assignments that their shell understands.
#[must_use]
pub fn configured_drivers(engine: Engine, text: &str) -> Vec<Driver> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let values = |names: &'static [&'static str]| {
        move |line: &str| {
            let value = names.iter().find_map(|name| {
                line.strip_prefix(name).and_then(|rest| rest.strip_prefix("+=").or(rest.strip_prefix('=')))
            })?;
            Some(names_of(value)?.into_iter().map(str::to_owned).collect::<Vec<_>>())
        }
    };
    let names: Vec<String> = match engine {
        Engine::InitramfsTools => {
            lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
        }
        Engine::Dracut => lines.filter_map(values(&["add_drivers", "force_drivers"])).flatten().collect(),
        Engine::Mkinitrd => lines.filter_map(values(&["INITRD_MODULES"])).next_back().unwrap_or_default(),
    };
    names.iter().filter_map(|name| Driver::parse(name).ok()).collect()
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
