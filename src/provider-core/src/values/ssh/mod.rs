//! Values in configurations about hosts that are reached over SSH. No refusal repeats a value: most of them
//! are in the provider block, beside keys and passwords, and one of those may be in the wrong attribute.

mod host_key;
mod host_name;
mod on_unreachable;
mod port;
mod profile_name;
mod secret;

pub use host_key::HostKey;
pub use host_name::HostName;
pub use on_unreachable::OnUnreachable;
pub use port::Port;
pub use profile_name::ProfileName;
pub use secret::SecretText;

use tfplugin_core::Invalid;

/// Checks the name of a login user.
#[expect(clippy::ptr_arg, reason = "a check receives the type of the attribute")]
pub fn login_name(name: &String) -> Result<(), Invalid> {
    let is_odd =
        |character: char| character.is_whitespace() || character.is_control() || "@:/".contains(character);
    if !name.is_empty() && !name.contains(is_odd) {
        return Ok(());
    }
    Err(Invalid("It is not the name of a user. Write it alone, such as \"ec2-user\".".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_name_contains_nothing_else() {
        for name in ["root", "ec2-user", "DOMAIN\\admin", "b.smith_2"] {
            assert_eq!(login_name(&name.to_owned()), Ok(()));
        }
        for wrong in ["", "root@10.0.0.5", "two words", "root:", "root\n"] {
            assert!(login_name(&wrong.to_owned()).unwrap_err().0.contains("ec2-user"), "{wrong:?}");
        }
    }
}
