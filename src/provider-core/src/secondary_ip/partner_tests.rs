//! Addresses that are on the interface of the HA partner.

use super::*;

/// What may be the matter with 10.0.1.40 of the partner's interface.
#[derive(Clone, Copy, Default)]
struct There {
    may_give: bool,
    in_takeover: bool,
    /// Home node of the LIF that has it.
    lif: Option<&'static str>,
    lif_is_ours: bool,
    elastic: bool,
    claimed: Option<Claim>,
}

fn at_partner(there: There, present: Present<'_>) -> Result<Decision, String> {
    let (interface, mut lifs) = world();
    let mut other = super::interface("eni-0b", &["10.0.1.30", "10.0.1.40"]);
    other.addresses[1].elastic_ip = there.elastic.then(|| address("203.0.113.5"));
    if let Some(home) = there.lif {
        let mut lif = lif("down", Scope::Svm, "10.0.1.40");
        lif.location.home_node.name = Some(home.into());
        lifs.push(lif);
    }
    let There { may_give, in_takeover, lif_is_ours, claimed, .. } = there;
    let partner = Partner { node: "two", interface: "eni-0b", in_takeover, may_give };
    let holders = [other];
    let seen =
        Seen { holders: &holders, claimed, lif_is_ours, partner: Some(partner), ..seen(&interface, &lifs) };
    named(&seen, address("10.0.1.40"), present).map_err(|refusal| told(&refusal))
}

#[test]
fn only_an_unused_address_is_reassigned_and_in_a_takeover_it_stays_where_it_is() {
    let given = There { may_give: true, ..There::default() };
    let in_takeover = There { in_takeover: true, ..given };
    let cases = [
        ("unused", given, Ok(Decision::Reassign)),
        ("in a takeover", in_takeover, Ok(Decision::Adopt)),
        ("with an Elastic IP", There { elastic: true, ..given }, Ok(Decision::Adopt)),
        ("on a LIF of the partner", There { lif: Some("two"), ..given }, Err("LIF down of storage VM")),
        ("on a LIF that is away", There { lif: Some("one"), ..given }, Err("LIF down of storage VM")),
        ("on a LIF, in a takeover", There { lif: Some("one"), ..in_takeover }, Ok(Decision::Adopt)),
        (
            "on a LIF of the partner, in a takeover",
            There { lif: Some("two"), ..in_takeover },
            Err("LIF down of storage VM"),
        ),
        ("not allowed", There::default(), Err("allow_reassignment = true")),
        ("another's", There { claimed: Some(Claim::Named), ..given }, Err("Another cvo_secondary_ip")),
        ("chosen", There { claimed: Some(Claim::Chosen), ..given }, Err("-replace=")),
    ];
    for (name, there, expected) in cases {
        match (at_partner(there, Present::Refused), expected) {
            (Ok(decided), Ok(expected)) => assert_eq!(decided, expected, "{name}"),
            (Err(refusal), Err(said)) => {
                assert!(refusal.contains(said) && refusal.contains("10.0.1.40"), "{name}: {refusal}");
            }
            (decided, _) => panic!("{name}: {decided:?}"),
        }
    }
}

#[test]
fn what_a_create_has_sent_is_found_at_the_partner_only_with_a_lif_of_this_run() {
    let sent = sent();
    let given = There { may_give: true, ..There::default() };
    let in_takeover = There { in_takeover: true, ..given };
    let ours = There { lif: Some("one"), lif_is_ours: true, ..in_takeover };
    assert_eq!(at_partner(ours, Present::Unfinished(&sent)), Ok(Decision::Adopt));
    assert_eq!(at_partner(given, Present::Unfinished(&sent)), Ok(Decision::Reassign), "it is sent again");
    for there in [in_takeover, There { elastic: true, ..given }, There { lif: Some("two"), ..given }] {
        assert!(at_partner(there, Present::Unfinished(&sent)).is_err());
    }
}

#[test]
fn an_address_that_a_failover_moved_is_still_ours() {
    let there = There { in_takeover: true, ..There::default() };
    assert_eq!(at_partner(there, Present::Ours), Ok(Decision::Adopt));
    let (interface, lifs) = world();
    let partner = Partner { node: "two", interface: "eni-0b", in_takeover: true, may_give: false };
    let seen = Seen { partner: Some(partner), ..seen(&interface, &lifs) };
    assert!(named(&seen, address("10.0.1.12"), Present::Reused).is_err(), "nothing is adopted in a takeover");
}
