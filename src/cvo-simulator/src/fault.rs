//! Fault rules: which calls fail, and how.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::request_log::Side;
use crate::star::matches;

/// A fault rule: which calls it applies to, and its effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Only calls of this API.
    #[serde(default)]
    pub side: Option<Side>,
    /// Only calls with this HTTP method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only calls whose path, without the query, matches; `*` stands for any characters, including `/`.
    #[serde(default)]
    pub path: Option<String>,
    /// Only calls of this EC2 action; `*` stands for any characters.
    #[serde(default)]
    pub action: Option<String>,
    /// Number of the first matching call that fails, counted from 1.
    #[serde(default = "one")]
    pub nth: u64,
    /// How many consecutive matching calls fail; 0 means all.
    #[serde(default = "one")]
    pub count: u64,
    /// The effect on a call.
    pub effect: Effect,
}

/// The effect of a rule on a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// An error in the form of the API that was called.
    Error {
        /// HTTP status.
        status: u16,
        /// ONTAP's numeric code or EC2's code word.
        code: String,
        /// Human-readable message.
        message: String,
        /// Whether the call still takes effect and only its answer is lost.
        #[serde(default)]
        after: bool,
    },
    /// The connection is closed without an answer.
    Cut {
        /// Whether the call still takes effect.
        #[serde(default)]
        after: bool,
    },
    /// The answer is delayed.
    Delay {
        /// Length of the delay.
        milliseconds: u64,
    },
    /// Any other answer, such as an HTML page or truncated JSON.
    Body {
        /// HTTP status.
        status: u16,
        /// For example `text/html`.
        content_type: String,
        /// The body as it is sent.
        text: String,
        /// Whether the call still takes effect.
        #[serde(default)]
        after: bool,
    },
    /// The real answer of an ONTAP call, with other members in its records: those that are null, of another
    /// type or odd.
    Members {
        /// Only in records with this name; in all if left out.
        #[serde(default)]
        named: Option<String>,
        /// The members, as they are sent.
        members: Map<String, Value>,
    },
    /// The job that an ONTAP call starts fails without any effect.
    FailJob {
        /// ONTAP's error code.
        code: u64,
        /// Human-readable message.
        message: String,
    },
}

fn one() -> u64 {
    1
}

/// The properties of a call that rules match on.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// API that is called.
    pub side: Side,
    /// HTTP method.
    pub method: &'a str,
    /// Path without the query.
    pub path: &'a str,
    /// EC2 action.
    pub action: Option<&'a str>,
}

impl Rule {
    fn covers(&self, call: Call<'_>) -> bool {
        let path_fits = self.path.as_ref().is_none_or(|pattern| matches(pattern, call.path));
        let action_fits = |pattern: &String| call.action.is_some_and(|action| matches(pattern, action));
        self.side.is_none_or(|side| side == call.side)
            && self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(call.method))
            && path_fits
            && self.action.as_ref().is_none_or(action_fits)
    }

    fn applies_at(&self, occurrence: u64) -> bool {
        let first = self.nth.max(1);
        occurrence >= first && (self.count == 0 || occurrence - first < self.count)
    }
}

/// The active rules, each with the number of matching calls so far.
#[derive(Debug, Default)]
pub struct Faults {
    rules: Vec<(Rule, u64)>,
}

impl Faults {
    /// Adds a rule, which counts calls from now on.
    pub fn add(&mut self, rule: Rule) {
        self.rules.push((rule, 0));
    }

    /// Removes every rule.
    pub fn clear(&mut self) {
        self.rules.clear();
    }

    /// Returns the rules in the order in which they were added.
    pub fn rules(&self) -> Vec<Rule> {
        self.rules.iter().map(|(rule, _)| rule.clone()).collect()
    }

    /// Returns the effect on this call, if any. Every matching rule counts it; the first that applies
    /// decides.
    pub fn effect_on(&mut self, call: Call<'_>) -> Option<Effect> {
        let mut effect = None;
        for (rule, seen) in self.rules.iter_mut().filter(|(rule, _)| rule.covers(call)) {
            *seen += 1;
            if effect.is_none() && rule.applies_at(*seen) {
                effect = Some(rule.effect.clone());
            }
        }
        effect
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(path: &str, nth: u64, count: u64) -> Rule {
        Rule {
            side: None,
            method: Some("post".into()),
            path: Some(path.into()),
            action: None,
            nth,
            count,
            effect: Effect::Cut { after: false },
        }
    }

    fn post(path: &str) -> Call<'_> {
        Call { side: Side::Ontap, method: "POST", path, action: None }
    }

    #[test]
    fn a_rule_applies_to_count_calls_from_the_nth_match() {
        for (nth, count, expected) in [(1, 1, "x..."), (2, 2, ".xx."), (3, 0, "..xx")] {
            let mut faults = Faults::default();
            faults.add(rule("/api/svm/*", nth, count));
            let outcome = |_| if faults.effect_on(post("/api/svm/svms")).is_some() { 'x' } else { '.' };
            assert_eq!((0..4).map(outcome).collect::<String>(), expected);
        }
    }

    #[test]
    fn a_rule_ignores_calls_that_do_not_match() {
        let mut faults = Faults::default();
        faults.add(rule("/api/svm/*", 1, 1));
        assert_eq!(faults.effect_on(post("/api/cluster")), None);
        assert_eq!(faults.effect_on(Call { method: "GET", ..post("/api/svm/svms") }), None);
        assert!(faults.effect_on(post("/api/svm/svms")).is_some());
    }

    #[test]
    fn rules_are_read_from_json_with_defaults() {
        let json = r#"{"action": "AssignPrivateIpAddresses",
                       "effect": {"kind": "error", "status": 503, "code": "RequestLimitExceeded", "message": "m"}}"#;
        let rule: Rule = serde_json::from_str(json).unwrap();
        assert_eq!((rule.nth, rule.count, rule.side), (1, 1, None));
        assert!(serde_json::from_str::<Rule>(r#"{"pth": "/", "effect": {"kind": "cut"}}"#).is_err());
    }
}
