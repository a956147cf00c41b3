//! What people, and not Terraform, ask of this program. Terraform gives no argument; arguments that begin with
//! a dash are the plugin's own (`tfplugin`).

use std::process::ExitCode;

use clap::Parser;
use provider::{AskCaller, ConnectEc2, Environment};

/// Looks whether the provider can work here, with the variables that the provider reads (CVO_..., AWS_...).
#[derive(Parser)]
#[command(name = "terraform-provider-cvo", disable_version_flag = true)]
enum Command {
    /// Looks at the address, the certificate, the login, the role, the release and the AWS half. Sends reads
    /// only. Ends with 1 if the provider cannot work.
    Check {
        /// Prints JSON instead of lines.
        #[arg(long)]
        json: bool,
    },
}

/// Carries out a command, if there is one.
pub async fn run(
    environment: &Environment,
    connect_ec2: &ConnectEc2,
    ask_caller: AskCaller,
) -> Option<ExitCode> {
    std::env::args().nth(1).filter(|first| !first.starts_with('-'))?;
    let Command::Check { json } = match Command::try_parse() {
        Ok(command) => command,
        Err(wrong) => return Some(explain(&wrong)),
    };
    let report = provider::check(environment.clone(), connect_ec2.clone(), ask_caller).await;
    let text = if json { report.json() + "\n" } else { report.text() };
    let is_told = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes()).is_ok();
    Some(if is_told && report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn explain(wrong: &clap::Error) -> ExitCode {
    // If there is nowhere to print it, the exit code remains.
    drop(wrong.print());
    if wrong.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
