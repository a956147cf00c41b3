//! What becomes of a text by the rule of its place: first the names are learnt, then they are replaced.

use super::names::{Kind, Names};
use super::places::{Rule, is_port, is_service};
use super::{shapes, spellings, words};

/// Parts of paths of the API that a role may name, besides those of [`crate::recording::ASKED`].
const PARTS_OF_PATHS: &[&str] = &["", "*", "jobs", "name-services", "dns", "ldap", "nis", "nvme", "fcp"];

/// Learns the names; leaves everything as it is.
pub fn learn(names: &mut Names, rule: Rule, _member: &str, text: &str) -> Option<String> {
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
pub fn replace(names: &mut Names, rule: Rule, member: &str, text: &str) -> Option<String> {
    let stays = match rule {
        _ if text.is_empty() || text == "-" => true,
        Rule::Name(_, own) => own.contains(&text),
        Rule::Port => is_port(text),
        Rule::Service => is_service(text),
        Rule::Release => spellings::is_release(text),
        Rule::Netmask => shapes::is_length(text) || shapes::is_harmless(text),
        Rule::Code => spellings::is_code(text),
        Rule::PlaceOrType => spellings::is_place_or_type(text),
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
    crate::recording::ASKED.iter().any(|asked| asked.path.split('/').any(|known| known == part))
}

/// `data-core: 10.0.0.0/8, 0.0.0.0/0`, without names of services and networks that are nobody's business.
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
