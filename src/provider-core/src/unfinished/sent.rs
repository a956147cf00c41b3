//! [`Sent`]: what a create sent, kept in private data until the object is known.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tfplugin_core::Outcome;

use super::messages::{self, Object};

/// Values of an object by attribute, as text.
pub type Values = BTreeMap<&'static str, Option<String>>;

/// What a create sent, and which objects of its kind existed immediately before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    values: BTreeMap<String, String>,
    before: BTreeSet<String>,
}

/// An object that has the name of one that a create may have made.
#[derive(Debug)]
pub struct Found<'a> {
    /// The object's uuid.
    pub uuid: &'a str,
    /// The object's values.
    pub values: Values,
    /// What the object contains and a new one would not, in words.
    pub holds: Vec<String>,
}

impl Sent {
    /// Creates the record of a request before it is sent. `before` are the uuids of existing objects that the
    /// new one could be mistaken for.
    pub fn new(values: &Values, before: impl IntoIterator<Item = String>) -> Self {
        let sent = values.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)));
        Self { values: sent.collect(), before: before.into_iter().collect() }
    }

    /// Refuses an object that is not the one that the create was to make, with every difference and the way
    /// out.
    pub fn refuse_other(&self, object: &Object<'_>, found: &Found<'_>) -> Outcome<()> {
        match self.differences(found)[..] {
            [] => Ok(()),
            ref differences => Err(messages::not_ours(object, differences)),
        }
    }

    fn differences(&self, found: &Found<'_>) -> Vec<String> {
        let mut all = Vec::new();
        if self.before.contains(found.uuid) {
            all.push("it existed before the create".to_owned());
        }
        for (name, sent) in &self.values {
            let now = found.values.get(name.as_str()).cloned().flatten();
            if now.as_ref() != Some(sent) {
                let now = now.map_or_else(|| "none".to_owned(), |now| format!("{now:?}"));
                all.push(format!("{name} is {now}, and {sent:?} was sent"));
            }
        }
        all.extend(found.holds.iter().map(|held| format!("it has {held}")));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(name: &str, comment: Option<&str>) -> Values {
        BTreeMap::from([("name", Some(name.to_owned())), ("comment", comment.map(str::to_owned))])
    }

    fn differences(sent: &Sent, uuid: &str, values: Values, holds: &[&str]) -> Vec<String> {
        let holds = holds.iter().map(ToString::to_string).collect();
        sent.differences(&Found { uuid, values, holds })
    }

    #[test]
    fn an_object_that_equals_what_was_sent_is_ours() {
        let sent = Sent::new(&values("a", None), ["u-1".to_owned()]);
        assert_eq!(differences(&sent, "u-2", values("a", None), &[]), [""; 0]);
        let chosen = differences(&sent, "u-2", values("a", Some("chosen by ONTAP")), &[]);
        assert_eq!(chosen, [""; 0], "a value that was not sent is not compared");
    }

    #[test]
    fn every_difference_is_named() {
        let sent = Sent::new(&values("a", Some("ours")), ["u-1".to_owned()]);
        let all = differences(&sent, "u-1", values("b", None), &["2 data volumes: x, y"]);
        assert_eq!(
            all,
            [
                "it existed before the create",
                "comment is none, and \"ours\" was sent",
                "name is \"b\", and \"a\" was sent",
                "it has 2 data volumes: x, y"
            ]
        );
    }

    #[test]
    fn a_record_survives_serialization() {
        let sent = Sent::new(&values("a", None), ["u-1".to_owned()]);
        let stored = serde_json::to_string(&sent).unwrap();
        assert_eq!(serde_json::from_str::<Sent>(&stored).unwrap(), sent);
    }
}
