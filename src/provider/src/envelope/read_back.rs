//! Reading back after a write, although proxies or restarts may answer badly for a while.

use futures::future::BoxFuture;
use ontap::Result;

use crate::clients::{growing, wait_until};

/// Repeats `read` until it succeeds or the operation's time is up. The write took effect: a proxy, a restart
/// or a truncated answer that hides it does not make it a failure.
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

/// Returns whether a repeat cannot succeed: the account lacks the permission to read, or the operation is
/// told to stop.
fn is_final(error: &ontap::Error) -> bool {
    matches!(error, ontap::Error::Stopped { .. } | ontap::Error::Argument { .. } | ontap::Error::Config(_))
        || error.is_unauthorized()
        || error.code().is_some() && error.is_permission_denied()
}
