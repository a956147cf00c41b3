//! Creating without losing what may exist.

use tfplugin::{Cx, Model};

use crate::clients::Clients;

/// Carries out a call that makes something. `perhaps`, the object as it may exist from now on, is kept as its state
/// meanwhile, so that it is not lost even when the operation is given up in the midst of the call: the next run
/// looks. A refusal makes nothing and leaves nothing.
pub(crate) async fn made<T>(
    cx: &Cx<Clients>,
    perhaps: &impl Model,
    call: impl Future<Output = Result<T, ontap::Error>>,
) -> Result<T, ontap::Error> {
    cx.checkpoint(perhaps);
    let made = call.await;
    if made.as_ref().is_err_and(|error| !error.is_ambiguous()) {
        cx.withdraw();
    }
    made
}
