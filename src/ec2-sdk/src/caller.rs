//! Asks AWS STS who the credentials belong to.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_sts::Client;
use aws_sdk_sts::config::Builder;
use ec2::{Caller, Error, ErrorKind};
use tokio::time::timeout;

use crate::Settings;
use crate::connect::configuration;
use crate::credentials::UsedCredentials;
use crate::failure::failure;
use crate::log::{self, Logged, Pauses};

/// A person waits for the answer.
const LIMIT: Duration = Duration::from_secs(20);

const OPERATION: &str = "GetCallerIdentity";

/// Returns the identity behind the credentials and the Region, which no permission is needed for.
///
/// # Errors
/// When no Region or credentials are found, or AWS refuses them or cannot be reached. No error contains a
/// credential.
pub async fn caller(settings: &Settings) -> Result<Caller, Error> {
    let used = UsedCredentials::default();
    let asked = async { ask(&configuration(OPERATION, settings, &used).await?, &used).await };
    let silent = |_| Error::local(OPERATION, ErrorKind::Timeout, "AWS STS did not answer in time.");
    let answered = timeout(LIMIT, asked).await.map_err(silent).flatten();
    answered.map_err(|error| used.scrubbed(error))
}

async fn ask(config: &SdkConfig, used: &UsedCredentials) -> Result<Caller, Error> {
    let logged = Builder::from(config).sleep_impl(Pauses).interceptor(Logged(used.clone()));
    let asked = Client::from_conf(logged.build()).get_caller_identity().send();
    let answer = log::told(OPERATION, asked).await;
    let answer = answer.map_err(|error| failure(OPERATION, &error))?;
    let region = config.region().map(ToString::to_string);
    match (answer.account, answer.arn, region) {
        (Some(account), Some(arn), Some(region)) => Ok(Caller { account, arn, region }),
        _ => {
            Err(Error::local(OPERATION, ErrorKind::BadAnswer, "The answer of AWS STS has no account or ARN."))
        }
    }
}
