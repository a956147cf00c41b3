//! What a request says of the records that answer it. Every record of every answer is held against it, in one place:
//! a cache, a balancer or another server may answer with somebody else's.

use std::net::IpAddr;

use serde_json::Value;

use crate::uuid::is_uuid;

/// Fields that make an object what it is: where a creation names them, the record in its answer has the same.
const IDENTITY: [&str; 6] = ["name", "svm.uuid", "svm.name", "ip.address", "destination.address", "gateway"];

/// A value of more characters is told by its length only.
const LONGEST_SHOWN: usize = 100;

/// What a request says of the records that answer it. Paths are dotted; within a list they mean each of its members.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expected {
    equal: Vec<(String, String)>,
    present: Vec<Present>,
}

#[derive(Debug, Clone, PartialEq)]
struct Present {
    fields: Vec<&'static str>,
    /// Only in records whose field has this value.
    only: Option<(&'static str, &'static str)>,
}

impl Expected {
    /// What the body of a creation says of what it makes.
    pub fn of_body(body: &Value) -> Self {
        let named = |field: &&str| {
            Some(((*field).to_owned(), at(body, field).first().copied().flatten().and_then(text)?))
        };
        Self { equal: IDENTITY.iter().filter_map(named).collect(), present: vec![] }
    }

    /// The field has this value.
    pub fn equal(&mut self, field: &str, value: &str) {
        self.equal.push((field.to_owned(), value.to_owned()));
    }

    /// The fields are there, and no empty texts, in every record or only in those whose field has this value.
    pub fn present(&mut self, fields: Vec<&'static str>, only: Option<(&'static str, &'static str)>) {
        self.present.push(Present { fields, only });
    }

    /// Holds a record against it.
    ///
    /// # Errors
    /// What was received instead, to be told as it is.
    pub fn check(&self, record: &Value) -> Result<(), String> {
        self.check_known(record)?;
        let missing = |field: &str| {
            let values = at(record, field);
            values.is_empty() || values.contains(&None)
        };
        if let Some((field, asked)) = self.equal.iter().find(|(field, _)| missing(field)) {
            return Err(format!("a record without {field}, where {} was asked for", quoted(asked)));
        }
        let due = self.present.iter().filter(|present| match present.only {
            Some((field, value)) => {
                at(record, field).into_iter().flatten().any(|found| is_same(found, value))
            }
            None => true,
        });
        let empty = |field: &str| at(record, field).contains(&Some(&Value::from("")));
        match due.flat_map(|present| &present.fields).find(|field| missing(field) || empty(field)) {
            Some(field) => Err(format!("a record with a missing field `{field}`")),
            None => Ok(()),
        }
    }

    /// Holds against it what the record has; the answer to a creation may leave out anything.
    ///
    /// # Errors
    /// What was received instead, to be told as it is.
    pub fn check_known(&self, record: &Value) -> Result<(), String> {
        for field in ["uuid", "svm.uuid"] {
            let is_none = |value: &&Value| !value.as_str().is_some_and(is_uuid);
            if let Some(other) = at(record, field).into_iter().flatten().find(is_none) {
                return Err(format!("a record whose {field} {} is none", shown(other)));
            }
        }
        for (field, asked) in &self.equal {
            let values = at(record, field).into_iter().flatten();
            if let Some(other) = values.into_iter().find(|value| !is_same(value, asked)) {
                let asked = quoted(asked);
                return Err(format!(
                    "a record whose {field} is {}, where {asked} was asked for",
                    shown(other)
                ));
            }
        }
        Ok(())
    }
}

/// The values at a dotted path; `None` for each that is missing or null.
fn at<'v>(value: &'v Value, path: &str) -> Vec<Option<&'v Value>> {
    match value {
        Value::Null => vec![None],
        Value::Array(members) if !path.is_empty() => {
            members.iter().flat_map(|member| at(member, path)).collect()
        }
        value if path.is_empty() => vec![Some(value)],
        Value::Object(members) => {
            let (head, rest) = path.split_once('.').unwrap_or((path, ""));
            members.get(head).map_or_else(|| vec![None], |member| at(member, rest))
        }
        _ => vec![None],
    }
}

