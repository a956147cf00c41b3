//! What holds for any answer, whatever is in it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::redacted;
use crate::recording::{ASKED, Described, Read, Recording};

/// Something that belongs to somebody: a name, an id, an address. There are few, so that many meet again at another
/// place.
fn secret() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "Zq[ab]{1,2}",
        2 => "Zq[a-z0-9_ :/-]{1,6}",
        2 => "Zq[ab](_root|_mgmt1|_mgmt1_root)",
        1 => "Connected to Zq[ab]",
        1 => "/vol/Zq[ab]/Zq[ab]",
        1 => "[a-f]9d00000-0000-4000-9000-00000000000[12]",
        1 => "(eni|i|vpc|subnet)-[ab]9d00000",
        1 => "8\\.8\\.1\\.[1-3](/2[0-9])?",
        1 => "fd00::[1-3](/64)?",
    ]
}

/// A member: words of the API and others.
fn member() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "name", "uuid", "svm", "vserver", "node", "comment", "state", "type", "path", "services", "ip",
            "address", "volume", "junction_path", "service_allowed_addresses", "state_description", "version",
            "netmask", "role", "policy", "privileges", "home_port", "InstanceType", "Description", "location",
            "_links",
        ]).prop_map(str::to_owned),
        1 => secret(),
    ]
}

fn answer() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<u32>().prop_map(Value::from),
        1 => prop::sample::select(vec!["online", "10.0.0.1", "e0a", "2024-06-11", "", "-"])
            .prop_map(Value::from),
        6 => secret().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(member(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn recording() -> impl Strategy<Value = Recording> {
    let read =
        (prop::sample::select(ASKED.to_vec()), answer(), secret()).prop_map(|(asked, answer, name)| Read {
            path: asked.path.to_owned(),
            query: format!("name={name}&{}", asked.query),
            status: 200,
            answer: json!({"records": [answer]}),
            cut: false,
        });
    let described = answer().prop_map(|answer| Described {
        action: "DescribeInstances".to_owned(),
        answer: Some(json!({"Reservations": [answer]})),
        error: None,
        cut: false,
    });
    (prop::collection::vec(read, 0..4), prop::collection::vec(described, 0..2)).prop_map(|(ontap, ec2)| {
        Recording {
            format: Recording::FORMAT,
            written_by: "terraform-provider-cvo 0.1.0".to_owned(),
            ontap,
            ec2,
        }
    })
}

/// Returns every text of a recording that is one whole: not those that are put together.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(name, _)| *name != "_links") {
                found.push(name.clone());
                texts(value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn all_texts(recording: &Recording) -> Vec<String> {
    let mut found = Vec::new();
    texts(&serde_json::to_value(recording).unwrap(), &mut found);
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_that_belongs_to_somebody_is_in_the_output(before in recording()) {
        let text = redacted(&before).text().unwrap();
        let is_secret = |text: &&String| {
            text.contains("Zq") || text.contains("9d") || text.contains("8.8.") || text.contains("fd00")
        };
        for secret in all_texts(&before).iter().filter(is_secret) {
            prop_assert!(!text.contains(secret), "{} in {}", secret, text);
        }
        prop_assert!(!text.contains("Zq") && !text.contains("8.8.") && !text.contains("fd00::"), "{}", text);
    }

    #[test]
    fn redacting_twice_is_redacting_once(before in recording()) {
        let once = redacted(&before);
        prop_assert_eq!(redacted(&once), once);
    }

    #[test]
    fn what_is_equal_stays_equal_and_what_is_not_stays_apart(
        names in prop::collection::vec("Zq[a-z]{1,2}(_root)?", 1..12)
    ) {
        let record = |name: &String| json!({"comment": name, "svm": {"name": name}, "node": name});
        let records: Vec<_> = names.iter().map(record).collect();
        let mut before = Recording { format: 1, written_by: String::new(), ontap: vec![], ec2: vec![] };
        before.ontap.push(Read {
            path: "/api/storage/volumes".to_owned(), query: String::new(), status: 200,
            answer: json!({"records": records}), cut: false,
        });
        let after = redacted(&before);
        let mut given = BTreeMap::new();
        for (name, record) in names.iter().zip(after.ontap[0].answer["records"].as_array().unwrap()) {
            let instead = given.entry(name).or_insert_with(|| record["comment"].clone()).clone();
            prop_assert_eq!(record, &json!({"comment": instead, "svm": {"name": instead}, "node": instead}));
        }
        let distinct: BTreeSet<_> = given.values().map(Value::to_string).collect();
        prop_assert_eq!(distinct.len(), given.len());
    }
}
