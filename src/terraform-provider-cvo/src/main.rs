//! `terraform-provider-cvo`: the plugin that Terraform starts. It ties together the other crates, and is the
//! only place that reads the process environment.

mod blank_variables;
mod commands;
mod secrecy;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use ec2::RateLimited;
use ec2_sdk::{SdkEc2, Settings};
use provider::{AskCaller, AwsSettings, ConnectEc2, CvoProvider, Environment};
use tokio::runtime::Builder;

/// How long to wait for remaining tasks at the end. All calls have been answered by then; what remains, such
/// as a silent name server or a hanging file system, could otherwise keep the process alive indefinitely.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    secrecy::no_core_dumps();
    if let Err(why) = blank_variables::start_again_without() {
        return cannot_start(&why);
    }
    let runtime = match Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return cannot_start(&format!("cannot start: {error}")),
    };
    let ended = runtime.block_on(serve());
    runtime.shutdown_timeout(SHUTDOWN_TIMEOUT);
    ended
}

/// Says why; without a runtime there is no logging yet.
fn cannot_start(why: &str) -> ExitCode {
    drop(std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("[ERROR] {why}\n")));
    ExitCode::FAILURE
}

async fn serve() -> ExitCode {
    let environment: Environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let connect_ec2: ConnectEc2 = Arc::new(|aws| Arc::new(connect(aws)));
    let ask_caller: AskCaller = Arc::new(|aws| Box::pin(async { ec2_sdk::caller(&settings(aws)).await }));
    if let Some(ended) = commands::run(&environment, &connect_ec2, ask_caller).await {
        return ended;
    }
    let provider = CvoProvider::new(environment, connect_ec2);
    provider::server(provider).run(std::env::args(), |name| std::env::var(name).ok()).await
}

/// Returns the SDK's client, within its budget. It sends nothing before its first use.
fn connect(aws: AwsSettings) -> RateLimited {
    let sdk = SdkEc2::new(settings(aws));
    let budget = sdk.budget();
    RateLimited::new(Arc::new(sdk), budget, || Box::pin(tfplugin::stop().cancelled_owned()))
}

fn settings(aws: AwsSettings) -> Settings {
    Settings {
        region: aws.region,
        profile: aws.profile,
        endpoint: aws.endpoint,
        assume_role_arn: aws.assume_role_arn,
        assume_role_external_id: aws.assume_role_external_id,
    }
}
