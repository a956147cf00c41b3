//! [`Memory`]: a root file system in memory, parts of which have been fetched.

use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;

use super::files::Files;

/// A root file system in memory, parts of which have been fetched, for example over a connection.
/// The other parts do not exist.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, Content>,
}

#[derive(Debug, Clone)]
enum Content {
    Bytes(Vec<u8>),
    /// A file whose size alone is known.
    Size(u64),
    /// A link, with its final target.
    Link(String),
}

impl Memory {
    /// Adds a file with its content.
    #[must_use]
    pub fn with(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.to_owned(), Content::Bytes(content.into()));
        self
    }

    /// Adds a file whose content does not matter; `size` is in bytes.
    #[must_use]
    pub fn with_size(mut self, path: &str, size: u64) -> Self {
        self.files.insert(path.to_owned(), Content::Size(size));
        self
    }

    /// Adds a symbolic link; `target` is its final target.
    #[must_use]
    pub fn with_link(mut self, path: &str, target: &str) -> Self {
        self.files.insert(path.to_owned(), Content::Link(target.to_owned()));
        self
    }

    fn at(&self, path: &str) -> Option<(&str, &Content)> {
        let (path, content) = self.files.get_key_value(path)?;
        match content {
            Content::Link(target) => {
                let (path, content) = self.files.get_key_value(target)?;
                (!matches!(content, Content::Link(_))).then_some((path.as_str(), content))
            }
            content => Some((path, content)),
        }
    }

    fn is_folder(&self, path: &str) -> bool {
        let prefix = format!("{}/", path.trim_end_matches('/'));
        self.below(&prefix).next().is_some()
    }

    /// Returns all paths that start with `prefix`.
    fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let from = self.files.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        from.map(|(path, _)| path.as_str()).take_while(move |path| path.starts_with(prefix))
    }
}

impl Files for Memory {
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        match self.at(path) {
            Some((_, Content::Bytes(bytes))) if bytes.len() as u64 > limit => {
                Err(io::ErrorKind::FileTooLarge.into())
            }
            Some((_, Content::Bytes(bytes))) => Ok(bytes.clone()),
            Some(_) => Err(io::Error::other("the content was not fetched")),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn list(&self, path: &str) -> io::Result<Vec<String>> {
        let prefix = format!("{}/", path.trim_end_matches('/'));
        let inside = self.below(&prefix).filter_map(|path| path.strip_prefix(&prefix));
        let mut names: Vec<String> =
            inside.filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect();
        names.dedup();
        Ok(names)
    }

    fn size(&self, path: &str) -> io::Result<Option<u64>> {
        Ok(match self.at(path) {
            Some((_, Content::Bytes(bytes))) => Some(bytes.len() as u64),
            Some((_, Content::Size(size))) => Some(*size),
            Some((_, Content::Link(_))) => None,
            None => self.is_folder(path).then_some(0),
        })
    }

    fn resolve(&self, path: &str) -> io::Result<Option<String>> {
        let found = self.at(path).map(|(path, _)| path.to_owned());
        Ok(found.or_else(|| self.is_folder(path).then(|| path.to_owned())))
    }
}
