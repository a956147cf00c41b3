//! What gets which name instead of its own.

use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;

use super::shapes::{Form, form};

/// Kinds of names and of other texts; each has numbers of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Account,
    Aggregate,
    BroadcastDomain,
    Cluster,
    Ipspace,
    Lif,
    Lun,
    Name,
    Namespace,
    Node,
    Policy,
    Port,
    Role,
    Svm,
    Volume,
    /// Anything that is not known to be a name.
    Redacted,
}

impl Kind {
    fn prefix(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Aggregate => "aggregate",
            Self::BroadcastDomain => "broadcast-domain",
            Self::Cluster => "cluster",
            Self::Ipspace => "ipspace",
            Self::Lif => "lif",
            Self::Lun => "lun",
            Self::Name => "name",
            Self::Namespace => "namespace",
            Self::Node => "node",
            Self::Policy => "policy",
            Self::Port => "port",
            Self::Role => "role",
            Self::Svm => "svm",
            Self::Volume => "volume",
            Self::Redacted => "redacted",
        }
    }
}

/// What ONTAP adds to the name of one object to name another.
const ADDED: &[&str] = &["_root", "_mgmt1", "_mgmt2", "_mgmt"];

/// Networks that are reserved for examples: their addresses lead to nobody.
const OF_EXAMPLES: [[u8; 3]; 3] = [[203, 0, 113], [198, 51, 100], [192, 0, 2]];

/// Returns the text without what is added to the name of another object, and without the length of a
/// network: what gets the number.
pub fn numbered_part(text: &str) -> &str {
    let text = text.split_once('/').map_or(text, |(address, _)| address);
    match ADDED.iter().find_map(|added| text.strip_suffix(added)) {
        Some(name) => numbered_part(name),
        None => text,
    }
}

/// Names, and what stands in their place.
#[derive(Default)]
pub struct Names {
    kinds: HashMap<String, Kind>,
    given: HashMap<String, String>,
    counts: BTreeMap<String, usize>,
}

impl Names {
    /// Learns that a text is a name. The first kind counts that says more than that.
    pub fn learn(&mut self, name: &str, kind: Kind) {
        let known = self.kinds.entry(name.to_owned()).or_insert(kind);
        if *known == Kind::Name {
            *known = kind;
        }
    }

    /// Whether a text is a name that was learnt.
    pub fn knows(&self, name: &str) -> bool {
        self.kinds.contains_key(name)
    }

    /// Returns what stands in the place of a text, the same each time.
    pub fn instead(&mut self, text: &str) -> String {
        if let Some(given) = self.given.get(text) {
            return given.clone();
        }
        let given = self.make(text);
        self.given.insert(text.to_owned(), given.clone());
        given
    }

    fn make(&mut self, text: &str) -> String {
        if let Some((name, added)) = self.related(text) {
            return self.instead(&name) + added;
        }
        match (self.kinds.get(text).copied(), form(text)) {
            (Some(kind), _) => self.numbered(kind),
            (None, None) => self.numbered(Kind::Redacted),
            (None, Some(Form::Uuid)) => format!("00000000-0000-4000-8000-{:012}", self.next("uuid")),
            (None, Some(Form::Aws(kind))) => format!("{kind}-{:016}", self.next(&format!("{kind}-"))),
            (None, Some(Form::PublicV4(address, length))) => self.of_network(address, length, Self::public),
            (None, Some(Form::V6(address, length))) => self.of_network(address, length, Self::v6),
        }
    }

    /// Returns the name that a text begins with, and what is added to it.
    fn related(&self, text: &str) -> Option<(String, &'static str)> {
        let of = |added: &&'static str| Some((text.strip_suffix(added)?, *added));
        let mut found = ADDED.iter().filter_map(of);
        found.find(|(name, _)| self.knows(name)).map(|(name, added)| (name.to_owned(), added))
    }

    /// The address of a network is the same with and without the length, unless it is the name of something.
    fn of_network(&mut self, address: &str, length: Option<&str>, new: fn(&mut Self) -> String) -> String {
        match length {
            None => new(self),
            Some(_) if self.knows(address) => self.numbered(Kind::Redacted),
            Some(length) => format!("{}/{length}", self.instead(address)),
        }
    }

    fn public(&mut self) -> String {
        let number = self.next("public") - 1;
        let host = u8::try_from(number % 254 + 1).unwrap_or(u8::MAX);
        match OF_EXAMPLES.get(number / 254) {
            Some([first, second, third]) => Ipv4Addr::new(*first, *second, *third, host).to_string(),
            None => self.numbered(Kind::Redacted),
        }
    }

    fn v6(&mut self) -> String {
        format!("2001:db8::{:x}", self.next("v6"))
    }

    fn numbered(&mut self, kind: Kind) -> String {
        format!("{}-{}", kind.prefix(), self.next(kind.prefix()))
    }

    fn next(&mut self, of: &str) -> usize {
        let count = self.counts.entry(of.to_owned()).or_default();
        *count += 1;
        *count
    }
}
