//! What can be wrong with the `ssh` attribute by itself, and what of it is not known yet. Pure.

use provider_core::values::ssh::ProfileName;
use tfplugin::{Attr, Diagnostics, Path, Step, Text, quoted};

use super::config::{SshBastion, SshConfig, SshProfile};
use super::sign_in::SignIn;

/// The attribute itself.
pub const BLOCK: &str = "ssh";

/// Where a profile stands.
pub fn path_of(name: &str) -> Path {
    Path::from(BLOCK).join(Step::Attribute("profiles".to_owned())).join(Step::Key(name.to_owned()))
}

/// What contradicts itself.
pub fn contradictions(ssh: &SshConfig) -> Diagnostics {
    let mut refusal = in_profile(&ssh.own(), &BLOCK.into());
    for (name, profile) in ssh.profiles.known().into_iter().flatten() {
        let at = path_of(name);
        refusal.extend(refuse_name(name, &at));
        refusal.extend(in_profile(profile, &at));
    }
    refusal
}

fn in_profile(profile: &SshProfile, at: &Path) -> Diagnostics {
    let mut refusal = SignIn::from(profile).contradictions(at);
    if let Some(bastion) = profile.bastion.known() {
        refusal.extend(SignIn::from(bastion).contradictions(&at.join(Step::Attribute("bastion".to_owned()))));
    }
    refusal
}

fn refuse_name(name: &str, at: &Path) -> Diagnostics {
    let why = match ProfileName::parse(name) {
        Ok(_) if name == ProfileName::DEFAULT => {
            "\"default\" stands for the attributes beside profiles. Give the profile another name.".to_owned()
        }
        Ok(_) => return Diagnostics::new(),
        Err(invalid) => invalid.0,
    };
    Diagnostics::error_at(at.clone(), format!("{} cannot be an SSH profile", quoted(name)), why)
}

/// The first attribute of the block or of one of its profiles that is known only after apply.
pub fn unknown(ssh: &Attr<SshConfig>) -> Option<String> {
    let Attr::Known(ssh) = ssh else { return ssh.is_unknown().then(|| BLOCK.to_owned()) };
    if let Some(own) = unknown_in(&ssh.own(), &BLOCK.into()) {
        return Some(own);
    }
    if ssh.profiles.is_unknown() {
        return Some(format!("{BLOCK}.profiles"));
    }
    let mut profiles = ssh.profiles.known().into_iter().flatten();
    profiles.find_map(|(name, profile)| unknown_in(profile, &path_of(name)))
}

/// The first attribute of a profile that is known only after apply.
pub fn unknown_in(profile: &SshProfile, at: &Path) -> Option<String> {
    let attributes = [
        ("user", profile.user.is_unknown()),
        ("sudo_password", profile.sudo_password.is_unknown()),
        ("known_hosts_path", profile.known_hosts_path.is_unknown()),
        ("connect_timeout", profile.connect_timeout.is_unknown()),
        ("bastion", profile.bastion.is_unknown()),
    ];
    let first = attributes.into_iter().find(|(_, is_unknown)| *is_unknown).map(|(name, _)| name);
    let name = first.or_else(|| SignIn::from(profile).unknown());
    let bastion = || profile.bastion.known().and_then(unknown_of_bastion);
    name.map(|name| format!("{at}.{name}")).or_else(|| bastion().map(|name| format!("{at}.bastion.{name}")))
}

fn unknown_of_bastion(bastion: &SshBastion) -> Option<&'static str> {
    let attributes = [
        ("host", bastion.host.is_unknown()),
        ("port", bastion.port.is_unknown()),
        ("user", bastion.user.is_unknown()),
        ("host_keys", bastion.host_keys.is_unknown()),
        ("known_hosts_path", bastion.known_hosts_path.is_unknown()),
    ];
    let first = attributes.into_iter().find(|(_, is_unknown)| *is_unknown).map(|(name, _)| name);
    first.or_else(|| SignIn::from(bastion).unknown())
}
