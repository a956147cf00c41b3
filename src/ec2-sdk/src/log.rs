//! What the log says of requests: each attempt at DEBUG, bodies at TRACE, repeats at WARN. Never a header, and no
//! secret.
//!
//! The SDK repeats a call by itself and says nothing about it. An interceptor sees the attempts, and the pause
//! before the next one is the only sleep that begins between two of them.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use aws_sdk_ec2::config::interceptors::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_ec2::config::{AsyncSleep, ConfigBag, Intercept, Region, RuntimeComponents, Sleep};
use aws_sdk_ec2::error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::retries::RequestAttempts;
use aws_smithy_types::config_bag::{Storable, StoreReplace};
use ec2::service_of;
use memchr::memmem;
use tracing::Level;

use crate::credentials::UsedCredentials;
use crate::failure::explain;

/// Bytes of a body that are shown.
const MAX_SHOWN: usize = 16 * 1024;

tokio::task_local! {
    /// The attempts of the current call.
    static CALL: RefCell<Call>;
}

/// The attempts of one call.
#[derive(Debug, Default)]
struct Call {
    /// The last attempt, if it failed and no pause has followed yet.
    failed: Option<Failed>,
    /// Why the last repeat was necessary.
    repeated: Option<String>,
}

/// An attempt that failed.
#[derive(Debug)]
struct Failed {
    action: String,
    attempt: u32,
    reason: String,
}

/// Runs a call, whose repeats and long waits are told in the log.
pub async fn told<T>(operation: &'static str, work: impl Future<Output = T>) -> T {
    let what = || {
        let repeated = CALL.try_with(|call| call.borrow().repeated.clone()).ok().flatten();
        let why = repeated.map(|why| format!(", which is repeated: {why}")).unwrap_or_default();
        format!("{} to answer {operation}{why}", service_of(operation))
    };
    CALL.scope(RefCell::default(), waiting::told(what, work)).await
}

/// Logs each attempt.
#[derive(Debug, Clone)]
pub struct Logged(pub UsedCredentials);

/// When an attempt began.
#[derive(Debug)]
struct Begun(Instant);

impl Storable for Begun {
    type Storer = StoreReplace<Self>;
}

impl Intercept for Logged {
    fn name(&self) -> &'static str {
        "Logged"
    }

    fn read_before_attempt(
        &self,
        attempt: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        config.interceptor_state().store_put(Begun(Instant::now()));
        if tracing::enabled!(Level::TRACE) {
            let (action, number) = (action(config), number(config));
            let body = self.body(attempt.request().body().bytes());
            tracing::trace!(action, attempt = number, body, "{} is sent", service_of(action));
        }
        Ok(())
    }

    /// Also called for an attempt that timed out.
    fn read_after_attempt(
        &self,
        attempt: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (action, number) = (action(config), number(config));
        let region = config.load::<Region>().map(|region| region.as_ref().to_owned());
        let milliseconds = config.load::<Begun>().map(|begun| begun.0.elapsed().as_millis());
        let status = attempt.response().map(|response| response.status().as_u16());
        let received = attempt.response().and_then(|response| response.body().bytes());
        if tracing::enabled!(Level::TRACE) && status.is_some() {
            let body = self.body(received);
            tracing::trace!(action, attempt = number, status, body, "{} has sent", service_of(action));
        }
        let failed = matches!(attempt.output_or_error(), Some(Err(_)));
        let reason = failed.then(|| self.0.clean(&reason(attempt, received)));
        if let Some(reason) = &reason {
            tracing::debug!(
                action,
                region,
                attempt = number,
                status,
                milliseconds,
                reason,
                "{} call failed",
                service_of(action)
            );
        } else {
            let service = service_of(action);
            tracing::debug!(action, region, attempt = number, status, milliseconds, "{service} answered");
        }
        let failed = reason.map(|reason| Failed { action: action.to_owned(), attempt: number, reason });
        // There is no call where the SDK is used for something else, such as a test.
        CALL.try_with(|call| call.borrow_mut().failed = failed).ok();
        Ok(())
    }
}

impl Logged {
    /// Returns the beginning of a body, without credentials.
    fn body(&self, bytes: Option<&[u8]>) -> String {
        let text = String::from_utf8_lossy(bytes.unwrap_or_default());
        let mut text = self.0.clean(&text);
        text.truncate(text.floor_char_boundary(MAX_SHOWN));
        text
    }
}

/// Returns EC2's name of the action.
pub fn action(config: &ConfigBag) -> &str {
    config.load::<Metadata>().map(Metadata::name).unwrap_or_default()
}

fn number(config: &ConfigBag) -> u32 {
    config.load::<RequestAttempts>().map(RequestAttempts::attempts).unwrap_or_default()
}

/// Returns why an attempt failed: EC2's code, or what went wrong on the way.
fn reason(attempt: &FinalizerInterceptorContextRef<'_>, received: Option<&[u8]>) -> String {
    if let Some(code) = received.and_then(code) {
        return code;
    }
    match attempt.output_or_error() {
        Some(Err(error)) if error.is_timeout_error() => "no answer in time".to_owned(),
        Some(Err(error)) => match error.as_connector_error() {
            Some(error) => explain(error),
            None => "an answer of another form".to_owned(),
        },
        _ => String::new(),
    }
}

/// Returns the error code in an answer.
pub fn code(body: &[u8]) -> Option<String> {
    let (open, close) = (b"<Code>", b"</Code>");
    let from = memmem::find(body, open)? + open.len();
    let length = memmem::find(&body[from..], close)?;
    Some(String::from_utf8_lossy(&body[from..from + length]).into_owned())
}

/// The sleep of the SDK's client.
#[derive(Debug)]
pub struct Pauses;

impl AsyncSleep for Pauses {
    fn sleep(&self, duration: Duration) -> Sleep {
        let failed = CALL.try_with(|call| {
            let mut call = call.borrow_mut();
            let failed = call.failed.take()?;
            call.repeated = Some(failed.reason.clone());
            Some(failed)
        });
        if let Ok(Some(Failed { action, attempt, reason })) = failed {
            let seconds = duration.as_secs_f32();
            let service = service_of(&action);
            tracing::warn!(action, attempt, reason, "{service} call is sent again in {seconds:.1} s");
        }
        Sleep::new(tokio::time::sleep(duration))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_read_from_ec2s_answer() {
        let answer =
            b"<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>";
        assert_eq!(code(answer).as_deref(), Some("RequestLimitExceeded"));
        for other in [&b""[..], b"<html>", b"<Code>half"] {
            assert_eq!(code(other), None);
        }
    }
}
