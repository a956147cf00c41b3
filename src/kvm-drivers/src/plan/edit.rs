//! Changing a configuration file: what is not ours stays as it is, to the byte.

use super::config::{BLOCK_BEGIN, BLOCK_END, Config, ConfigMode};
use crate::driver::Driver;
use crate::system::Engine;

/// Why a file cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotEdit {
    /// The block has no end.
    #[error(
        "{path} has the line {BLOCK_BEGIN:?}, but no {BLOCK_END:?} behind it. Mend the file by hand, then repeat."
    )]
    OpenBlock {
        /// The file.
        path: &'static str,
    },
    /// The assignment is more than names between quotes.
    #[error(
        "{path} sets {name} in a way that is not understood: {line:?}. Write it as {name}=\"name name\", then repeat."
    )]
    Assignment {
        /// The file.
        path: &'static str,
        /// The variable.
        name: String,
        /// The line.
        line: String,
    },
}

impl Config {
    /// The file with the configuration in it; it comes out the same when that is there already.
    ///
    /// # Errors
    /// When the file is not understood.
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

    /// The file without what is ours alone; `None` when nothing of the file is left that was not ours. Lines that were
    /// appended and values of a variable stay: whose they are cannot be told.
    ///
    /// # Errors
    /// When the file is not understood.
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

    /// Whether the file has what this configuration, or an earlier one in its place, put there and nobody else did.
    #[must_use]
    pub fn is_ours(&self, file: &str) -> bool {
        match self.mode {
            ConfigMode::OwnFile => !file.is_empty(),
            ConfigMode::OwnBlock => !matches!(self.block(file), Ok(None)),
            ConfigMode::AppendLines | ConfigMode::SetVariable => false,
        }
    }

    /// From where to where the marked block goes.
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

    /// The last assignment counts; its names stay, those that are missing come behind them.
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
        // The line is a part of the file, so that its place is the distance between the two.
        let start = line.as_ptr() as usize - file.as_ptr() as usize;
        let end = start + line.len();
        Ok(format!("{}{prefix}\"{}\"{}", &file[..start], names.join(" "), &file[end..]))
    }
}

/// Names between quotes, or one without them; `None` for anything that a shell would expand.
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
    // Together: a return at the very end of the file makes a line break of another system with what joins it.
    let joined = format!("{file}{joint}");
    let content = with_break_of(&joined, content);
    joined + &content
}

/// A file with the line breaks of another system keeps them throughout.
fn with_break_of(file: &str, content: &str) -> String {
    if file.contains("\r\n") { content.replace('\n', "\r\n") } else { content.to_owned() }
}

/// The drivers that a configuration file really gives, which may be fewer than the names in it: initramfs-tools reads one
/// a line, dracut and mkinitrd the assignments that their shell understands.
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
