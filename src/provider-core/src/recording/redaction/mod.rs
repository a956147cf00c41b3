//! What of a recording may be given away: a text stays only if it is known to be no name and no secret.
//!
//! Known is what its place says (a choice, a release, a name that ONTAP gives itself) or its form (a private
//! address, a time). Anything else is replaced, also where a release or a system has something that is not
//! known here. What is equal stays equal, so that what belongs together can be told.

mod names;
mod own;
mod places;
mod replacing;
mod shapes;
mod spellings;
mod words;

#[cfg(test)]
mod name_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use self::names::{Names, numbered_part};
use self::places::{Rule, rule};
use self::replacing::{learn, replace};
use super::Recording;

/// Stands for a member that is no word of the API.
const UNKNOWN: &str = "?";

/// Returns the same recording without anybody's names and secrets.
pub fn redacted(recording: &Recording) -> Recording {
    let mut redacted = recording.clone();
    let mut names = Names::default();
    // Names first, so that they are known where they are met without their kind.
    for visit in [learn, replace] {
        visit_all(&mut redacted, &mut Pass { names: &mut names, visit });
    }
    redacted
}

/// A look at every text: the rule of its place, its member and itself. Returns what stands in its place.
type Visit = fn(&mut Names, Rule, &str, &str) -> Option<String>;

struct Pass<'a> {
    names: &'a mut Names,
    visit: Visit,
}

fn visit_all(recording: &mut Recording, pass: &mut Pass<'_>) {
    for read in &mut recording.ontap {
        let of = read.path.strip_prefix("/api").unwrap_or(&read.path).to_owned();
        read.query = pass.query(&of, &read.query);
        pass.answer(&of, &mut read.answer);
    }
    for described in &mut recording.ec2 {
        if let Some(answer) = &mut described.answer {
            pass.answer(&described.action, answer);
        }
        if let Some(failed) = described.error.as_mut().filter(|failed| !is_code(&failed.code)) {
            failed.code = pass.text(&described.action, &[UNKNOWN], &failed.code);
        }
    }
}

/// Whether it is spelled as the codes of EC2 are: `InvalidSubnetID.NotFound`.
fn is_code(text: &str) -> bool {
    text.len() <= 80 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

impl Pass<'_> {
    /// Visits a name that is asked for.
    fn query(&mut self, of: &str, query: &str) -> String {
        let visited = query.split('&').map(|parameter| match parameter.strip_prefix("name=") {
            Some(name) => format!("name={}", self.text(of, &["name"], name)),
            None => parameter.to_owned(),
        });
        visited.collect::<Vec<_>>().join("&")
    }

    /// Visits an answer: its records, or itself if it is an object.
    fn answer(&mut self, of: &str, answer: &mut Value) {
        match answer.get_mut("records") {
            Some(records) => self.value(of, &[], records),
            None => self.value(of, &[], answer),
        }
    }

    fn value(&mut self, of: &str, members: &[&str], value: &mut Value) {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
            Value::String(text) => *text = self.text(of, members, text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(of, members, item)),
            Value::Object(object) => {
                *object = self.object(of, members, std::mem::take(object));
            }
        }
    }

    /// Visits the members in an order that is the same when the object is redacted again: those that keep
    /// their names, then the others in the order of their numbers.
    fn object(&mut self, of: &str, members: &[&str], object: Map<String, Value>) -> Map<String, Value> {
        let links = |name: &String| name == "_links";
        let (mut known, mut others): (Vec<_>, Vec<_>) =
            object.into_iter().filter(|(name, _)| !links(name)).partition(|(name, _)| words::is_member(name));
        let in_order = |name: &String| (numbered_part(name).len(), name.clone());
        known.sort_by_key(|(name, _)| name.clone());
        others.sort_by_key(|(name, _)| in_order(name));
        for (name, _) in &mut others {
            *name = self.text(of, &[UNKNOWN], name);
        }
        others.sort_by_key(|(name, _)| in_order(name));
        let mut visited = Map::new();
        for (name, mut value) in known.into_iter().chain(others) {
            let member = if words::is_member(&name) { name.as_str() } else { UNKNOWN };
            self.value(of, &[members, &[member]].concat(), &mut value);
            visited.insert(name, value);
        }
        visited
    }

    fn text(&mut self, of: &str, members: &[&str], text: &str) -> String {
        let member = members.last().copied().unwrap_or_default();
        (self.visit)(self.names, rule(of, members), member, text).unwrap_or_else(|| text.to_owned())
    }
}
