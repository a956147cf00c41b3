//! Fills the `ssh` attribute from the environment. If the block chooses one of several ways to sign in, the
//! environment does not choose another; profiles take nothing from the environment. Pure.

use tfplugin::{Attr, FromEnvironment, Outcome};

use super::check::BLOCK;
use super::config::SshConfig;
use super::sign_in::SignIn;
use crate::environment::Environment;

/// Returns the attribute with the environment's values in place of those that it leaves out.
///
/// # Errors
/// One for each variable that holds no value of its attribute.
pub fn with_environment(ssh: &Attr<SshConfig>, environment: &Environment) -> Outcome<Attr<SshConfig>> {
    if ssh.is_unknown() {
        return Ok(Attr::Unknown);
    }
    let block = ssh.value_or_default();
    let is_chosen = SignIn::from(&block.own()).is_chosen();
    let lookup = |name: &str| {
        let counts = !is_chosen || !WAYS.contains(&name);
        environment.get(name).filter(|_| counts).map(str::to_owned)
    };
    let mut filled = block.filled(&BLOCK.into(), &lookup)?;
    if SignIn::from(&filled.own()).is_by_agent() {
        filled.private_key_passphrase.clone_from(&block.private_key_passphrase);
    }
    Ok(Attr::Known(filled))
}

/// The variables of the ways to sign in. If the block chooses one, they do not count.
const WAYS: [&str; 3] =
    [SshConfig::PRIVATE_KEY_VARIABLE, SshConfig::PRIVATE_KEY_PATH_VARIABLE, SshConfig::AGENT_VARIABLE];

#[cfg(test)]
mod tests {
    use provider_core::values::ssh::SecretText;

    use super::*;

    fn filled(ssh: SshConfig, variables: &[(&str, &str)]) -> SshConfig {
        let owned = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        with_environment(&Attr::Known(ssh), &owned.collect()).unwrap().into_known().unwrap()
    }

    fn secret(text: &str) -> Attr<SecretText> {
        Attr::Known(text.into())
    }

    const ALL: [(&str, &str); 5] = [
        ("CVO_SSH_USER", "admin"),
        ("CVO_SSH_PRIVATE_KEY", "key"),
        ("CVO_SSH_PRIVATE_KEY_PASSPHRASE", "passphrase"),
        ("CVO_SSH_SUDO_PASSWORD", "password"),
        ("CVO_SSH_KNOWN_HOSTS_PATH", "known"),
    ];

    #[test]
    fn the_environment_fills_missing_attributes() {
        let found = filled(SshConfig::default(), &ALL);
        assert_eq!((found.user, found.known_hosts_path), ("admin".into(), "known".into()));
        assert_eq!((found.private_key, found.sudo_password), (secret("key"), secret("password")));
        assert_eq!(found.private_key_passphrase, secret("passphrase"));
        let found = filled(SshConfig::default(), &[("CVO_SSH_PRIVATE_KEY_PATH", "~/.ssh/id")]);
        assert_eq!((found.private_key_path, found.private_key), ("~/.ssh/id".into(), Attr::Null));
        for (text, agent) in [("1", true), ("true", true), ("0", false), ("False", false)] {
            let found = filled(SshConfig::default(), &[("CVO_SSH_AGENT", text)]);
            assert_eq!(found.agent, Attr::Known(agent), "{text}");
        }
    }

    #[test]
    fn the_block_takes_precedence() {
        let block = SshConfig {
            user: "root".into(),
            known_hosts_path: "mine".into(),
            private_key: secret("mine"),
            sudo_password: Attr::Unknown,
            ..SshConfig::default()
        };
        let found = filled(block, &ALL);
        assert_eq!((found.user, found.known_hosts_path), ("root".into(), "mine".into()));
        assert_eq!((found.private_key, found.sudo_password), (secret("mine"), Attr::Unknown));
        assert_eq!(found.private_key_passphrase, secret("passphrase"), "the block leaves the passphrase out");
    }

    #[test]
    fn the_environment_never_changes_the_way_to_sign_in() {
        let everything = [&ALL[..], &[("CVO_SSH_PRIVATE_KEY_PATH", "id"), ("CVO_SSH_AGENT", "1")]].concat();
        let by_agent = filled(SshConfig { agent: Attr::Known(true), ..SshConfig::default() }, &everything);
        assert_eq!((by_agent.private_key, by_agent.private_key_path), (Attr::Null, Attr::Null));
        assert_eq!(by_agent.private_key_passphrase, Attr::Null);
        let by_file =
            filled(SshConfig { private_key_path: "mine".into(), ..SshConfig::default() }, &everything);
        assert_eq!((by_file.private_key, by_file.agent), (Attr::Null, Attr::Null));
        let not_known = filled(SshConfig { private_key: Attr::Unknown, ..SshConfig::default() }, &everything);
        assert_eq!((not_known.private_key, not_known.private_key_path), (Attr::Unknown, Attr::Null));
        let no_agent = filled(SshConfig { agent: Attr::Known(false), ..SshConfig::default() }, &everything);
        assert_eq!((no_agent.agent, no_agent.private_key), (Attr::Known(false), secret("key")));
    }

    #[test]
    fn a_profile_takes_nothing_from_the_environment() {
        let profiles = [("other".to_owned(), super::super::config::SshProfile::default())].into();
        let found = filled(SshConfig { profiles: Attr::Known(profiles), ..SshConfig::default() }, &ALL);
        assert_eq!(found.profiles.known().unwrap()["other"], super::super::config::SshProfile::default());
    }
}
