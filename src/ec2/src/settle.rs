//! Reading after a write: EC2 promises that reads show it only after a while.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::{sleep, timeout};

use crate::{Ec2, Error, ErrorKind, NetworkInterface};

/// How long and how often to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Pause after the first look; doubles from look to look, with some jitter.
    pub first_pause: Duration,
    /// No pause is longer than this.
    pub longest_pause: Duration,
    /// Give up after this time.
    pub total: Duration,
}

impl Default for Patience {
    /// 90 seconds, in pauses from a quarter of a second to 5 seconds.
    fn default() -> Self {
        Self {
            first_pause: Duration::from_millis(250),
            longest_pause: Duration::from_secs(5),
            total: Duration::from_secs(90),
        }
    }
}

/// Reads the interface until `holds` is true in two looks one after the other, and returns the second of them.
///
/// One look is not enough, because successive reads can be answered by replicas of different age. Transient
/// errors count as a look that showed nothing. `expected` completes the sentence "does not show ..." for the
/// error.
///
/// # Errors
/// [`ErrorKind::Unsettled`] when the time is over, [`ErrorKind::Stopped`] when `stopped` returns before, and any error of the
/// read that is not transient.
pub async fn until(
    ec2: &dyn Ec2,
    (interface, expected): (&str, &str),
    patience: Patience,
    stopped: impl Future<Output = ()> + Send,
    holds: impl Fn(&NetworkInterface) -> bool + Send + Sync,
) -> Result<NetworkInterface, Error> {
    let error = |kind, why: String| Err(Error::local("DescribeNetworkInterfaces", kind, why));
    let looks = look_until_seen_twice(ec2, interface, patience, &holds);
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

async fn look_until_seen_twice(
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
    let mut seen_before = false;
    loop {
        match ec2.network_interface(interface).await {
            Ok(found) if holds(&found) && seen_before => return Ok(found),
            Ok(found) => seen_before = holds(&found),
            Err(error) if error.is_transient() => seen_before = false,
            Err(error) => return Err(error),
        }
        sleep(pauses.next().unwrap_or(patience.longest_pause)).await;
    }
}
