//! Takeover and giveback, derived from the records of the nodes.

use std::fmt;

use crate::{GivebackState, Node, NodeState, Reference, TakeoverState};

/// Why the node itself does not, or not completely, do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeFailover {
    /// Its partner has taken it over or is doing so.
    TakenOver,
    /// It is ready to get its work back, but its partner still does it.
    WaitingForGiveback,
    /// Its partner is giving its work back.
    GivingBack,
}

/// Completes a sentence that begins with the node: "cvo-01 is taken over by its partner".
impl fmt::Display for NodeFailover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TakenOver => "is taken over by its partner",
            Self::WaitingForGiveback => "is waiting for the giveback of its partner",
            Self::GivingBack => "is getting its work back from its partner",
        })
    }
}

impl Node {
    /// Returns the other node of its pair, which either record may tell: that of a node that is taken over
    /// need not name its partner. `nodes` must contain all nodes of the cluster.
    pub fn partner<'a>(&self, nodes: &'a [Self]) -> Option<&'a Self> {
        let others = || nodes.iter().filter(|other| other.uuid != self.uuid);
        others()
            .find(|other| self.names_as_partner(other))
            .or(others().find(|other| other.names_as_partner(self)))
    }

    fn names_as_partner(&self, other: &Self) -> bool {
        let is_other = |partner: &Reference| match &partner.uuid {
            Some(uuid) => *uuid == other.uuid,
            None => partner.name.as_ref() == Some(&other.name),
        };
        self.ha.partners.iter().any(is_other)
    }

    /// Whether it has taken over its partner or is beginning to.
    pub fn has_taken_over(&self) -> bool {
        matches!(self.ha.takeover.state, Some(TakeoverState::InTakeover | TakeoverState::InProgress))
    }

    /// Whether a giveback to its partner is in progress.
    pub fn is_giving_back(&self) -> bool {
        self.ha.giveback.state == Some(GivebackState::InProgress)
    }

    /// Returns why the node does not do its own work; `None` in the normal state.
    ///
    /// `nodes` must contain all nodes of the cluster: a node that is down cannot report its state, but its
    /// partner can. When which state shows is assumed (`takeover-states`); either is enough.
    pub fn failover(&self, nodes: &[Self]) -> Option<NodeFailover> {
        let partner = self.partner(nodes);
        if partner.is_some_and(Self::is_giving_back) {
            return Some(NodeFailover::GivingBack);
        }
        if self.state == Some(NodeState::WaitingForGiveback) {
            return Some(NodeFailover::WaitingForGiveback);
        }
        let is_taken_over =
            self.state == Some(NodeState::TakenOver) || partner.is_some_and(Self::has_taken_over);
        is_taken_over.then_some(NodeFailover::TakenOver)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn node(name: &str, partner: &str, state: &str, takeover: &str, giveback: &str) -> Node {
        let ha = json!({
            "enabled": true,
            "partners": [{"name": partner}],
            "takeover": {"state": takeover},
            "giveback": {"state": giveback},
        });
        serde_json::from_value(json!({"uuid": name, "name": name, "state": state, "ha": ha})).unwrap()
    }

    #[test]
    fn a_takeover_is_seen_in_the_node_or_in_its_partner() {
        use NodeFailover::{GivingBack, TakenOver, WaitingForGiveback};
        // State of node 1; takeover and giveback of node 2; the resulting failover of node 1.
        let cases = [
            ("up", "not_attempted", "nothing_to_giveback", None),
            ("down", "not_attempted", "nothing_to_giveback", None),
            ("up", "failed", "nothing_to_giveback", None),
            ("taken_over", "in_takeover", "not_attempted", Some(TakenOver)),
            ("down", "in_takeover", "not_attempted", Some(TakenOver)),
            ("up", "in_progress", "nothing_to_giveback", Some(TakenOver)),
            ("waiting_for_giveback", "in_takeover", "not_attempted", Some(WaitingForGiveback)),
            ("waiting_for_giveback", "in_takeover", "in_progress", Some(GivingBack)),
            ("up", "in_takeover", "failed", Some(TakenOver)),
        ];
        for (state, takeover, giveback, expected) in cases {
            let pair = [
                node("one", "two", state, "not_possible", "nothing_to_giveback"),
                node("two", "one", "up", takeover, giveback),
            ];
            assert_eq!(pair[0].failover(&pair), expected, "{state}, {takeover}, {giveback}");
            assert_eq!(pair[1].failover(&pair), None, "{state}, {takeover}, {giveback}");
            assert_eq!(pair[0].partner(&pair), Some(&pair[1]));
        }
    }

    #[test]
    fn the_partner_and_the_takeover_are_seen_when_the_failed_node_shows_its_name_and_state_only() {
        let bare = |state: &str| {
            serde_json::from_value::<Node>(json!({"uuid": "one", "name": "one", "state": state})).unwrap()
        };
        for (state, takeover, giveback, expected) in [
            ("taken_over", "in_takeover", "not_attempted", Some(NodeFailover::TakenOver)),
            ("unknown", "in_takeover", "not_attempted", Some(NodeFailover::TakenOver)),
            ("down", "in_takeover", "in_progress", Some(NodeFailover::GivingBack)),
            ("down", "not_attempted", "nothing_to_giveback", None),
        ] {
            let pair = [bare(state), node("two", "one", "up", takeover, giveback)];
            assert_eq!(pair[0].failover(&pair), expected, "{state}, {takeover}, {giveback}");
            assert_eq!(pair[1].failover(&pair), None, "{state}, {takeover}, {giveback}");
            assert_eq!(pair[0].partner(&pair), Some(&pair[1]));
            assert_eq!(pair[1].partner(&pair), Some(&pair[0]));
        }
    }

    #[test]
    fn a_single_node_has_neither_partner_nor_failover() {
        let single: Node = serde_json::from_value(json!({"uuid": "u", "name": "n", "state": "up"})).unwrap();
        let all = std::slice::from_ref(&single);
        assert_eq!((single.partner(all), single.failover(all)), (None, None));
    }
}
