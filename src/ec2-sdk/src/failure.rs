//! Converts the SDK's errors to the port's. Nothing here prints an SDK error with `{:?}`, because that would
//! show the raw answer to the user.

use std::error::Error as StdError;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_ec2::config::http::HttpResponse;
use aws_sdk_ec2::error::{ConnectorError, ErrorMetadata, ProvideErrorMetadata, SdkError};
use aws_sdk_ec2::operation::RequestId;
use ec2::{Error, ErrorKind, service_of};

use crate::attempts::never_connected;
use crate::bounded::TooLarge;

/// Converts the error of an operation.
pub fn failure<E>(operation: &'static str, error: &SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    let request_id = error.request_id().map(str::to_owned);
    if let Some(answer) = error.as_service_error()
        && let Some(code) = answer.code()
    {
        let message = answer
            .message()
            .map_or_else(|| format!("{} gave no text.", service_of(operation)), str::to_owned);
        return Error::answered(operation, code, message, request_id);
    }
    if let Some(answer) = error.raw_response() {
        return Error { request_id, ..no_ec2_answer(operation, answer.status().as_u16()) };
    }
    match error {
        SdkError::TimeoutError(_) => silent(operation),
        SdkError::DispatchFailure(dispatch) if dispatch.is_timeout() => silent(operation),
        SdkError::DispatchFailure(_) if lacks_credentials(error) => {
            let what = format!("No usable AWS credentials: {}.", explain(error).trim_end_matches('.'));
            Error::local(operation, ErrorKind::NoCredentials, what)
        }
        SdkError::DispatchFailure(dispatch) => {
            let why = explain(error);
            not_answered(operation, why.trim_end_matches('.'), dispatch.as_connector_error())
        }
        _ => {
            let what = format!("The request could not be made: {}.", explain(error).trim_end_matches('.'));
            Error::local(operation, ErrorKind::Other, what)
        }
    }
}

/// Classifies an error where there is no answer, or only part of one.
fn not_answered(operation: &'static str, why: &str, error: Option<&ConnectorError>) -> Error {
    let service = service_of(operation);
    let too_large = error.and_then(|error| causes(error).find_map(|cause| cause.downcast_ref::<TooLarge>()));
    if let Some(why) = too_large {
        let what = format!("The answer of {service} cannot be right, and was not read: {why}.");
        return Error::local(operation, ErrorKind::BadAnswer, what);
    }
    if error.is_some_and(never_connected) {
        let what = format!("{service} cannot be reached, and nothing was sent: {why}.");
        Error::local(operation, ErrorKind::Unreachable, what)
    } else {
        let what = format!("The connection to {service} broke: {why}.");
        Error::local(operation, ErrorKind::Lost, what)
    }
}

fn silent(operation: &'static str) -> Error {
    Error::local(operation, ErrorKind::Timeout, format!("{} did not answer in time.", service_of(operation)))
}

/// Something answered, but not in the form of EC2: a proxy, a load balancer or another program.
fn no_ec2_answer(operation: &'static str, status: u16) -> Error {
    let what = format!(
        "The endpoint answered HTTP {status} with something that is no answer of {}.",
        service_of(operation)
    );
    let kind = if status >= 500 { ErrorKind::Unavailable } else { ErrorKind::BadAnswer };
    Error::local(operation, kind, what)
}

pub fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

fn lacks_credentials(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|cause| cause.is::<CredentialsError>())
}

/// Joins the texts of an error and its causes, from general to specific, without repetitions.
pub fn explain(error: &(dyn StdError + 'static)) -> String {
    let mut texts: Vec<String> = Vec::new();
    for text in causes(error).map(text_of) {
        if !texts.iter().any(|known| known.contains(&text)) {
            texts.push(text);
        }
    }
    texts.join(": ")
}

/// Returns the text of a single error. The `Display` text of a service's error is meant for programmers only.
fn text_of(error: &(dyn StdError + 'static)) -> String {
    let Some(answer) = error.downcast_ref::<ErrorMetadata>() else { return error.to_string() };
    let code = answer.code().unwrap_or("unknown");
    format!("{} (code {code})", answer.message().unwrap_or("the service gave no text"))
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::operation::describe_subnets::DescribeSubnetsError;

    use super::*;

    fn of(error: SdkError<DescribeSubnetsError, HttpResponse>) -> Error {
        failure("DescribeSubnets", &error)
    }

    fn dispatch(error: ConnectorError) -> Error {
        of(SdkError::dispatch_failure(error))
    }

    #[test]
    fn failures_without_an_answer_are_classified() {
        let broken = dispatch(ConnectorError::io("connection reset".into()));
        assert_eq!(broken.kind, ErrorKind::Lost);
        assert!(broken.message.ends_with("connection reset."), "{broken}");
        let large = dispatch(ConnectorError::other(TooLarge::Bytes.into(), None));
        assert_eq!(large.kind, ErrorKind::BadAnswer);
        assert!(large.message.contains("8 MiB"), "{large}");
        for silent in [dispatch(ConnectorError::timeout("late".into())), of(SdkError::timeout_error("late"))]
        {
            assert_eq!(
                (silent.kind, &silent.message[..]),
                (ErrorKind::Timeout, "EC2 did not answer in time.")
            );
        }
        let of_sts: SdkError<DescribeSubnetsError, HttpResponse> = SdkError::timeout_error("late");
        let of_sts = failure("GetCallerIdentity", &of_sts).to_string();
        assert_eq!(of_sts, "AWS STS GetCallerIdentity: AWS STS did not answer in time.");
        let expired = CredentialsError::provider_error("the session has expired");
        let expired = dispatch(ConnectorError::other(expired.into(), None));
        assert_eq!(expired.kind, ErrorKind::NoCredentials);
        assert!(expired.message.contains("the session has expired"), "{expired}");
        let unbuilt = of(SdkError::construction_failure("no such endpoint"));
        assert_eq!(unbuilt.kind, ErrorKind::Other);
    }

    #[test]
    fn the_answer_of_another_service_is_explained() {
        let denied = ErrorMetadata::builder().code("AccessDenied").message("No role for you").build();
        let error = CredentialsError::provider_error(denied);
        let text = "an error occurred while loading credentials: No role for you (code AccessDenied)";
        assert_eq!(explain(&error), text);
    }

    #[test]
    fn a_cause_that_repeats_its_parent_appears_once() {
        let twice = CredentialsError::provider_error(CredentialsError::provider_error("broken"));
        assert_eq!(explain(&twice), "an error occurred while loading credentials: broken");
    }
}
