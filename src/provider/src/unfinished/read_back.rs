//! Reading back what was just written, although something in between answers badly for a while.

use std::time::Duration;

use futures::future::BoxFuture;
use ontap::Result;
use tfplugin::Cx;

use crate::clients::Clients;

/// Longest pause between two attempts.
const LONGEST: Duration = Duration::from_secs(5);

/// The answer of `read`, which is repeated until there is one or the time of the operation is up. What was written is there;
/// that a proxy, a restart or a truncated answer hides it is no reason to call the write failed.
pub async fn read_back<'a, T>(
    cx: &Cx<Clients>,
    read: impl Fn() -> BoxFuture<'a, Result<T>> + Send + Sync,
) -> Result<T> {
    let mut pause = Duration::from_millis(500);
    loop {
        let error = match read().await {
            Ok(found) => return Ok(found),
            Err(error) => error,
        };
        if is_final(&error) {
            return Err(error);
        }
        tokio::select! {
            biased;
            () = cx.stop().cancelled() => return Err(error),
            () = tokio::time::sleep(pause) => pause = LONGEST.min(pause * 2),
        }
    }
}

/// Another answer will not come: the account may not read it, or nothing more is to be begun.
fn is_final(error: &ontap::Error) -> bool {
    matches!(error, ontap::Error::Stopped { .. } | ontap::Error::Argument { .. } | ontap::Error::Config(_))
        || error.is_unauthorized()
        || error.code().is_some() && error.is_permission_denied()
}
