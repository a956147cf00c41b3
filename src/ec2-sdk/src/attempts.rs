//! Whether any attempt of a write may have had its effect. The SDK repeats a call by itself and reports the last
//! answer only: after a lost answer that can be a refusal, which says nothing about the attempt before.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aws_sdk_ec2::config::interceptors::FinalizerInterceptorContextRef;
use aws_sdk_ec2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_ec2::error::{BoxError, ConnectorError};

use crate::failure::causes;

/// Remembers what the attempts of one call may have done. A clone sees the same call.
#[derive(Debug, Clone, Default)]
pub struct Attempts(Arc<AtomicBool>);

impl Attempts {
    /// Whether one of the attempts so far was sent and had no answer that rules out an effect.
    pub fn may_have_acted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "Attempts"
    }

    /// Also called for an attempt whose time was up.
    fn read_after_attempt(
        &self,
        attempt: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Err(error)) = attempt.output_or_error() else { return Ok(()) };
        let status = attempt.response().map(|response| response.status().as_u16());
        let may_have_acted = match status {
            // Whoever is overloaded or broken may be so after the effect. EC2 says that a throttled call did nothing; a
            // load balancer between says the same words and knows nothing of it.
            Some(500..) => true,
            // A refusal is one only if it could be read.
            Some(_) => !error.is_operation_error(),
            None if error.is_timeout_error() => true,
            None => error.as_connector_error().is_some_and(|error| !never_connected(error)),
        };
        self.0.fetch_or(may_have_acted, Ordering::Relaxed);
        Ok(())
    }
}

/// Whether the connection did not come about, so that nothing was sent.
pub fn never_connected(error: &ConnectorError) -> bool {
    let connect = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<hyper_util::client::legacy::Error>().is_some_and(|error| error.is_connect())
    };
    causes(error).any(connect)
}
