//! Tells the budget when EC2 refuses an attempt because there were too many. The SDK repeats such an attempt
//! by itself, so that the call's outcome does not show it.

use std::sync::Arc;

use aws_sdk_ec2::config::interceptors::FinalizerInterceptorContextRef;
use aws_sdk_ec2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_ec2::error::BoxError;
use ec2::{Budget, Error};

use crate::log::{action, code};

/// Tells a budget of refused attempts.
#[derive(Debug, Clone)]
pub struct Sparing(pub Arc<Budget>);

impl Intercept for Sparing {
    fn name(&self) -> &'static str {
        "Sparing"
    }

    fn read_after_attempt(
        &self,
        attempt: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(Err(_)) = attempt.output_or_error() else { return Ok(()) };
        let body = attempt.response().and_then(|response| response.body().bytes());
        if body.and_then(code).is_some_and(|code| Error::answered("", code, "", None).is_throttled()) {
            self.0.refused(action(config));
        }
        Ok(())
    }
}
