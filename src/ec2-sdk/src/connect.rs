//! Turns settings into an SDK client and checks Region and credentials on the way.

use std::sync::Arc;
use std::time::Duration;

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::retry::RetryConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sdk_ec2::Client;
use ec2::{Budget, Error, ErrorKind};
use tokio::time::timeout;

use crate::Settings;
use crate::bounded::http_client;
use crate::credentials::UsedCredentials;
use crate::failure::explain;
use crate::log::{Logged, Pauses};
use crate::sparing::Sparing;

/// Time limit for finding Region and credentials. Without it, a machine whose instance metadata service drops
/// requests would hang here.
const LIMIT: Duration = Duration::from_secs(5);

/// The name of the role session, and of the application in the user agent.
const APPLICATION: &str = "terraform-provider-cvo";

/// Returns a client for which a Region and credentials were found.
pub async fn connect(
    operation: &'static str,
    settings: &Settings,
    used: &UsedCredentials,
    budget: &Arc<Budget>,
) -> Result<Client, Error> {
    let found = configuration(operation, settings, used).await?;
    Ok(client(&found, settings.endpoint.as_deref(), used, budget))
}

/// Returns a configuration for which a Region and credentials were found.
pub async fn configuration(
    operation: &'static str,
    settings: &Settings,
    used: &UsedCredentials,
) -> Result<SdkConfig, Error> {
    timeout(LIMIT, checked_config(operation, settings, used)).await.map_err(|_| {
        let what = format!(
            "Looking for an AWS Region and credentials took longer than {} s. {}",
            LIMIT.as_secs(),
            searched(settings)
        );
        Error::local(operation, ErrorKind::NoCredentials, what)
    })?
}

/// Returns the same configuration with a credentials source that records secrets.
pub fn record_credentials(config: SdkConfig, used: &UsedCredentials) -> SdkConfig {
    let Some(source) = config.credentials_provider() else { return config };
    let source = used.recording(source);
    config.into_builder().credentials_provider(source).build()
}

/// Returns a client with our timeouts, retries, log and bounded answers, whatever the configuration says.
pub fn client(
    config: &SdkConfig,
    endpoint: Option<&str>,
    used: &UsedCredentials,
    budget: &Arc<Budget>,
) -> Client {
    let mut config = aws_sdk_ec2::config::Builder::from(config)
        .behavior_version(BehaviorVersion::v2026_01_12())
        .http_client(http_client())
        .timeout_config(timeouts())
        .retry_config(retries())
        .sleep_impl(Pauses)
        .interceptor(Logged(used.clone()))
        .interceptor(Sparing(Arc::clone(budget)));
    if let Some(url) = endpoint {
        config = config.endpoint_url(url);
    }
    Client::from_conf(config.build())
}

/// By default the SDK waits forever for a peer that accepts a connection and stays silent.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(3))
        .operation_attempt_timeout(Duration::from_secs(15))
        .operation_timeout(Duration::from_secs(120))
        .build()
}

/// Ten attempts, because three exhaust themselves within two seconds when the request budget is used up. Not
/// the adaptive mode, which slows down far below the rate that EC2 grants.
fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(10)
}

async fn checked_config(
    operation: &'static str,
    settings: &Settings,
    used: &UsedCredentials,
) -> Result<SdkConfig, Error> {
    let config = record_credentials(loaded_config(settings).await, used);
    if config.region().is_none() {
        return Err(Error::local(operation, ErrorKind::NoRegion, no_region(settings)));
    }
    let config = match &settings.assume_role_arn {
        Some(arn) => record_credentials(assume_role(config, arn, settings).await, used),
        None => config,
    };
    let refuse = |why: String| Error::local(operation, ErrorKind::NoCredentials, why);
    let Some(provider) = config.credentials_provider() else {
        return Err(refuse(searched(settings)));
    };
    match provider.provide_credentials().await {
        Ok(_) => Ok(config),
        Err(error) => Err(refuse(format!(
            "No usable AWS credentials: {}. {}",
            explain(&error).trim_end_matches('.'),
            searched(settings)
        ))),
    }
}

async fn loaded_config(settings: &Settings) -> SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .http_client(http_client())
        .timeout_config(timeouts())
        .retry_config(retries());
    if let Ok(name) = AppName::new(APPLICATION) {
        loader = loader.app_name(name);
    }
    if let Some(region) = &settings.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(profile) = &settings.profile {
        let provider = ProfileFileCredentialsProvider::builder().profile_name(profile).build();
        loader = loader.profile_name(profile).credentials_provider(provider);
    }
    loader.load().await
}

/// Returns the same configuration with the role's credentials.
async fn assume_role(config: SdkConfig, arn: &str, settings: &Settings) -> SdkConfig {
    let mut role = AssumeRoleProvider::builder(arn).session_name(APPLICATION).configure(&config);
    if let Some(id) = &settings.assume_role_external_id {
        role = role.external_id(id);
    }
    let provider = SharedCredentialsProvider::new(role.build().await);
    config.into_builder().credentials_provider(provider).build()
}

fn no_region(settings: &Settings) -> String {
    let profile = settings.profile.as_deref().unwrap_or("default");
    format!(
        "No AWS Region is known. Looked at: the provider's aws.region, AWS_REGION, AWS_DEFAULT_REGION, the \
         profile \"{profile}\" of the AWS configuration file, instance metadata. Set aws.region or \
         AWS_REGION."
    )
}

/// Says where credentials were looked for, and what to do.
fn searched(settings: &Settings) -> String {
    let base = match &settings.profile {
        Some(profile) => format!("Looked at the profile \"{profile}\" only, because aws.profile is set"),
        None => {
            "Looked at: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, the AWS profile files, web identity \
                 token, container credentials, instance metadata"
                .to_owned()
        }
    };
    let role = match &settings.assume_role_arn {
        Some(arn) => format!("; with them the role {arn} was to be assumed"),
        None => String::new(),
    };
    format!("{base}{role}. Set credentials in the environment, or aws.profile, and run again.")
}
