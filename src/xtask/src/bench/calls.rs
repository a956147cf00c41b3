//! Calls in the simulator's request log.

use serde_json::Value;

/// Numbers of calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Calls {
    /// Of ONTAP.
    pub ontap: usize,
    /// Of EC2.
    pub ec2: usize,
}

impl Calls {
    /// Counts the entries of a request log.
    pub fn count(log: &[Value]) -> Self {
        let of = |side: &str| log.iter().filter(|entry| entry["side"] == side).count();
        Self { ontap: of("ontap"), ec2: of("ec2") }
    }

    /// Returns the calls of both sides.
    pub fn all(self) -> usize {
        self.ontap + self.ec2
    }
}

impl std::fmt::Display for Calls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} + {}", self.ontap, self.ec2)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn calls_are_counted_by_side() {
        let log = [json!({"side": "ontap"}), json!({"side": "ec2"}), json!({"side": "ontap"})];
        let calls = Calls::count(&log);
        assert_eq!((calls.to_string(), calls.all()), ("2 + 1".to_owned(), 3));
        assert_eq!(Calls::count(&[]), Calls::default());
    }
}
