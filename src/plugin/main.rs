//! `terraform-provider-cvo`: the plugin that Terraform starts. Everything it does is in the crates that it ties
//! together; only here is the process environment read.

use std::process::ExitCode;
use std::sync::Arc;

use ec2::Paced;
use ec2_sdk::{SdkEc2, Settings};
use provider::{AwsSettings, CvoProvider, Environment};

#[tokio::main]
async fn main() -> ExitCode {
    let environment: Environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let provider = CvoProvider::new(environment, Arc::new(|aws| Arc::new(Paced::new(connect(aws)))));
    provider::server(provider).run(std::env::args(), |name| std::env::var(name).ok()).await
}

/// The SDK's client. It sends nothing before its first use.
fn connect(aws: AwsSettings) -> SdkEc2 {
    SdkEc2::new(Settings {
        region: aws.region,
        profile: aws.profile,
        endpoint: aws.endpoint,
        assume_role_arn: aws.assume_role_arn,
        assume_role_external_id: aws.assume_role_external_id,
    })
}
