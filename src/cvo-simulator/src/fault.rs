//! Rules that make calls go wrong.

use serde::{Deserialize, Serialize};

use crate::request_log::Side;
use crate::star::matches;

/// A rule: which calls go wrong, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Only calls of this API.
    #[serde(default)]
    pub side: Option<Side>,
    /// Only calls with this HTTP method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only calls whose path, without the query, matches; `*` stands for any characters, `/` among them.
    #[serde(default)]
    pub path: Option<String>,
    /// Only calls of this EC2 action; `*` stands for any characters.
    #[serde(default)]
    pub action: Option<String>,
    /// The first of the matching calls that goes wrong, counted from 1.
    #[serde(default = "one")]
    pub nth: u64,
    /// How many matching calls go wrong from there on; 0 means all.
    #[serde(default = "one")]
    pub count: u64,
    /// What goes wrong.
    pub effect: Effect,
}

/// What goes wrong with a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// An error in the form of the API that was called.
    Error {
        /// HTTP status.
        status: u16,
        /// ONTAP's number or EC2's word.
        code: String,
        /// Sentence for people.
        message: String,
        /// Whether the call takes effect nevertheless and only its answer is lost.
        #[serde(default)]
        after: bool,
    },
    /// The connection is closed without an answer.
    Cut {
        /// Whether the call takes effect nevertheless.
        #[serde(default)]
        after: bool,
    },
    /// The answer comes late.
    Delay {
        /// By how much.
        milliseconds: u64,
    },
    /// Any other answer, such as an HTML page or JSON that breaks off.
    Body {
        /// HTTP status.
        status: u16,
        /// For example `text/html`.
        content_type: String,
        /// The body as it is sent.
        text: String,
        /// Whether the call takes effect nevertheless.
        #[serde(default)]
        after: bool,
    },
    /// The job that an ONTAP call starts fails without having done anything.
    FailJob {
        /// ONTAP's number.
        code: u64,
        /// Sentence for people.
        message: String,
    },
}

fn one() -> u64 {
    1
}

/// What rules look at.
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

    fn strikes_at(&self, occurrence: u64) -> bool {
        let first = self.nth.max(1);
        occurrence >= first && (self.count == 0 || occurrence - first < self.count)
    }
}

/// The rules in force, with how often each has seen a matching call.
#[derive(Debug, Default)]
pub struct Faults {
    rules: Vec<(Rule, u64)>,
}

impl Faults {
    /// Adds a rule; it counts from now on.
    pub fn add(&mut self, rule: Rule) {
        self.rules.push((rule, 0));
    }

    /// Drops every rule.
    pub fn clear(&mut self) {
        self.rules.clear();
    }

    /// The rules in the order in which they were added.
    pub fn rules(&self) -> Vec<Rule> {
        self.rules.iter().map(|(rule, _)| rule.clone()).collect()
    }

    /// What goes wrong with this call. Every rule counts it; the first that strikes decides.
    pub fn strike(&mut self, call: Call<'_>) -> Option<Effect> {
        let mut effect = None;
        for (rule, seen) in self.rules.iter_mut().filter(|(rule, _)| rule.covers(call)) {
            *seen += 1;
            if effect.is_none() && rule.strikes_at(*seen) {
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
    fn a_rule_strikes_from_the_nth_matching_call_as_often_as_it_says() {
        for (nth, count, expected) in [(1, 1, "x..."), (2, 2, ".xx."), (3, 0, "..xx")] {
            let mut faults = Faults::default();
            faults.add(rule("/api/svm/*", nth, count));
            let struck = |_| if faults.strike(post("/api/svm/svms")).is_some() { 'x' } else { '.' };
            assert_eq!((0..4).map(struck).collect::<String>(), expected);
        }
    }

    #[test]
    fn a_rule_ignores_calls_that_it_does_not_name() {
        let mut faults = Faults::default();
        faults.add(rule("/api/svm/*", 1, 1));
        assert_eq!(faults.strike(post("/api/cluster")), None);
        assert_eq!(faults.strike(Call { method: "GET", ..post("/api/svm/svms") }), None);
        assert!(faults.strike(post("/api/svm/svms")).is_some());
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
