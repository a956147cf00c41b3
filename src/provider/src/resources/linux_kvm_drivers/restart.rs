//! Restarts a machine and waits until it answers again.

use std::time::Duration;

use backon::{ConstantBuilder, Retryable};
use linux_machine::{has_restarted, reboot};
use tfplugin::{Cx, Diagnostics, Outcome};

use crate::clients::Clients;
use crate::diagnose::During;
use crate::initrds::{Place, Reached};
use crate::linux::NotReached;

/// How long it is waited between two questions, and how many there are: a server may test its memory for minutes.
const BETWEEN: Duration = Duration::from_secs(5);
const QUESTIONS: usize = 240;

/// Why there is no answer.
enum Silence {
    /// It may still come: a machine that starts refuses connections at first, and then logins.
    Passing,
    /// Whoever answers is another one.
    Final(Diagnostics),
}

/// Restarts the machine at a place, which ran with that boot id, and connects to it again.
pub async fn restart(cx: &Cx<Clients>, place: &Place, reached: &Reached, boot_id: &str) -> Outcome<Reached> {
    let Reached::Host(machine) = reached else { return Ok(reached.clone()) };
    reboot(machine.as_ref()).await.during(format!("restart {}", place.name()))?;
    let question = || async {
        match place.reach(cx).await {
            Ok(Reached::Host(machine)) => match has_restarted(machine.as_ref(), boot_id).await {
                Ok(true) => Ok(Reached::Host(machine)),
                _ => Err(Silence::Passing),
            },
            Ok(other) => Ok(other),
            Err(NotReached::HostKey(told)) => Err(Silence::Final(told)),
            Err(_) => Err(Silence::Passing),
        }
    };
    let patient = ConstantBuilder::default().with_delay(BETWEEN).with_max_times(QUESTIONS);
    let is_passing = |silence: &Silence| matches!(silence, Silence::Passing) && !cx.stop().is_cancelled();
    question.retry(patient).when(is_passing).await.map_err(|silence| match silence {
        Silence::Passing => not_yet(place),
        Silence::Final(told) => told,
    })
}

fn not_yet(place: &Place) -> Diagnostics {
    Diagnostics::error(
        format!("{} has not come back after its restart", place.name()),
        "Its initrds had been changed and looked at before it was restarted; the images before are beside them with names \
         that end in .cvo-prev. Look at the machine's console. When it answers again, apply once more.",
    )
}