/// Addresses have several spellings, and hexadecimal digits two.
fn is_same(value: &Value, asked: &str) -> bool {
    let Some(text) = text(value) else { return false };
    let address = |text: &str| text.parse::<IpAddr>().ok();
    text == asked
        || is_uuid(asked) && text.eq_ignore_ascii_case(asked)
        || address(asked).is_some_and(|asked| address(&text) == Some(asked))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn shown(value: &Value) -> String {
    text(value).map_or_else(|| "of another type".to_owned(), |text| quoted(&text))
}

fn quoted(text: &str) -> String {
    // A part of it could be the part of a secret that is not recognized any more.
    match text.chars().count() {
        0..=LONGEST_SHOWN => format!("\"{text}\""),
        length => format!("a text of {length} characters"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ONE: &str = "00000000-0000-4000-8000-000000000001";
    const TWO: &str = "00000000-0000-4000-8000-000000000002";

    fn asked(pairs: &[(&str, &str)]) -> Expected {
        let mut expected = Expected::default();
        pairs.iter().for_each(|(field, value)| expected.equal(field, value));
        expected
    }

    #[test]
    fn another_record_than_the_one_asked_for_is_told() {
        let cases = [
            (vec![("uuid", ONE)], json!({"uuid": ONE, "name": "a"}), None),
            (vec![("uuid", ONE)], json!({"uuid": TWO}), Some("whose uuid is")),
            (vec![("uuid", ONE)], json!({"name": "a"}), Some("without uuid")),
            (vec![("uuid", ONE)], json!({"uuid": null}), Some("without uuid")),
            (
                vec![("uuid", "ABCDEF01-2345-6789-abcd-ef0123456789")],
                json!({"uuid": "abcdef01-2345-6789-ABCD-ef0123456789"}),
                None,
            ),
            (vec![], json!({"uuid": ""}), Some("is none")),
            (vec![], json!({"uuid": "u-1"}), Some("is none")),
            (vec![], json!({"uuid": 7}), Some("is none")),
            (vec![], json!({"uuid": [ONE]}), Some("is none")),
            (vec![], json!({"uuid": ONE, "svm": {"uuid": ""}}), Some("whose svm.uuid \"\" is none")),
            (vec![], json!({"uuid": ONE, "svm": {"uuid": "*"}}), Some("is none")),
            (vec![], json!({"uuid": ONE, "svm": {"name": "s"}}), None),
            (vec![("svm.uuid", ONE)], json!({"svm": {"uuid": ONE}}), None),
            (vec![("svm.uuid", ONE)], json!({"svm": {"uuid": TWO}}), Some("whose svm.uuid is")),
            (vec![("svm.uuid", ONE)], json!({"svm": {}}), Some("without svm.uuid")),
            (vec![("svm.uuid", ONE)], json!({"svm": null}), Some("without svm.uuid")),
            (vec![("svm.uuid", ONE)], json!({"svm": []}), Some("without svm.uuid")),
            (vec![("svm.uuid", ONE)], json!({"svm": ONE}), Some("without svm.uuid")),
            (vec![("name", "a")], json!({"name": "A"}), Some("whose name is")),
            (vec![("name", "a")], json!({"name": "a "}), Some("whose name is")),
            (
                vec![("name", "a"), ("svm.name", "s")],
                json!({"name": "a", "svm": {"name": "t"}}),
                Some("svm.name"),
            ),
            (vec![("ip.address", "fd00::5")], json!({"ip": {"address": "fd00:0:0::0005"}}), None),
            (vec![("ip.address", "10.0.0.5")], json!({"ip": {"address": "10.0.0.50"}}), Some("ip.address")),
            (vec![("is_svm_root", "true")], json!({"is_svm_root": true}), None),
            (vec![("is_svm_root", "true")], json!({"is_svm_root": false}), Some("is_svm_root")),
            (vec![("vserver", "s")], json!({"vserver": ["s"]}), Some("vserver")),
        ];
        for (pairs, record, expected) in cases {
            let told = asked(&pairs).check(&record);
            match expected {
                None => assert_eq!(told, Ok(()), "{record}"),
                Some(part) => {
                    assert!(told.clone().is_err_and(|text| text.contains(part)), "{record}: {told:?}")
                }
            }
        }
    }

    #[test]
    fn a_missing_field_is_told_with_its_whole_path() {
        let mut expected = Expected::default();
        expected.present(vec!["enabled", "a.b"], None);
        expected.present(vec!["svm.uuid", "list.name"], Some(("scope", "svm")));
        let fine = json!({"enabled": false, "a": {"b": 0}, "scope": "cluster"});
        assert_eq!(expected.check(&fine), Ok(()));
        let of_svm = json!({"enabled": true, "a": {"b": 0}, "scope": "svm", "svm": {"uuid": ONE}, "list": [{"name": "x"}]});
        assert_eq!(expected.check(&of_svm), Ok(()));
        let broken = [
            ("/enabled", Value::Null, "enabled"),
            ("/a", json!({}), "a.b"),
            ("/a", json!([1]), "a.b"),
            ("/a/b", Value::Null, "a.b"),
            ("/a/b", json!(""), "a.b"),
            ("/svm", Value::Null, "svm.uuid"),
            ("/list", json!([{"name": "x"}, {}]), "list.name"),
            ("/list", json!([]), "list.name"),
            ("/svm", json!([]), "svm.uuid"),
        ];
        for (place, value, field) in broken {
            let mut record = of_svm.clone();
            *record.pointer_mut(place).unwrap() = value;
            assert_eq!(expected.check(&record), Err(format!("a record with a missing field `{field}`")));
        }
    }

    #[test]
    fn the_answer_to_a_creation_may_leave_out_what_was_sent_but_not_change_it() {
        let sent = json!({"name": "nas", "svm": {"uuid": ONE}, "ip": {"address": "10.0.0.5", "netmask": "255.255.255.0"}});
        let expected = Expected::of_body(&sent);
        for fine in [json!({}), json!({"uuid": TWO}), json!({"name": "nas", "ip": {"netmask": "24"}})] {
            assert_eq!(expected.check_known(&fine), Ok(()), "{fine}");
        }
        for other in [
            json!({"uuid": ""}),
            json!({"uuid": TWO, "name": "other"}),
            json!({"svm": {"uuid": TWO}}),
            json!({"ip": {"address": "10.0.0.6"}}),
        ] {
            assert!(expected.check_known(&other).is_err(), "{other}");
        }
    }

    #[test]
    fn what_came_is_told_in_short() {
        let long = "x".repeat(100_000);
        let told = asked(&[("name", &long)]).check(&json!({"name": format!("{long}y")})).unwrap_err();
        assert!(told.len() < 500, "{}", told.len());
    }
}
