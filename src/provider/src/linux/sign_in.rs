//! [`SignIn`]: how a block says to sign in, whichever block it is. Pure.

use provider_core::values::ssh::SecretText;
use tfplugin::{Attr, Diagnostics, Path, Step, listed};

use super::config::{SshBastion, SshProfile};

/// The attributes that say how to sign in.
#[derive(Debug, Clone, Default)]
pub struct SignIn {
    pub private_key: Attr<SecretText>,
    pub private_key_path: Attr<String>,
    pub private_key_passphrase: Attr<SecretText>,
    pub agent: Attr<bool>,
}

impl SignIn {
    /// Returns whether the block chooses a way to sign in.
    pub fn is_chosen(&self) -> bool {
        !self.private_key.is_null() || !self.private_key_path.is_null() || self.is_by_agent()
    }

    /// Returns whether the agent is the way to sign in, or may turn out to be.
    pub fn is_by_agent(&self) -> bool {
        self.agent.is_unknown() || self.agent == Attr::Known(true)
    }

    /// Refuses several ways to sign in: to choose one would mean to guess. An unknown value is accepted,
    /// because it may turn out to be null.
    pub fn contradictions(&self, at: &Path) -> Diagnostics {
        let by_agent = self.agent == Attr::Known(true);
        let ways = [
            ("private_key", self.private_key.known().is_some()),
            ("private_key_path", self.private_key_path.known().is_some()),
            ("agent", by_agent),
        ];
        let attribute = |name: &str| at.join(Step::Attribute(name.to_owned()));
        let mut refusal = Diagnostics::new();
        let set: Vec<_> = ways.into_iter().filter(|(_, set)| *set).map(|(name, _)| attribute(name)).collect();
        if let [_, second, ..] = &set[..] {
            let names: Vec<_> = set.iter().map(ToString::to_string).collect();
            refusal.push_error_at(
                second.clone(),
                "Several ways to sign in over SSH",
                format!("{} are set, here or in the environment. Keep one of them.", listed(&names)),
            );
        }
        if by_agent && self.private_key_passphrase.known().is_some() {
            refusal.push_error_at(
                attribute("private_key_passphrase"),
                "An SSH agent takes no passphrase",
                format!(
                    "{} is true, and the agent has opened its keys. Keep the passphrase together with a \
                     private key, or the agent alone.",
                    attribute("agent")
                ),
            );
        }
        refusal
    }

    /// Refuses a passphrase without a private key, for a block that takes none from elsewhere.
    pub fn passphrase_without_key(&self, at: &Path) -> Diagnostics {
        let mut refusal = Diagnostics::new();
        let has_no_key = self.private_key.is_null() && self.private_key_path.is_null();
        if self.private_key_passphrase.known().is_some() && has_no_key && !self.is_by_agent() {
            refusal.push_error_at(
                at.join(Step::Attribute("private_key_passphrase".to_owned())),
                "A passphrase without a private key",
                format!(
                    "The provider's {at} has a passphrase and neither private_key nor private_key_path. Set \
                     the key that it opens, or leave the passphrase out."
                ),
            );
        }
        refusal
    }
}

impl From<&SshProfile> for SignIn {
    fn from(profile: &SshProfile) -> Self {
        Self {
            private_key: profile.private_key.clone(),
            private_key_path: profile.private_key_path.clone(),
            private_key_passphrase: profile.private_key_passphrase.clone(),
            agent: profile.agent,
        }
    }
}

impl From<&SshBastion> for SignIn {
    fn from(bastion: &SshBastion) -> Self {
        Self {
            private_key: bastion.private_key.clone(),
            private_key_path: bastion.private_key_path.clone(),
            private_key_passphrase: bastion.private_key_passphrase.clone(),
            agent: bastion.agent,
        }
    }
}
