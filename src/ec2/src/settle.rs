//! Reading after a write. EC2 is eventually consistent: reads show a write only after a while.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::{sleep, timeout};

use crate::{Ec2, Error, ErrorKind, NetworkInterface};

/// How often to look, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Pause after the first look. It doubles with each look, with some jitter.
    pub first_pause: Duration,
    /// Upper bound of a pause.
    pub longest_pause: Duration,
    /// Total time after which to give up.
    pub total: Duration,
    /// How many looks in a row must show the change.
    pub looks: usize,
}

impl Default for Patience {
    /// 90 seconds in total, with pauses from 250 ms to 5 s, until two looks show the change.
    fn default() -> Self {
        Self {
            first_pause: Duration::from_millis(250),
            longest_pause: Duration::from_secs(5),
            total: Duration::from_secs(90),
            looks: 2,
        }
    }
}

impl Patience {
    /// The same for a change that EC2 has answered: its answer counts as the first look.
    #[must_use]
    pub fn after_an_answer() -> Self {
        Self { looks: 1, ..Self::default() }
    }
}

/// Reads the interface until `holds` is true in as many consecutive looks as `patience` says, and returns the
/// last. The first look is immediate.
///
/// One look is not enough where EC2 has not answered the change, because consecutive reads can be answered by
/// replicas of different ages. A transient error counts as a look that showed nothing. `expected` completes
/// the sentence "does not show ..." in the error.
///
/// # Errors
/// [`ErrorKind::Unsettled`] when the time runs out, [`ErrorKind::Stopped`] when `stopped` completes first,
/// and any read error that is not transient.
pub async fn until(
    ec2: &dyn Ec2,
    (interface, expected): (&str, &str),
    patience: Patience,
    stopped: impl Future<Output = ()> + Send,
    holds: impl Fn(&NetworkInterface) -> bool + Send + Sync,
) -> Result<NetworkInterface, Error> {
    let error = |kind, why: String| Err(Error::local("DescribeNetworkInterfaces", kind, why));
    let looks = look_until_seen(ec2, interface, patience, &holds);
    let looks = waiting::told(|| format!("{interface} to show {expected}"), looks);
    tokio::select! {
        biased;
        () = stopped => error(
            ErrorKind::Stopped,
            format!("It was interrupted, or the time was up, before {interface} showed {expected}."),
        ),
        looked = timeout(patience.total, looks) => looked.unwrap_or_else(|_| error(
            ErrorKind::Unsettled,
            format!("{interface} does not show {expected}, {} s after the change.", patience.total.as_secs()),
        )),
    }
}

async fn look_until_seen(
    ec2: &dyn Ec2,
    interface: &str,
    patience: Patience,
    holds: &(impl Fn(&NetworkInterface) -> bool + Send + Sync),
) -> Result<NetworkInterface, Error> {
    let mut pauses = ExponentialBuilder::new()
        .with_min_delay(patience.first_pause)
        .with_max_delay(patience.longest_pause)
        .with_jitter()
        .without_max_times()
        .build();
    let mut seen = 0;
    loop {
        match ec2.network_interface(interface).await {
            Ok(found) if holds(&found) => {
                seen += 1;
                if seen >= patience.looks {
                    return Ok(found);
                }
            }
            Ok(_) => seen = 0,
            Err(error) if error.is_transient() => seen = 0,
            Err(error) => return Err(error),
        }
        sleep(pauses.next().unwrap_or(patience.longest_pause)).await;
    }
}
