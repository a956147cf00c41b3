//! Addresses that are on the interface of the HA partner.

use super::*;

/// The circumstances of 10.0.1.40, an address of the partner's interface.
#[derive(Clone, Copy, Default)]
struct Circumstances {
    may_give: bool,
    in_takeover: bool,
    /// Home node of the LIF that has the address.
    lif: Option<&'static str>,
    lif_is_ours: bool,
    elastic: bool,
    claimed: Option<Claim>,
}

fn at_partner(circumstances: Circumstances, present: Present<'_>) -> Result<Decision, String> {
    let (interface, mut lifs) = world();
    let mut other = super::interface("eni-0b", &["10.0.1.30", "10.0.1.40"]);
    other.addresses[1].elastic_ip = circumstances.elastic.then(|| address("203.0.113.5"));
    if let Some(home) = circumstances.lif {
        let mut lif = lif("down", Scope::Svm, "10.0.1.40");
        lif.location.home_node.name = Some(home.into());
        lifs.push(lif);
    }
    let Circumstances { may_give, in_takeover, lif_is_ours, claimed, .. } = circumstances;
    let partner = Partner { node: "two", interface: "eni-0b", in_takeover, may_give };
    let holders = [other];
    let seen =
        Seen { holders: &holders, claimed, lif_is_ours, partner: Some(partner), ..seen(&interface, &lifs) };
    named(&seen, address("10.0.1.40"), present).map_err(|refusal| message(&refusal))
}

#[test]
fn only_an_unused_address_is_reassigned_and_never_during_a_takeover() {
    let given = Circumstances { may_give: true, ..Circumstances::default() };
    let in_takeover = Circumstances { in_takeover: true, ..given };
    let cases = [
        ("unused", given, Ok(Decision::Reassign)),
        ("in a takeover", in_takeover, Ok(Decision::Adopt)),
        ("with an Elastic IP", Circumstances { elastic: true, ..given }, Ok(Decision::Adopt)),
        (
            "on a LIF of the partner",
            Circumstances { lif: Some("two"), ..given },
            Err("LIF down of storage VM"),
        ),
        ("on a LIF that is away", Circumstances { lif: Some("one"), ..given }, Err("LIF down of storage VM")),
        ("on a LIF, in a takeover", Circumstances { lif: Some("one"), ..in_takeover }, Ok(Decision::Adopt)),
        (
            "on a LIF of the partner, in a takeover",
            Circumstances { lif: Some("two"), ..in_takeover },
            Err("LIF down of storage VM"),
        ),
        ("not allowed", Circumstances::default(), Err("allow_reassignment = true")),
        (
            "another's",
            Circumstances { claimed: Some(Claim::Named), ..given },
            Err("Another cvo_secondary_ip"),
        ),
        ("chosen", Circumstances { claimed: Some(Claim::Chosen), ..given }, Err("-replace=")),
    ];
    for (name, circumstances, expected) in cases {
        match (at_partner(circumstances, Present::Refused), expected) {
            (Ok(decided), Ok(expected)) => assert_eq!(decided, expected, "{name}"),
            (Err(refusal), Err(expected)) => {
                assert!(refusal.contains(expected) && refusal.contains("10.0.1.40"), "{name}: {refusal}");
            }
            (decided, _) => panic!("{name}: {decided:?}"),
        }
    }
}

#[test]
fn an_address_that_a_create_sent_is_adopted_at_the_partner_only_with_a_lif_of_this_run() {
    let sent = sent();
    let given = Circumstances { may_give: true, ..Circumstances::default() };
    let in_takeover = Circumstances { in_takeover: true, ..given };
    let ours = Circumstances { lif: Some("one"), lif_is_ours: true, ..in_takeover };
    assert_eq!(at_partner(ours, Present::Unfinished(&sent)), Ok(Decision::Adopt));
    assert_eq!(at_partner(given, Present::Unfinished(&sent)), Ok(Decision::Reassign), "it is sent again");
    for circumstances in
        [in_takeover, Circumstances { elastic: true, ..given }, Circumstances { lif: Some("two"), ..given }]
    {
        assert!(at_partner(circumstances, Present::Unfinished(&sent)).is_err());
    }
}

#[test]
fn an_address_that_a_failover_moved_is_still_ours() {
    let circumstances = Circumstances { in_takeover: true, ..Circumstances::default() };
    assert_eq!(at_partner(circumstances, Present::Ours), Ok(Decision::Adopt));
    let (interface, lifs) = world();
    let partner = Partner { node: "two", interface: "eni-0b", in_takeover: true, may_give: false };
    let seen = Seen { partner: Some(partner), ..seen(&interface, &lifs) };
    assert!(named(&seen, address("10.0.1.12"), Present::Reused).is_err(), "nothing is adopted in a takeover");
}

#[test]
fn an_address_that_is_to_move_here_goes_with_its_lif_and_else_only_if_nothing_uses_it() {
    let given = Circumstances::default();
    let lif = Circumstances { lif: Some("two"), ..given };
    let cases = [
        ("without a LIF", given, Ok(Decision::Reassign)),
        (
            "another claim does not matter",
            Circumstances { claimed: Some(Claim::Chosen), ..given },
            Ok(Decision::Reassign),
        ),
        ("with a LIF", lif, Ok(Decision::Adopt)),
        ("in a takeover", Circumstances { in_takeover: true, ..given }, Err("A takeover of the HA pair")),
        ("with an Elastic IP", Circumstances { elastic: true, ..given }, Err("203.0.113.5 is tied to it")),
    ];
    for (name, circumstances, expected) in cases {
        match (at_partner(circumstances, Present::Moving), expected) {
            (Ok(decided), Ok(expected)) => assert_eq!(decided, expected, "{name}"),
            (Err(refusal), Err(expected)) => assert!(refusal.contains(expected), "{name}: {refusal}"),
            (decided, _) => panic!("{name}: {decided:?}"),
        }
    }
}
