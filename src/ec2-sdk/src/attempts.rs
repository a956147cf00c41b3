//! Tracks whether any attempt of a write may have taken effect. The SDK retries a call by itself and reports
//! only the last answer. After a lost answer, that can be a refusal, which says nothing about earlier
//! attempts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_sdk_ec2::config::interceptors::FinalizerInterceptorContextRef;
use aws_sdk_ec2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_ec2::error::{BoxError, ConnectorError};

use crate::failure::causes;

/// A record of what the attempts of one call may have done. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Attempts(Arc<AtomicBool>);

impl Attempts {
    /// Whether any attempt so far was sent and got no answer that rules out an effect.
    pub fn may_have_acted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "Attempts"
    }

    /// Also called for an attempt that timed out.
    fn read_after_attempt(
        &self,
        attempt: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Err(error)) = attempt.output_or_error() else { return Ok(()) };
        let status = attempt.response().map(|response| response.status().as_u16());
        let may_have_acted = match status {
            // A server error can occur after the effect. EC2 says that a throttled call did nothing, but a
            // load balancer in between uses the same words and does not know.
            Some(500..) => true,
            // A refusal counts as one only if it could be parsed.
            Some(_) => !error.is_operation_error(),
            None if error.is_timeout_error() => true,
            None => error.as_connector_error().is_some_and(|error| !never_connected(error)),
        };
        self.0.fetch_or(may_have_acted, Ordering::Relaxed);
        Ok(())
    }
}

/// Whether no connection was established, so that nothing was sent.
pub fn never_connected(error: &ConnectorError) -> bool {
    let connect = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<hyper_util::client::legacy::Error>().is_some_and(|error| error.is_connect())
    };
    causes(error).any(connect)
}
