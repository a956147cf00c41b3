//! What the `ssh` attribute leaves open, taken from the environment. Where it has chosen one of several ways to sign in,
//! the environment does not choose another; profiles take nothing from it. Pure.

use provider_core::values::ssh::SecretText;
use tfplugin::Attr;

use super::config::SshConfig;
use super::sign_in::SignIn;
use crate::environment::Environment;

/// The attribute with the environment's values where it says nothing.
pub fn with_environment(ssh: &Attr<SshConfig>, environment: &Environment) -> Attr<SshConfig> {
    if ssh.is_unknown() {
        return Attr::Unknown;
    }
    let ssh = ssh.value_or_default();
    let sign_in = sign_in(SignIn::from(&ssh.own()), environment);
    Attr::Known(SshConfig {
        user: environment.or(&ssh.user, "CVO_SSH_USER"),
        private_key: sign_in.private_key,
        private_key_path: sign_in.private_key_path,
        private_key_passphrase: sign_in.private_key_passphrase,
        agent: sign_in.agent,
        sudo_password: secret(&ssh.sudo_password, "CVO_SSH_SUDO_PASSWORD", environment),
        known_hosts_path: environment.or(&ssh.known_hosts_path, "CVO_SSH_KNOWN_HOSTS_PATH"),
        ..ssh
    })
}

fn sign_in(given: SignIn, environment: &Environment) -> SignIn {
    let mut sign_in = given;
    if !sign_in.is_chosen() {
        sign_in.private_key = secret(&sign_in.private_key, "CVO_SSH_PRIVATE_KEY", environment);
        sign_in.private_key_path = environment.or(&sign_in.private_key_path, "CVO_SSH_PRIVATE_KEY_PATH");
        if sign_in.agent.is_null() {
            sign_in.agent = environment.flag("CVO_SSH_AGENT").into();
        }
    }
    if !sign_in.is_by_agent() {
        let variable = "CVO_SSH_PRIVATE_KEY_PASSPHRASE";
        sign_in.private_key_passphrase = secret(&sign_in.private_key_passphrase, variable, environment);
    }
    sign_in
}

fn secret(attribute: &Attr<SecretText>, variable: &str, environment: &Environment) -> Attr<SecretText> {
    match attribute {
        Attr::Null => environment.get(variable).map(SecretText::from).into(),
        set => set.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(ssh: SshConfig, variables: &[(&str, &str)]) -> SshConfig {
        let owned = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        with_environment(&Attr::Known(ssh), &owned.collect()).into_known().unwrap()
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
    fn the_environment_fills_what_is_left_out() {
        let found = filled(SshConfig::default(), &ALL);
        assert_eq!((found.user, found.known_hosts_path), ("admin".into(), "known".into()));
        assert_eq!((found.private_key, found.sudo_password), (secret("key"), secret("password")));
        assert_eq!(found.private_key_passphrase, secret("passphrase"));
        let found = filled(SshConfig::default(), &[("CVO_SSH_PRIVATE_KEY_PATH", "~/.ssh/id")]);
        assert_eq!((found.private_key_path, found.private_key), ("~/.ssh/id".into(), Attr::Null));
        for (text, agent) in [("1", true), ("true", true), ("0", false), ("yes", false)] {
            let found = filled(SshConfig::default(), &[("CVO_SSH_AGENT", text)]);
            assert_eq!(found.agent, Attr::Known(agent), "{text}");
        }
    }

    #[test]
    fn what_the_block_says_stands() {
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
        assert_eq!(found.private_key_passphrase, secret("passphrase"), "which belongs to the key");
    }

    #[test]
    fn the_environment_never_signs_in_another_way_than_the_block() {
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
