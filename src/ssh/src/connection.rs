//! A host that is reached over SSH.

use async_trait::async_trait;
use tokio::sync::OnceCell;

use crate::command::Command;
use crate::connect::{self, Session};
use crate::error::{Error, Result};
use crate::exec::{self, Invocation};
use crate::host::Host;
use crate::line::{Elevation, line};
use crate::output::Output;
use crate::retry;
use crate::settings::{Become, Settings};
use crate::sudo;

/// A connection to a verified host, with the user logged in. Dropping it closes the connection.
pub struct Connection {
    session: Session,
    settings: Settings,
    elevation: OnceCell<Elevation>,
}

impl Connection {
    /// Connects, verifies the host, and logs in.
    ///
    /// # Errors
    /// When the credentials cannot be used, nobody answers in time, the host key is not trusted, or the host
    /// refuses the user.
    pub async fn open(settings: &Settings) -> Result<Self> {
        let prepared = settings.credentials.prepare(&settings.target.user)?;
        let bastion = match &settings.bastion {
            Some(bastion) => Some(bastion.credentials.prepare(&bastion.target.user)?),
            None => None,
        };
        let attempt = || connect::once(settings, &prepared, bastion.as_ref());
        let session = retry::while_nobody_answers(settings.wait_for, attempt).await?;
        Ok(Self { session, settings: settings.clone(), elevation: OnceCell::new() })
    }

    async fn send(&self, command: &Command, elevation: Elevation, stdin: Vec<u8>) -> Result<Output> {
        let target = self.settings.target.to_string();
        let line = line(command, elevation, &self.settings.path);
        exec::run(
            &self.session,
            Invocation { target, shown: command.shown(), line, stdin, limits: &command.limits },
        )
        .await
    }

    /// Finds out how commands become root here.
    async fn find_elevation(&self) -> Result<Elevation> {
        let user_is_root = async {
            let output = self.send(&Command::new(["id", "-u"]), Elevation::Direct, Vec::new()).await?;
            Ok::<_, Error>(output.is_success() && output.stdout.text().trim() == "0")
        };
        match self.settings.privilege {
            Become::None => return Ok(Elevation::Direct),
            Become::Auto if user_is_root.await? => return Ok(Elevation::Direct),
            Become::Auto | Become::Sudo => {}
        }
        let (target, password) = (&self.settings.target, self.settings.sudo_password.as_ref());
        let answer = sudo::answer(&self.send(&sudo::nothing(), Elevation::Sudo, Vec::new()).await?);
        match (sudo::without_password(answer, target, password)?, password) {
            (None, Some(password)) => {
                let stdin = sudo::password_alone(password);
                let output = self.send(&sudo::nothing(), Elevation::SudoWithPassword, stdin).await?;
                sudo::with_password(&output, target)
            }
            (elevation, _) => Ok(elevation.unwrap_or(Elevation::Sudo)),
        }
    }
}

#[async_trait]
impl Host for Connection {
    async fn run(&self, command: &Command) -> Result<Output> {
        let (target, shown) = (self.name(), command.shown());
        if command.argv.is_empty() || command.argv.iter().any(|word| word.contains('\0')) {
            let reason = "it names no program, or has a NUL byte".to_owned();
            return Err(Error::NotStarted { target, command: shown, reason });
        }
        let elevation = if command.as_login_user {
            Elevation::Direct
        } else {
            *self.elevation.get_or_try_init(|| self.find_elevation()).await?
        };
        let stdin = match (elevation, &self.settings.sudo_password) {
            (Elevation::SudoWithPassword, Some(password)) => sudo::input(password, &command.stdin),
            _ => command.stdin.clone(),
        };
        self.send(command, elevation, stdin).await
    }

    fn name(&self) -> String {
        self.settings.target.to_string()
    }
}
