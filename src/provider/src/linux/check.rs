//! Checks of the `ssh` attribute on its own: its contradictions and unknown values. Pure.

use provider_core::values::ssh::ProfileName;
use tfplugin::{Attr, Diagnostics, Model, Path, Step, Text, quoted};

use super::config::{SshConfig, SshProfile};
use super::sign_in::SignIn;

/// Name of the attribute.
pub const BLOCK: &str = "ssh";

/// Returns the path of a profile.
pub fn path_of(name: &str) -> Path {
    Path::from(BLOCK).join(Step::Attribute("profiles".to_owned())).join(Step::Key(name.to_owned()))
}

/// Returns an error for every contradiction in the block.
pub fn contradictions(ssh: &SshConfig) -> Diagnostics {
    let mut refusal = in_profile(&ssh.own(), &BLOCK.into());
    for (name, profile) in ssh.profiles.known().into_iter().flatten() {
        let at = path_of(name);
        refusal.extend(refuse_name(name, &at));
        refusal.extend(in_profile(profile, &at));
        refusal.extend(SignIn::from(profile).passphrase_without_key(&at));
    }
    refusal
}

fn in_profile(profile: &SshProfile, at: &Path) -> Diagnostics {
    let mut refusal = SignIn::from(profile).contradictions(at);
    if let Some(bastion) = profile.bastion.known() {
        let at = at.join(Step::Attribute("bastion".to_owned()));
        refusal.extend(SignIn::from(bastion).contradictions(&at));
        refusal.extend(SignIn::from(bastion).passphrase_without_key(&at));
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

/// Returns the first attribute of the block or of one of its profiles that is known only after apply.
pub fn unknown(ssh: &Attr<SshConfig>) -> Option<String> {
    match ssh {
        Attr::Null => None,
        Attr::Unknown => Some(BLOCK.to_owned()),
        Attr::Known(ssh) => ssh.unknown(&BLOCK.into()).map(|path| path.to_string()),
    }
}

/// Returns the first attribute of a profile that is known only after apply.
pub fn unknown_in(profile: &SshProfile, at: &Path) -> Option<String> {
    profile.unknown(at).map(|path| path.to_string())
}
