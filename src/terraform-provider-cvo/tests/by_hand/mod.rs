//! The program as a person starts it, with the variables of a simulated system.

use std::process::Command;

use cvo_simulator::Ready;

/// Returns the command with all variables that it needs, and these in their place; an empty one is removed.
pub(crate) fn command(ready: &Ready, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_terraform-provider-cvo"));
    command.env_clear().env("AWS_EC2_METADATA_DISABLED", "true");
    command.env("CVO_ENDPOINT", &ready.ontap).env("CVO_CA_FILE", &ready.ca_file);
    command.env("CVO_USERNAME", &ready.username).env("CVO_PASSWORD", &ready.password);
    command.env("AWS_ACCESS_KEY_ID", &ready.access_key).env("AWS_REGION", &ready.region);
    command.env("AWS_SECRET_ACCESS_KEY", &ready.secret_key).env("AWS_ENDPOINT_URL", &ready.ec2);
    for (name, value) in variables {
        if value.is_empty() {
            command.env_remove(name)
        } else {
            command.env(name, value)
        };
    }
    command
}
