//! What people, and not Terraform, ask of this program. Terraform gives no argument; arguments that begin
//! with a dash are the plugin's own (`tfplugin`).

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, ValueEnum};
use provider::{AskCaller, ConnectEc2, Environment, Form, Wanted};

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
    /// Writes a system that exists as configuration with import blocks, or draws it. Sends reads only. Ends
    /// with 1 if the system cannot be read, a storage VM does not exist or the files cannot be written.
    Discover {
        /// Names of the storage VMs whose objects are wanted. Left out: all but the one that the system was
        /// deployed with.
        #[arg(long, value_name = "NAME", num_args = 1..)]
        svm: Vec<String>,
        /// The folder for the new files main.tf and imports.tf, which is made if there is none. Left out: the
        /// configuration is printed.
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
        /// What is written or printed.
        #[arg(long, value_enum, default_value_t = Format::Hcl)]
        format: Format,
    },
    /// Writes what a system says about itself to a new file, without names and secrets. Sends reads only,
    /// and the file nowhere. Ends with 1 if the cluster cannot be reached or the file not be written.
    Record {
        /// The file. It must not exist.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// What a discovery is written as.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Configuration with import blocks.
    Hcl,
    /// A tree of nodes, interfaces, storage VMs, LIFs and routes, printed.
    Tree,
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
            told(&text) && report.is_good()
        }
        Ok(Command::Record { out }) => {
            // A line that nobody reads makes the file no worse.
            let line = Box::new(|line: &str| {
                drop(tell(&format!("{line}\n")));
            });
            provider::record(environment.clone(), connect_ec2.clone(), &out, line).await
        }
        Ok(Command::Discover { svm, out, format }) => match form(format, out) {
            Ok(form) => {
                let wanted = Wanted { storage_vms: svm.into_iter().collect(), form };
                discover(environment, connect_ec2, &wanted).await
            }
            Err(wrong) => return Some(explain(&wrong)),
        },
        Err(wrong) => return Some(explain(&wrong)),
    };
    Some(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn discover(environment: &Environment, connect_ec2: &ConnectEc2, wanted: &Wanted) -> bool {
    let discovery = provider::discover(environment.clone(), connect_ec2.clone(), wanted).await;
    // Beside the configuration, which may go to a file. If there is nowhere to print it, the exit code remains.
    drop(std::io::stderr().write_all(discovery.remarks.as_bytes()));
    told(&discovery.text) && discovery.is_good
}

fn form(format: Format, out: Option<PathBuf>) -> Result<Form, clap::Error> {
    match (format, out) {
        (Format::Hcl, None) => Ok(Form::Text),
        (Format::Hcl, Some(folder)) => Ok(Form::Files(folder)),
        (Format::Tree, None) => Ok(Form::Tree),
        (Format::Tree, Some(_)) => {
            let text = "a tree is printed: --format tree and --out cannot be used together";
            Err(Command::command().error(ErrorKind::ArgumentConflict, text))
        }
    }
}

fn tell(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Returns whether it was told; if not, says why beside it.
fn told(text: &str) -> bool {
    let told = tell(text);
    if let Err(why) = &told {
        let line =
            format!("ERROR    output: {why}. Files that --out names are written whole or not at all.\n");
        // If there is nowhere to print that either, the exit code remains.
        drop(std::io::stderr().write_all(line.as_bytes()));
    }
    told.is_ok()
}

fn explain(wrong: &clap::Error) -> ExitCode {
    // If there is nowhere to print it, the exit code remains.
    drop(wrong.print());
    if wrong.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
