//! Errors on a Linux machine.

use linux_machine::{Error, Unusable};
use tfplugin::{Diagnostics, Outcome};

use super::ssh::sentence;
use super::{During, at_attribute, of_ssh};

impl<T> During<T> for Result<T, Error> {
    fn during_with(self, action: impl Into<String>, fields: &[(&str, &str)]) -> Outcome<T> {
        self.map_err(|error| of_machine(&error, &action.into(), fields))
    }
}

/// Returns the diagnostics for the error. `action` completes "Could not …"; `fields` are as in [`of_ssh`].
pub fn of_machine(error: &Error, action: &str, fields: &[(&str, &str)]) -> Diagnostics {
    if let Error::Host(error) = error {
        return of_ssh(error, action, fields);
    }
    let detail = format!("{}. {}", sentence(&error.to_string()), next_step(error));
    at_attribute(&[], fields, format!("Could not {action}"), detail.trim_end().to_owned())
}

/// Returns the error for an image whose programs cannot be run.
pub fn of_unusable(why: &Unusable) -> Diagnostics {
    Diagnostics::error_at("image_root", "The image's programs cannot be run here", format!("{why}."))
}

fn next_step(error: &Error) -> &'static str {
    match error {
        Error::Failed { .. } => "Correct what the tool names, then apply again.",
        Error::OutcomeUnknown { .. } => "Run Terraform again.",
        Error::NotRestarted { .. } => "Restart it by hand, or apply again.",
        Error::TooLarge { .. } => "Look at the file, then run Terraform again.",
        Error::NotReadable { .. } | Error::Busy { .. } | Error::NotUnderstood { .. } | Error::Host(_) => "",
    }
}
