//! Reading back what was just written, although something in between answers badly for a while.

use futures::future::BoxFuture;
use ontap::Result;

use crate::clients::{growing, wait_until};

/// The answer of `read`, which is repeated until there is one or the time of the operation is up. What was written is there;
/// that a proxy, a restart or a truncated answer hides it is no reason to call the write failed.
pub async fn read_back<'a, T: Send + 'a>(
    read: impl Fn() -> BoxFuture<'a, Result<T>> + Send + Sync,
) -> Result<T> {
    let look = || -> BoxFuture<'a, _> {
        let answer = read();
        Box::pin(async move {
            match answer.await {
                Err(error) if is_final(&error) => Err(error),
                answer => Ok(answer),
            }
        })
    };
    wait_until(growing(), "what was written to be read", look).await.flatten()
}

/// Another answer will not come: the account may not read it, or nothing more is to be begun.
fn is_final(error: &ontap::Error) -> bool {
    matches!(error, ontap::Error::Stopped { .. } | ontap::Error::Argument { .. } | ontap::Error::Config(_))
        || error.is_unauthorized()
        || error.code().is_some() && error.is_permission_denied()
}
