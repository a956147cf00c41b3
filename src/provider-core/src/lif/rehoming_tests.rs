use tfplugin_core::Text;

use super::*;
use crate::values::Ipv4;

fn lif(home: &str) -> LifModel {
    LifModel {
        name: "nas".into(),
        address: Ipv4::parse("10.0.1.20").ok().into(),
        home_node: home.into(),
        ..LifModel::default()
    }
}

fn unfinished(from: &str, address: &str) -> Unfinished {
    Unfinished { from: from.into(), address: address.parse().unwrap() }
}

#[test]
fn a_lif_leaves_its_home_when_the_plan_says_so_or_an_earlier_change_was_not_seen_to_its_end() {
    let (here, there) = (lif("one"), lif("two"));
    let record = unfinished("one", "10.0.1.20");
    for (name, now, planned, record, expected) in [
        ("nothing changes", &here, &here, None, None),
        ("a new home", &here, &there, None, Some("one")),
        ("a new home that was sent already", &there, &there, Some(&record), Some("one")),
        ("the old home again", &there, &here, Some(&record), Some("two")),
        ("it never left", &here, &here, Some(&record), None),
        ("another address", &there, &there, Some(&unfinished("one", "10.0.1.21")), None),
    ] {
        assert_eq!(former_home(now, planned, record), expected, "{name}");
    }
}

#[test]
fn an_error_says_where_lif_and_address_are() {
    let message = |errors: Diagnostics| {
        let only = errors.iter().next().unwrap().clone();
        format!("{}: {}", only.summary, only.detail)
    };
    let back = message(went_back(&lif("one"), "two", "Because.", Some("eni-one")));
    assert!(back.contains("is back on node one") && back.contains("Now 10.0.1.20 is on eni-one"), "{back}");
    let stuck = message(stranded(&lif("two"), "one", "Because.", None));
    assert!(stuck.contains("home on node two") && stuck.contains("on neither interface"), "{stuck}");
    assert!(stuck.contains("complete = false"), "{stuck}");
}
