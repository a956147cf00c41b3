//! Token buckets: how many requests of each action EC2 accepts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::Ec2Error;
use crate::world::clock::Moment;

/// Size of a bucket, and number of tokens added per second (EC2 developer guide, request throttling).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Quota {
    size: u64,
    per_second: u64,
}

/// How many objects a request covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All objects: neither ids nor filters nor pages.
    Everything,
    /// A subset of the objects, or no objects at all.
    Selection,
}

fn quota(action: &str, scope: Scope) -> Quota {
    let (size, per_second) = match (action, scope) {
        ("DescribeInstances" | "DescribeNetworkInterfaces", Scope::Everything) => (50, 10),
        ("CreateTags" | "DeleteTags", _) => (100, 10),
        (
            "AssignPrivateIpAddresses" | "UnassignPrivateIpAddresses" | "ModifyNetworkInterfaceAttribute",
            _,
        ) => (100, 5),
        ("CreateRoute" | "ReplaceRoute" | "DeleteRoute", _) => (50, 5),
        _ => (100, 20),
    };
    Quota { size, per_second }
}

/// The buckets of the account. Each action has its own; requests for everything have a separate one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Throttle {
    buckets: BTreeMap<String, Bucket>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Bucket {
    /// Thousandths of a token, so that every millisecond adds a whole number.
    thousandths: u64,
    filled_at: Moment,
}

impl Throttle {
    /// Takes a token for a request of `action`, or refuses the request.
    ///
    /// # Errors
    ///
    /// `RequestLimitExceeded` if the bucket is empty.
    pub fn take(&mut self, now: Moment, action: &str, scope: Scope) -> Result<(), Ec2Error> {
        let Quota { size, per_second } = quota(action, scope);
        let name = format!("{action} {scope:?}");
        let bucket = self.buckets.entry(name).or_insert(Bucket { thousandths: size * 1000, filled_at: now });
        let elapsed = u64::try_from(now.since(bucket.filled_at).as_millis()).unwrap_or(u64::MAX);
        let refill = elapsed.saturating_mul(per_second);
        bucket.thousandths = bucket.thousandths.saturating_add(refill).min(size * 1000);
        bucket.filled_at = now;
        match bucket.thousandths.checked_sub(1000) {
            Some(rest) => {
                bucket.thousandths = rest;
                Ok(())
            }
            None => Err(Ec2Error::request_limit_exceeded()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::world::clock::{Clock, ClockMode};

    fn taken(throttle: &mut Throttle, now: Moment, action: &str, scope: Scope) -> usize {
        (0..1000).take_while(|_| throttle.take(now, action, scope).is_ok()).count()
    }

    #[test]
    fn a_full_bucket_admits_as_many_requests_as_its_size() {
        let now = Clock::new(ClockMode::Explicit).now();
        for (action, scope, expected) in [
            ("AssignPrivateIpAddresses", Scope::Selection, 100),
            ("CreateRoute", Scope::Selection, 50),
            ("DescribeNetworkInterfaces", Scope::Selection, 100),
            ("DescribeNetworkInterfaces", Scope::Everything, 50),
            ("DescribeSubnets", Scope::Everything, 100),
        ] {
            assert_eq!(taken(&mut Throttle::default(), now, action, scope), expected, "{action}");
        }
    }

    #[test]
    fn buckets_refill_with_time_but_not_beyond_their_size() {
        let mut throttle = Throttle::default();
        let now = Clock::new(ClockMode::Explicit).now();
        taken(&mut throttle, now, "AssignPrivateIpAddresses", Scope::Selection);
        let later = now.plus(Duration::from_millis(1999));
        assert_eq!(taken(&mut throttle, later, "AssignPrivateIpAddresses", Scope::Selection), 9);
        let much_later = now.plus(Duration::from_secs(3600));
        assert_eq!(taken(&mut throttle, much_later, "AssignPrivateIpAddresses", Scope::Selection), 100);
    }

    #[test]
    fn every_action_has_its_own_bucket() {
        let mut throttle = Throttle::default();
        let now = Clock::new(ClockMode::Explicit).now();
        taken(&mut throttle, now, "AssignPrivateIpAddresses", Scope::Selection);
        assert!(throttle.take(now, "UnassignPrivateIpAddresses", Scope::Selection).is_ok());
    }

    #[test]
    fn an_empty_bucket_answers_with_status_503() {
        let mut throttle = Throttle::default();
        let now = Clock::new(ClockMode::Explicit).now();
        taken(&mut throttle, now, "CreateRoute", Scope::Selection);
        let error = throttle.take(now, "CreateRoute", Scope::Selection).unwrap_err();
        assert_eq!((error.status, error.code), (503, "RequestLimitExceeded"));
    }
}
