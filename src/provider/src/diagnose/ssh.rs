//! Errors of hosts that are reached over SSH.

use ssh::Error;
use tfplugin::{Diagnostics, Outcome};

use super::{During, at_attribute};
use crate::linux::config::SshConfig;

/// The environment variables that say how to log in.
const LOGIN: [&str; 5] = [
    SshConfig::USER_VARIABLE,
    SshConfig::PRIVATE_KEY_VARIABLE,
    SshConfig::PRIVATE_KEY_PATH_VARIABLE,
    SshConfig::PRIVATE_KEY_PASSPHRASE_VARIABLE,
    SshConfig::AGENT_VARIABLE,
];

/// The environment variable for the password that sudo asks for.
const SUDO_PASSWORD: &str = SshConfig::SUDO_PASSWORD_VARIABLE;

impl<T> During<T> for Result<T, Error> {
    fn during_with(self, action: impl Into<String>, fields: &[(&str, &str)]) -> Outcome<T> {
        self.map_err(|error| of_ssh(&error, action, fields))
    }
}

/// Returns the diagnostics for the error. `action` completes "Could not …". Each pair of `fields` is a
/// possible cause (`host`, `host_keys`, `login`) and our attribute.
pub fn of_ssh(error: &Error, action: impl Into<String>, fields: &[(&str, &str)]) -> Diagnostics {
    let detail = format!("{}. {}", sentence(&error.to_string()), next_step(error));
    at_attribute(
        &[field(error)],
        fields,
        format!("Could not {}", action.into()),
        detail.trim_end().to_owned(),
    )
}

/// Capitalizes a leading "the". A sentence that begins with the name of a user, a host or a file stays
/// unchanged.
pub fn sentence(said: &str) -> String {
    let said = said.trim_end_matches('.');
    said.strip_prefix("the ").map_or_else(|| said.to_owned(), |rest| format!("The {rest}"))
}

fn field(error: &Error) -> Option<&'static str> {
    match error {
        Error::Unreachable { .. } | Error::Refused { .. } | Error::TimedOut { .. } | Error::NotSsh { .. } => {
            Some("host")
        }
        Error::HostKeyUnknown { .. }
        | Error::HostKeyChanged { .. }
        | Error::HostKeyRevoked { .. }
        | Error::HostCertificate { .. }
        | Error::TrustUnreadable { .. } => Some("host_keys"),
        Error::Bastion { .. }
        | Error::AuthenticationRefused { .. }
        | Error::Key { .. }
        | Error::Agent { .. }
        | Error::SudoNeedsPassword { .. }
        | Error::SudoPasswordRefused { .. }
        | Error::SudoNotPermitted { .. } => Some("login"),
        Error::NotStarted { .. }
        | Error::Killed { .. }
        | Error::CommandTimedOut { .. }
        | Error::ConnectionLost { .. }
        | Error::OutputTooLarge { .. }
        | Error::File { .. } => None,
    }
}

fn next_step(error: &Error) -> String {
    let step = match error {
        Error::Unreachable { .. } | Error::Refused { .. } | Error::TimedOut { .. } => {
            "Run Terraform again when it answers."
        }
        Error::HostKeyUnknown { .. } => {
            "Then name it in host_keys, or in the file that known_hosts_path of the provider's ssh names."
        }
        Error::HostKeyChanged { .. } => {
            "It stands in host_keys, or in the file that known_hosts_path of the provider's ssh names."
        }
        Error::HostCertificate { .. } => "Name it in host_keys.",
        Error::AuthenticationRefused { .. } | Error::Key { .. } | Error::Agent { .. } => {
            return format!(
                "User and key come from the provider's ssh, or the profile that ssh_profile names ({}).",
                LOGIN.join(", ")
            );
        }
        Error::SudoNeedsPassword { .. } | Error::SudoPasswordRefused { .. } => {
            return format!(
                "It is sudo_password of the provider's ssh, or of the profile that ssh_profile names \
                 ({SUDO_PASSWORD})."
            );
        }
        Error::SudoNotPermitted { .. } => "The guide about permissions has the rule for sudoers.",
        Error::ConnectionLost { .. } | Error::CommandTimedOut { .. } | Error::OutputTooLarge { .. } => {
            "Run Terraform again: it looks first."
        }
        Error::NotStarted { .. } => "Run Terraform again.",
        Error::Bastion { .. }
        | Error::NotSsh { .. }
        | Error::HostKeyRevoked { .. }
        | Error::TrustUnreadable { .. }
        | Error::Killed { .. }
        | Error::File { .. } => "",
    };
    step.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_a_host_names_the_next_step_and_the_attribute() {
        let target = "builder@10.0.0.5:22".to_owned();
        let error = Error::SudoNeedsPassword { target: target.clone(), user: "builder".to_owned() };
        let failed: Result<(), _> = Err(error);
        let diagnostics = failed.during_with("look at 10.0.0.5", &[("login", "ssh_profile")]).unwrap_err();
        let only = diagnostics.iter().next().unwrap();
        assert_eq!((&*only.summary, &only.path), ("Could not look at 10.0.0.5", &Some("ssh_profile".into())));
        assert!(
            only.detail.contains("NOPASSWD") && only.detail.contains("CVO_SSH_SUDO_PASSWORD"),
            "{}",
            only.detail
        );
        let failed: Result<(), _> = Err(Error::Refused { target });
        let diagnostics = failed.during("look at 10.0.0.5").unwrap_err();
        let only = diagnostics.iter().next().unwrap();
        assert!(
            only.path.is_none() && only.detail.starts_with("builder@10.0.0.5:22 refused"),
            "{}",
            only.detail
        );
    }
}
