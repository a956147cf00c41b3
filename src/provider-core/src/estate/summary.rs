//! What was written, and what was left out and why, in words.

use std::fmt::Write as _;

use tfplugin_core::counted;

use super::book::Book;
use super::plain;
use super::selection::Chosen;

/// The kinds of objects in the order in which they are counted.
const KINDS: [(&str, &str, &str); 5] = [
    ("cvo_storage_vm", "storage VM", "storage VMs"),
    ("cvo_lif", "LIF", "LIFs"),
    ("cvo_secondary_ip", "address", "addresses"),
    ("cvo_route", "route", "routes"),
    ("cvo_service_policy_move", "policy move", "policy moves"),
];

/// Returns the summary.
pub fn of(book: &Book, chosen: &Chosen) -> String {
    let count = |type_name: &str| book.resources.iter().filter(|one| one.type_name == type_name).count();
    let counts = KINDS.map(|(type_name, one, several)| counted(count(type_name), one, several));
    let mut text = format!("Written: {}.\n", counts.join(", "));
    for name in &chosen.unknown {
        let _ = writeln!(text, "There is no storage VM {}.", plain(name));
    }
    if let Some(why) = &chosen.untold {
        let _ = writeln!(
            text,
            "{}, so that it is not known with which storage VM the system was deployed: it is written like the \
             others.",
            plain(why)
        );
    }
    if !book.left_out.is_empty() {
        text.push_str("\nLeft out:\n");
    }
    for left_out in &book.left_out {
        let _ = writeln!(text, "- {}: {}", plain(&left_out.object), plain(&left_out.why));
    }
    text
}
