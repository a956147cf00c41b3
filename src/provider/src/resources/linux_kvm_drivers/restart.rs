//! Restarts a machine, and waits until it answers again.

use std::iter::repeat_n;
use std::time::Duration;

use futures::future::BoxFuture;
use linux_machine::{has_restarted, reboot};
use tfplugin::{Cx, Diagnostics, Outcome};

use crate::clients::{Clients, wait_until};
use crate::diagnose::During;
use crate::initrds::{Place, Reached};
use crate::linux::NotReached;

/// Interval and number of the attempts to connect: 20 minutes in all, because a server may test its memory
/// for minutes.
const INTERVAL: Duration = Duration::from_secs(5);
const ATTEMPTS: usize = 240;

/// Restarts a machine, and returns a new connection to it. `boot_id` is the boot id from before the restart.
/// That a machine comes back after `reboot` is assumed (`restart-comes-back`).
pub async fn restart(cx: &Cx<Clients>, place: &Place, reached: &Reached, boot_id: &str) -> Outcome<Reached> {
    let Reached::Host(machine) = reached else { return Ok(reached.clone()) };
    cx.writes().note();
    reboot(machine.as_ref()).await.during(format!("restart {}", place.name()))?;
    let attempt = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async {
            match place.reach(cx).await {
                // An error here may pass: a starting machine first refuses connections, then logins.
                Ok(Reached::Host(machine)) => match has_restarted(machine.as_ref(), boot_id).await {
                    Ok(true) => Ok(Ok(Reached::Host(machine))),
                    _ => Ok(Err(())),
                },
                Ok(other) => Ok(Ok(other)),
                // Another machine answers.
                Err(NotReached::HostKey(refusal)) => Err(refusal),
                Err(_) => Ok(Err(())),
            }
        })
    };
    let what = format!("{} to come back", place.name());
    wait_until(repeat_n(INTERVAL, ATTEMPTS), &what, attempt).await?.map_err(|()| not_yet(place))
}

fn not_yet(place: &Place) -> Diagnostics {
    Diagnostics::error(
        format!("{} has not come back after its restart", place.name()),
        "Its initrds had been changed and looked at before it was restarted; the images before are beside \
         them with names that end in .cvo-prev. Look at the machine's console. When it answers again, apply \
         once more.",
    )
}
