//! A host over SSH.

use async_trait::async_trait;
use tokio::sync::OnceCell;

use crate::command::Command;
use crate::connect::{self, Session};
use crate::error::{Error, Result};
use crate::exec::{self, Sent};
use crate::host::Host;
use crate::line::{Way, line};
use crate::output::Output;
use crate::retry;
use crate::settings::{Become, Settings};
use crate::sudo;

/// A connection to a verified host on which the user is logged in. It ends when it is dropped.
pub struct Connection {
    session: Session,
    settings: Settings,
    way: OnceCell<Way>,
}

impl Connection {
    /// Connects, verifies the host, and logs in.
    ///
    /// # Errors
    /// When the credentials cannot be used, nobody answers in time, the host key is not the right one, or the host
    /// refuses the user.
    pub async fn open(settings: &Settings) -> Result<Self> {
        let ready = settings.credentials.ready(&settings.target.user)?;
        let bastion = match &settings.bastion {
            Some(bastion) => Some(bastion.credentials.ready(&bastion.target.user)?),
            None => None,
        };
        let attempt = || connect::once(settings, &ready, bastion.as_ref());
        let session = retry::while_nobody_answers(settings.wait_for, attempt).await?;
        Ok(Self { session, settings: settings.clone(), way: OnceCell::new() })
    }

    async fn send(&self, command: &Command, way: Way, stdin: Vec<u8>) -> Result<Output> {
        let target = self.settings.target.to_string();
        let line = line(command, way, &self.settings.path);
        exec::run(
            &self.session,
            Sent { target, shown: command.shown(), line, stdin, limits: &command.limits },
        )
        .await
    }

    /// How commands become root here.
    async fn find_way(&self) -> Result<Way> {
        let user_is_root = async {
            let output = self.send(&Command::new(["id", "-u"]), Way::Direct, Vec::new()).await?;
            Ok::<_, Error>(output.is_success() && output.stdout.text().trim() == "0")
        };
        match self.settings.privilege {
            Become::None => return Ok(Way::Direct),
            Become::Auto if user_is_root.await? => return Ok(Way::Direct),
            Become::Auto | Become::Sudo => {}
        }
        let (target, password) = (&self.settings.target, self.settings.sudo_password.as_ref());
        let answer = sudo::answer(&self.send(&sudo::nothing(), Way::Sudo, Vec::new()).await?);
        match (sudo::without_password(answer, target, password)?, password) {
            (None, Some(password)) => {
                let stdin = sudo::password_alone(password);
                let output = self.send(&sudo::nothing(), Way::SudoWithPassword, stdin).await?;
                sudo::with_password(&output, target)
            }
            (way, _) => Ok(way.unwrap_or(Way::Sudo)),
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
        let way = if command.as_login_user {
            Way::Direct
        } else {
            *self.way.get_or_try_init(|| self.find_way()).await?
        };
        let stdin = match (way, &self.settings.sudo_password) {
            (Way::SudoWithPassword, Some(password)) => sudo::input(password, &command.stdin),
            _ => command.stdin.clone(),
        };
        self.send(command, way, stdin).await
    }

    fn name(&self) -> String {
        self.settings.target.to_string()
    }
}
