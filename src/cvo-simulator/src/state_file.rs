//! Persistence of a world between simulator runs.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

use crate::world::World;

/// Loads the stored world; `None` if the file does not exist.
pub fn load(path: &Path) -> Result<Option<World>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read the state file {}", path.display()));
        }
    };
    let world = serde_json::from_str(&text)
        .with_context(|| format!("the state file {} was not written by this simulator", path.display()))?;
    Ok(Some(world))
}

/// Replaces the content of the file with the world. A crash in between leaves the old content.
pub fn save(path: &Path, world: &World) -> Result<()> {
    let text = serde_json::to_string_pretty(world)?;
    let unfinished = path.with_extension("unfinished");
    fs::write(&unfinished, text)
        .and_then(|()| fs::rename(&unfinished, path))
        .with_context(|| format!("cannot write the state file {}", path.display()))
}
