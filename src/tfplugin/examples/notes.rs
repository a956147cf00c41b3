//! A complete small provider: notes, each a text file in one folder.
//!
//! `cargo build -p tfplugin --example notes` builds the program that Terraform starts. Named
//! `terraform-provider-notes` in a folder of `dev_overrides`, it can be used by real Terraform.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use tfplugin::{
    Attr, Configured, Cx, DataSource, Diagnostics, Function, FunctionError, Model, NoIdentity, Outcome,
    Parameters, Plan, Provider, Resource, Server, Timeouts, async_trait,
};

/// Notes in a folder.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Config {
    /// Folder of the notes. It exists.
    #[attr(required)]
    folder: Attr<String>,
}

/// The provider.
pub(crate) struct Notes;

#[async_trait]
impl Provider for Notes {
    const NAME: &'static str = "notes";
    const ADDRESS: &'static str = "registry.terraform.io/example/notes";
    type Config = Config;
    type Clients = PathBuf;

    async fn configure(&self, config: Config) -> Outcome<Configured<PathBuf>> {
        match config.folder {
            Attr::Known(folder) if Path::new(&folder).is_dir() => {
                Ok(Configured::Ready(folder.into(), Diagnostics::new()))
            }
            Attr::Unknown => Ok(Configured::Unknown(Diagnostics::new())),
            _ => {
                Err(Diagnostics::error_at("folder", "There is no such folder", "Create it, or name another."))
            }
        }
    }
}

/// A note.
#[derive(Debug, Clone, PartialEq, Model)]
struct Note {
    /// Name of the file, which never changes.
    #[attr(computed, stable)]
    id: Attr<String>,
    /// Title, unique in the folder. Another title is another note.
    #[attr(required, replace)]
    title: Attr<String>,
    /// What the note says.
    #[attr(optional, default = "")]
    text: Attr<String>,
    /// Keeps the note from being deleted.
    #[attr(optional, default = false)]
    pinned: Attr<bool>,
    /// Length of the text in bytes.
    #[attr(computed)]
    size: Attr<i64>,
    /// How long operations may take.
    #[attr(optional)]
    timeouts: Attr<Timeouts>,
}

impl Note {
    fn file(&self, folder: &Path) -> PathBuf {
        folder.join(self.id.value_or_default())
    }

    async fn write(mut self, folder: &Path) -> Outcome<Self> {
        let text = self.text.value_or_default();
        tokio::fs::write(self.file(folder), &text).await.map_err(|error| failed("written", &self, &error))?;
        self.size = Attr::Known(i64::try_from(text.len()).unwrap_or(i64::MAX));
        Ok(self)
    }
}

fn failed(what: &str, note: &Note, error: &std::io::Error) -> Diagnostics {
    let title = note.title.value_or_default();
    Diagnostics::error(
        format!("The note {title:?} could not be {what}"),
        format!("The system says: {error}."),
    )
}

#[async_trait]
impl Resource for Note {
    const NAME: &'static str = "note";
    type Model = Self;
    type Clients = PathBuf;
    type Identity = NoIdentity;
    type Facts = bool;

    fn validate(note: &Self, diagnostics: &mut Diagnostics) {
        if note.title.known().is_some_and(|title| title.is_empty() || title.contains('/')) {
            diagnostics.push_error_at("title", "Not a title", "A title is the name of a file: without `/`.");
        }
    }

    /// Whether a note with the planned title exists.
    async fn facts(cx: &Cx<PathBuf>, plan: &Plan<Self>) -> Outcome<bool> {
        let title = plan.planned.title.value_or_default();
        Ok(plan.is_create() && tokio::fs::try_exists(cx.clients().join(title)).await.unwrap_or(false))
    }

    fn plan(plan: &mut Plan<Self>, taken: Option<&bool>) {
        if taken == Some(&true) {
            plan.warn(
                "title",
                "There is a note of this title",
                "Unless this run deletes it, the create will fail.",
            );
        }
        if let Attr::Known(text) = &plan.planned.text {
            plan.planned.size = Attr::Known(i64::try_from(text.len()).unwrap_or(i64::MAX));
        }
    }

