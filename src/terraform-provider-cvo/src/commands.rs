//! What people, and not Terraform, ask of this program. Terraform gives no argument; arguments that begin
//! with a dash are the plugin's own (`tfplugin`).

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use provider::{AskCaller, ConnectEc2, Environment};

/// Looks at a system with the variables that the provider reads (CVO_..., AWS_...).
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
    /// Writes what a system says about itself to a new file, without names and secrets. Sends reads only,
    /// and the file nowhere. Ends with 1 if the cluster cannot be reached or the file not be written.
    Record {
        /// The file. It must not exist.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Carries out a command, if there is one.
pub async fn run(
    environment: &Environment,
    connect_ec2: &ConnectEc2,
    ask_caller: AskCaller,
) -> Option<ExitCode> {
    std::env::args().nth(1).filter(|first| !first.starts_with('-'))?;
    let is_good = match Command::try_parse() {
        Ok(Command::Check { json }) => {
            let report = provider::check(environment.clone(), connect_ec2.clone(), ask_caller).await;
            let text = if json { report.json() + "\n" } else { report.text() };
            tell(&text) && report.is_good()
        }
        Ok(Command::Record { out }) => {
            // A line that nobody reads makes the file no worse.
            let line = Box::new(|line: &str| {
                tell(&format!("{line}\n"));
            });
            provider::record(environment.clone(), connect_ec2.clone(), &out, line).await
        }
        Err(wrong) => return Some(explain(&wrong)),
    };
    Some(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns whether it was told.
fn tell(text: &str) -> bool {
    std::io::stdout().write_all(text.as_bytes()).is_ok()
}

fn explain(wrong: &clap::Error) -> ExitCode {
    // If there is nowhere to print it, the exit code remains.
    drop(wrong.print());
    if wrong.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
