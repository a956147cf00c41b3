//! What of a recording may be given away: a text stays only if it is known to be no name and no secret.
//!
//! Known is what its place says (a choice, a release, a name that ONTAP gives itself) or its form (a private
//! address, a time). Anything else is replaced, also where a release or a system has something that is not known
//! here. What is equal stays equal, so that what belongs together can be told.

mod names;
mod places;
mod shapes;
mod words;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use self::names::{Kind, Names, numbered_part};
use self::places::{Rule, is_port, is_service, rule};
use super::Recording;

/// Stands for a member that is no word of the API.
const UNKNOWN: &str = "?";

/// Parts of paths of the API that a role may name, besides those of [`super::ASKED`].
const PARTS_OF_PATHS: &[&str] = &["", "*", "jobs", "name-services", "dns", "ldap", "nis", "nvme", "fcp"];

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
    }
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

    /// Visits the members in an order that is the same when the object is redacted again: those that keep their
    /// names, then the others in the order of their numbers.
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

/// Learns the names; leaves everything as it is.
fn learn(names: &mut Names, rule: Rule, _member: &str, text: &str) -> Option<String> {
    match rule {
        _ if text.is_empty() || text == "-" => {}
        Rule::Name(_, own) if own.contains(&text) => {}
        Rule::Name(kind, _) => names.learn(text, kind),
        Rule::Port if !is_port(text) => names.learn(text, Kind::Port),
        Rule::Path(kind) => parts_of_path(text, kind).into_iter().for_each(|(part, kind)| {
            if !part.is_empty() {
                names.learn(part, kind);
            }
        }),
        Rule::SvmPath => {
            let (svm, volume) = text.split_once(':').unwrap_or((text, ""));
            for (name, kind) in [(svm, Kind::Svm), (volume, Kind::Volume)] {
                if !name.is_empty() {
                    names.learn(name, kind);
                }
            }
        }
        _ => {}
    }
    None
}

/// Returns what stands in the place of a text; `None` if it stays.
fn replace(names: &mut Names, rule: Rule, member: &str, text: &str) -> Option<String> {
    let stays = match rule {
        _ if text.is_empty() || text == "-" => true,
        Rule::Name(_, own) => own.contains(&text),
        Rule::Port => is_port(text),
        Rule::Service => is_service(text),
        Rule::Release => shapes::is_release(text),
        Rule::Netmask => shapes::is_length(text) || shapes::is_harmless(text),
        Rule::PlaceOrType => shapes::is_place_or_type(text),
        Rule::Other => words::is_choice(member, text) || shapes::is_harmless(text) && !names.knows(text),
        Rule::Path(_) | Rule::SvmPath | Rule::Allowed | Rule::Privilege | Rule::FailoverState => {
            return Some(in_parts(names, rule, text));
        }
    };
    (!stays).then(|| names.instead(text))
}

/// Replaces what is a name within a text.
fn in_parts(names: &mut Names, rule: Rule, text: &str) -> String {
    match rule {
        Rule::Path(kind) => {
            let parts = parts_of_path(text, kind).into_iter();
            let parts: Vec<_> = parts.map(|(part, _)| part_of_path(names, part)).collect();
            if is_lun_path(text) { format!("/vol/{}", parts.join("/")) } else { parts.join("/") }
        }
        Rule::SvmPath => {
            let parts =
                text.split(':').map(|part| if part.is_empty() { String::new() } else { names.instead(part) });
            parts.collect::<Vec<_>>().join(":")
        }
        Rule::Privilege => {
            let parts = text.split('/');
            let kept = |part: &str| PARTS_OF_PATHS.contains(&part) || is_part_of_asked(part);
            let parts = parts.map(|part| if kept(part) { part.to_owned() } else { names.instead(part) });
            parts.collect::<Vec<_>>().join("/")
        }
        Rule::Allowed => allowed(names, text),
        _ => failover_state(names, text),
    }
}

fn part_of_path(names: &mut Names, part: &str) -> String {
    if part.is_empty() { String::new() } else { names.instead(part) }
}

fn is_lun_path(text: &str) -> bool {
    text.strip_prefix("/vol/").is_some_and(|rest| rest.contains('/'))
}

/// Returns the names in a path, each with its kind: `/vol/volume/qtree/lun` begins with a volume.
fn parts_of_path(text: &str, kind: Kind) -> Vec<(&str, Kind)> {
    let Some(rest) = text.strip_prefix("/vol/").filter(|_| is_lun_path(text)) else {
        return text.split('/').map(|part| (part, kind)).collect();
    };
    let count = rest.split('/').count();
    let kind_of = |index: usize| match index {
        0 => Kind::Volume,
        last if last + 1 == count => kind,
        _ => Kind::Name,
    };
    rest.split('/').enumerate().map(|(index, part)| (part, kind_of(index))).collect()
}

fn is_part_of_asked(part: &str) -> bool {
    super::ASKED.iter().any(|asked| asked.path.split('/').any(|known| known == part))
}

/// `data-core: 10.0.0.0/8, 0.0.0.0/0`, without the names of services and the networks that are nobody's business.
fn allowed(names: &mut Names, text: &str) -> String {
    let Some((service, networks)) = text.split_once(':') else { return names.instead(text) };
    let service = if is_service(service) { service.to_owned() } else { names.instead(service) };
    let network = |network: &str| {
        let trimmed = network.trim();
        if shapes::is_harmless(trimmed) { trimmed.to_owned() } else { names.instead(trimmed) }
    };
    let networks: Vec<_> = networks.split(',').map(network).collect();
    format!("{service}: {}", networks.join(", "))
}

/// Words of `storage failover show`, as NetApp's manual of the command has them.
const FAILOVER_STATES: &[&str] = &[
    "Giveback in progress",
    "In takeover",
    "In takeover, Auto giveback will be initiated in number of seconds",
    "Non-HA mode",
    "Pending shutdown",
    "Takeover in progress",
    "Unknown",
    "Waiting for cluster applications to come online on the local node",
    "Waiting for giveback",
    "Waiting for partner to boot",
];

/// Words before the name of a node.
const BEFORE_A_NODE: &[&str] = &["Connected to ", "Waiting for ", "Partial giveback to "];

fn failover_state(names: &mut Names, text: &str) -> String {
    if FAILOVER_STATES.contains(&text) {
        return text.to_owned();
    }
    let node = |before: &&&str| text.strip_prefix(**before).is_some_and(|node| names.knows(node));
    match BEFORE_A_NODE.iter().find(node) {
        Some(before) => format!("{before}{}", names.instead(&text[before.len()..])),
        None => names.instead(text),
    }
}