    async fn plan_destroy(_: &Cx<PathBuf>, prior: &Self) -> Outcome<()> {
        if prior.pinned.value_or_default() {
            return Err(Diagnostics::error_at(
                "pinned",
                "The note is pinned",
                "Apply `pinned = false` first.",
            ));
        }
        Ok(())
    }

    async fn create(cx: &Cx<PathBuf>, mut planned: Self) -> Outcome<Self> {
        planned.id = planned.title.clone();
        if planned.file(cx.clients()).exists() {
            return Err(Diagnostics::error_at(
                "title",
                "There is a note of this title",
                "Import it instead.",
            ));
        }
        cx.checkpoint(&planned);
        planned.write(cx.clients()).await
    }

    async fn read(cx: &Cx<PathBuf>, mut prior: Self) -> Outcome<Option<Self>> {
        match tokio::fs::read_to_string(prior.file(cx.clients())).await {
            Ok(text) => {
                prior.size = Attr::Known(i64::try_from(text.len()).unwrap_or(i64::MAX));
                prior.text = Attr::Known(text);
                Ok(Some(prior))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", &prior, &error)),
        }
    }

    async fn update(cx: &Cx<PathBuf>, _: Self, planned: Self) -> Outcome<Self> {
        planned.write(cx.clients()).await
    }

    async fn delete(cx: &Cx<PathBuf>, prior: Self) -> Outcome<()> {
        Self::plan_destroy(cx, &prior).await?;
        match tokio::fs::remove_file(prior.file(cx.clients())).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(failed("deleted", &prior, &error))
            }
            _ => Ok(()),
        }
    }

    async fn import(cx: &Cx<PathBuf>, id: &str) -> Outcome<Self> {
        let note = Self {
            id: id.into(),
            title: id.into(),
            text: Attr::Null,
            pinned: Attr::Known(false),
            size: Attr::Null,
            timeouts: Attr::Null,
        };
        let found = Self::read(cx, note).await?;
        found.ok_or_else(|| Diagnostics::error(format!("There is no note {id:?}"), "Look into the folder."))
    }
}

/// The titles of all notes.
#[derive(Debug, Clone, PartialEq, Model)]
struct Titles {
    /// Only titles that begin with this text.
    #[attr(optional)]
    prefix: Attr<String>,
    /// The titles, sorted.
    #[attr(computed)]
    titles: Attr<Vec<String>>,
}

#[async_trait]
impl DataSource for Titles {
    const NAME: &'static str = "titles";
    type Model = Self;
    type Clients = PathBuf;

    async fn read(cx: &Cx<PathBuf>, mut config: Self) -> Outcome<Self> {
        let unreadable =
            |error: std::io::Error| Diagnostics::error("The folder cannot be read", error.to_string());
        let prefix = config.prefix.value_or_default();
        let entries = std::fs::read_dir(cx.clients()).map_err(unreadable)?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut titles: Vec<String> = names.filter(|name| name.starts_with(&prefix)).collect();
        titles.sort();
        config.titles = Attr::Known(titles);
        Ok(config)
    }
}

/// The path of a note's file.
///
/// Titles with a `/` have none.
#[derive(Debug, Parameters)]
struct NotePath {
    /// Folder of the notes.
    folder: String,
    /// Title of the note.
    title: String,
}

impl Function for NotePath {
    const NAME: &'static str = "note_path";
    type Output = String;

    fn call(self) -> Result<String, FunctionError> {
        if self.title.contains('/') {
            return Err(FunctionError::at("title", "A title is the name of a file: without `/`."));
        }
        Ok(Path::new(&self.folder).join(self.title).display().to_string())
    }
}

/// Returns the provider with everything that it offers.
pub(crate) fn server() -> Server<Notes> {
    Server::new(Notes).version("0.1.0").resource::<Note>().data_source::<Titles>().function::<NotePath>()
}

#[tokio::main]
async fn main() -> ExitCode {
    server().run(std::env::args(), |name| std::env::var(name).ok()).await
}
