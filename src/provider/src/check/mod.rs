//! `terraform-provider-cvo check`: whether the provider can work with the variables of this environment, and
//! what is in the way. Only reads are sent.

mod aws;
mod cluster;
mod report;

use std::pin::Pin;
use std::sync::Arc;

pub use self::report::{Finding, Report, Verdict};

use crate::by_hand::set_up;
use crate::environment::Environment;
use crate::provider::{AwsSettings, ConnectEc2};

/// Asks AWS who the credentials belong to; the binary passes the SDK's way.
pub type AskCaller = Arc<
    dyn Fn(AwsSettings) -> Pin<Box<dyn Future<Output = Result<ec2::Caller, ec2::Error>> + Send>>
        + Send
        + Sync,
>;

/// Checks the way to both halves of the system.
pub async fn check(environment: Environment, connect_ec2: ConnectEc2, ask_caller: AskCaller) -> Report {
    let mut report = Report::default();
    match set_up(&environment, connect_ec2).await {
        Ok((config, clients, warnings)) => {
            report.tell("variables", Verdict::Warning, &warnings);
            let is_reached = cluster::look(&config, &clients, &mut report).await;
            aws::look(&config, &clients, &ask_caller, is_reached, &mut report).await;
        }
        Err(refused) => report.tell("variables", Verdict::Error, &refused),
    }
    report
}
