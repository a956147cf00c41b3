//! A token bucket, like those by which EC2 grants calls, but smaller: pure, without a clock of its own.

use std::time::Duration;

/// How many calls may come at once, and how many per second in the long run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Allowance {
    /// Calls that may come at once.
    pub at_once: f64,
    /// Calls per second from then on.
    pub per_second: f64,
}

/// A bucket from which each call takes a token.
#[derive(Debug, Clone)]
pub struct Bucket {
    allowance: Allowance,
    /// Below zero if calls wait for tokens that they have taken.
    tokens: f64,
    /// When `tokens` was right, since any fixed moment.
    as_of: Duration,
    /// How often the speed is halved.
    halved: u32,
    /// When it was halved or doubled last.
    changed: Duration,
}

/// How often the speed is halved at most.
const MOST_HALVED: u32 = 3;

/// How long EC2 must be content before the speed is doubled.
const CONTENT: Duration = Duration::from_secs(30);

impl Bucket {
    /// A full bucket at this moment.
    pub fn full(allowance: Allowance, now: Duration) -> Self {
        Self { allowance, tokens: allowance.at_once, as_of: now, halved: 0, changed: now }
    }

    /// Takes a token. Returns how long to wait before the call, because others have taken theirs.
    pub fn take(&mut self, now: Duration) -> Duration {
        self.fill(now);
        self.tokens -= 1.0;
        Duration::from_secs_f64((-self.tokens / self.per_second()).max(0.0))
    }

    /// Learns that EC2 refused a call because there were too many: the account's own bucket is empty, whoever
    /// emptied it.
    pub fn refused(&mut self, now: Duration) {
        self.fill(now);
        self.tokens = self.tokens.min(0.0);
        self.halved = (self.halved + 1).min(MOST_HALVED);
        self.changed = now;
    }

    fn fill(&mut self, now: Duration) {
        let gained = now.saturating_sub(self.as_of).as_secs_f64() * self.per_second();
        self.tokens = (self.tokens + gained).min(self.allowance.at_once);
        self.as_of = self.as_of.max(now);
        while self.halved > 0 && now.saturating_sub(self.changed) >= CONTENT {
            self.halved -= 1;
            self.changed += CONTENT;
        }
    }

    fn per_second(&self) -> f64 {
        self.allowance.per_second / f64::from(1_u32 << self.halved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALLOWANCE: Allowance = Allowance { at_once: 3.0, per_second: 2.0 };

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    /// Returns the waits of calls at these moments, in milliseconds.
    fn waits(bucket: &mut Bucket, moments: &[u64]) -> Vec<u128> {
        moments.iter().map(|moment| bucket.take(at(*moment)).as_millis()).collect()
    }

    #[test]
    fn as_many_as_allowed_go_at_once_and_the_others_at_the_speed_that_is_allowed() {
        let cases: [(&[u64], &[u128]); 5] = [
            (&[0, 0, 0], &[0, 0, 0]),
            (&[0, 0, 0, 0, 0, 0], &[0, 0, 0, 500, 1000, 1500]),
            (&[0, 0, 0, 250], &[0, 0, 0, 250]),
            (&[0, 0, 0, 1000, 1000, 1000], &[0, 0, 0, 0, 0, 500]),
            (&[60_000, 60_000, 60_000, 60_000], &[0, 0, 0, 500]),
        ];
        for (moments, expected) in cases {
            assert_eq!(waits(&mut Bucket::full(ALLOWANCE, at(0)), moments), expected, "{moments:?}");
        }
    }

    #[test]
    fn each_refusal_empties_it_and_halves_the_speed_up_to_an_eighth() {
        for (refusals, waited) in [(1, 1000), (2, 2000), (3, 4000), (4, 4000), (9, 4000)] {
            let mut bucket = Bucket::full(ALLOWANCE, at(0));
            (0..refusals).for_each(|_| bucket.refused(at(0)));
            assert_eq!(waits(&mut bucket, &[0]), [waited], "{refusals} refusals");
        }
    }

    #[test]
    fn the_speed_doubles_again_with_every_half_minute_without_a_refusal() {
        for (later, waited) in
            [(0, 4000), (29_999, 4000), (30_000, 2000), (60_000, 1000), (90_000, 500), (3_600_000, 500)]
        {
            let mut bucket = Bucket::full(ALLOWANCE, at(0));
            (0..3).for_each(|_| bucket.refused(at(0)));
            let full = [later; 3];
            let first = waits(&mut bucket, &full);
            let next = bucket.take(at(later)).as_millis() - u128::from(later == 0) * first[2];
            assert_eq!(next, waited, "{later} ms later");
        }
    }

    #[test]
    fn a_refusal_does_not_forget_calls_that_wait_already() {
        let mut bucket = Bucket::full(ALLOWANCE, at(0));
        assert_eq!(waits(&mut bucket, &[0, 0, 0, 0]), [0, 0, 0, 500]);
        bucket.refused(at(0));
        assert_eq!(waits(&mut bucket, &[0]), [2000], "one waits, and it goes half as fast");
    }

    #[test]
    fn a_clock_that_stands_still_or_goes_back_gives_nothing() {
        let mut bucket = Bucket::full(ALLOWANCE, at(5000));
        assert_eq!(waits(&mut bucket, &[5000, 5000, 5000, 4000, 5000]), [0, 0, 0, 500, 1000]);
    }
}
