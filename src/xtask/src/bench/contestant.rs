//! The programs that are compared.

use std::path::{Path, PathBuf};

use acceptance_tests::{Workdir, World};
use anyhow::{Context, Result, ensure};

/// A provider's program with its configurations.
#[derive(Debug, Clone)]
pub struct Contestant {
    /// Its name in tables.
    pub name: String,
    /// The program.
    pub program: PathBuf,
    /// The folder with its configurations, by name.
    pub configurations: PathBuf,
    /// The address by which configurations name it, such as `netapp/netapp-ontap`; `None` for `cvo/cvo`.
    pub source: Option<String>,
}

impl Contestant {
    /// Returns a build of this provider.
    pub fn own(name: &str, program: &Path, configurations: &Path) -> Result<Self> {
        let program = existing(program)?;
        Ok(Self { name: name.to_owned(), program, configurations: configurations.into(), source: None })
    }

    /// Returns another provider. The folder has a folder for each configuration, or for some of them.
    pub fn other(source: &str, program: &Path, configurations: &Path) -> Result<Self> {
        ensure!(source.split('/').count() == 2, "not NAMESPACE/TYPE: {source}");
        let configurations = configurations
            .canonicalize()
            .with_context(|| format!("no folder {}", configurations.display()))?;
        Ok(Self {
            name: source.to_owned(),
            program: existing(program)?,
            configurations,
            source: Some(source.to_owned()),
        })
    }

    /// Whether the round trips are known that its objects need.
    pub fn is_ours(&self) -> bool {
        self.source.is_none()
    }

    /// Returns its configuration of a name, if it has one.
    pub fn configuration(&self, name: &str) -> Option<PathBuf> {
        Some(self.configurations.join(name)).filter(|folder| folder.is_dir())
    }

    /// Returns an initialized folder in which Terraform starts `program`, which starts the provider.
    pub fn workdir(&self, world: &World, program: &Path, configuration: &Path) -> Result<Workdir> {
        let mut work = match &self.source {
            None => world.workdir(configuration)?,
            Some(source) => world.workdir_of(source, program, configuration)?,
        };
        work.let_terraform_start_the_plugin();
        Ok(work)
    }
}

fn existing(program: &Path) -> Result<PathBuf> {
    program.canonicalize().with_context(|| format!("no program {}", program.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_provider_need_not_have_every_configuration() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("routes")).unwrap();
        let other = Contestant::other("netapp/netapp-ontap", Path::new("/bin/true"), folder.path()).unwrap();
        assert!(!other.is_ours());
        assert!(other.configuration("routes").is_some() && other.configuration("lifs").is_none());
    }

    #[test]
    fn what_is_not_there_is_named() {
        let error = Contestant::own("this", Path::new("/nonexistent/plugin"), Path::new("/")).unwrap_err();
        assert!(error.to_string().contains("/nonexistent/plugin"), "{error}");
        let error = Contestant::other("netapp", Path::new("/bin/true"), Path::new("/")).unwrap_err();
        assert!(error.to_string().contains("NAMESPACE/TYPE"), "{error}");
    }
}
