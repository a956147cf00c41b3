//! The expectations of a request about the records in its answer. Every record of every answer is checked
//! here, because a cache, a load balancer or another server may answer with foreign records.

use serde_json::Value;

use crate::address;
use crate::uuid::is_uuid;

/// Fields that identify an object. If a creation sends them, the record in its answer must have the same
/// values.
const IDENTITY: [&str; 6] = ["name", "svm.uuid", "svm.name", "ip.address", "destination.address", "gateway"];

/// Fields that are addresses. Another text in one of them is as if it were missing.
const ADDRESSES: [&str; 3] = ["ip.address", "destination.address", "gateway"];

/// A longer value is reported by its length only.
const MAX_SHOWN: usize = 100;

/// The expectations of a request about the records in its answer. Paths are dotted; within a list they apply
/// to each member.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expected {
    one_of: Vec<(String, Vec<String>)>,
    present: Vec<Present>,
}

#[derive(Debug, Clone, PartialEq)]
struct Present {
    fields: Vec<&'static str>,
    /// Restricts the expectation to records whose field has this value.
    only: Option<(&'static str, &'static str)>,
}

impl Expected {
    /// Derives the expectations about the created object from the body of a creation.
    pub fn of_body(body: &Value) -> Self {
        let named = |field: &&str| {
            let value = values_at(body, field).first().copied().flatten().and_then(text)?;
            Some(((*field).to_owned(), vec![value]))
        };
        Self { one_of: IDENTITY.iter().filter_map(named).collect(), present: vec![] }
    }

    /// Expects the field to have one of these values.
    pub fn one_of(&mut self, field: &str, values: &[&str]) {
        self.one_of.push((field.to_owned(), values.iter().map(ToString::to_string).collect()));
    }

    /// Expects the fields to be present and not to be empty strings, in every record or only in those whose
    /// field has this value.
    pub fn present(&mut self, fields: Vec<&'static str>, only: Option<(&'static str, &'static str)>) {
        self.present.push(Present { fields, only });
    }

    /// Checks a record.
    ///
    /// # Errors
    /// A description of what was received instead, for the error message.
    pub fn check(&self, record: &Value) -> Result<(), String> {
        self.check_asked(record)?;
        let due = self.present.iter().filter(|present| match present.only {
            Some((field, value)) => {
                values_at(record, field).into_iter().flatten().any(|found| is_same(found, value))
            }
            None => true,
        });
        match due.flat_map(|present| &present.fields).find(|field| !has_value(record, field)) {
            Some(field) => Err(format!("a record with a missing field `{field}`")),
            None => Ok(()),
        }
    }

    /// Checks only that the record is one of those that were asked for. It may lack anything else.
    ///
    /// # Errors
    /// A description of what was received instead, for the error message.
    pub fn check_asked(&self, record: &Value) -> Result<(), String> {
        self.check_known(record)?;
        match self.one_of.iter().find(|(field, _)| is_missing(record, field)) {
            Some((field, requested)) => {
                Err(format!("a record without {field}, where {} was asked for", alternatives(requested)))
            }
            None => Ok(()),
        }
    }

    /// Removes a reference to a storage VM that is none, unless it was asked for.
    pub fn forgive(&self, record: &mut Value) {
        let was_asked = self.one_of.iter().any(|(field, _)| field == "svm.uuid");
        let is_none = |svm: &Value| svm.get("uuid").is_some_and(|uuid| !uuid.as_str().is_some_and(is_uuid));
        if let Some(svm) = record.get_mut("svm").filter(|svm| !was_asked && is_none(svm)) {
            *svm = Value::Object(serde_json::Map::new());
        }
    }

    /// Checks only what the record contains. The answer to a creation may omit anything.
    ///
    /// # Errors
    /// A description of what was received instead, for the error message.
    pub fn check_known(&self, record: &Value) -> Result<(), String> {
        for field in ["uuid", "svm.uuid"] {
            let is_none = |value: &&Value| !value.as_str().is_some_and(is_uuid);
            if let Some(other) = values_at(record, field).into_iter().flatten().find(is_none) {
                return Err(format!("a record whose {field} {} is none", shown(other)));
            }
        }
        for (field, requested) in &self.one_of {
            let is_asked_for = |value: &Value| requested.iter().any(|one| is_same(value, one));
            let values = values_at(record, field).into_iter().flatten();
            if let Some(other) = values.into_iter().find(|value| !is_asked_for(value)) {
                let requested = alternatives(requested);
                return Err(format!(
                    "a record whose {field} is {}, where {requested} was asked for",
                    shown(other)
                ));
            }
        }
        Ok(())
    }
}

fn is_missing(record: &Value, field: &str) -> bool {
    let values = values_at(record, field);
    values.is_empty() || values.contains(&None)
}

/// Whether a field has a value, and an address where it has one.
fn has_value(record: &Value, field: &str) -> bool {
    let is_address = |value: &Value| value.as_str().is_some_and(|text| address::parse(text).is_some());
    let is_value = |value: &Value| {
        if ADDRESSES.contains(&field) { is_address(value) } else { value.as_str() != Some("") }
    };
    !is_missing(record, field) && values_at(record, field).into_iter().flatten().all(is_value)
}

/// Returns the values at a dotted path, with `None` for each that is missing or null.
fn values_at<'v>(value: &'v Value, path: &str) -> Vec<Option<&'v Value>> {
    match value {
        Value::Null => vec![None],
        Value::Array(members) if !path.is_empty() => {
            members.iter().flat_map(|member| values_at(member, path)).collect()
        }
        value if path.is_empty() => vec![Some(value)],
        Value::Object(members) => {
            let (head, rest) = path.split_once('.').unwrap_or((path, ""));
            members.get(head).map_or_else(|| vec![None], |member| values_at(member, rest))
        }
        _ => vec![None],
    }
}

/// Compares values. Addresses have several spellings, and hexadecimal digits two.
fn is_same(value: &Value, requested: &str) -> bool {
    let Some(text) = text(value) else { return false };
    let address = |text: &str| address::parse(text);
    text == requested
        || is_uuid(requested) && text.eq_ignore_ascii_case(requested)
        || address(requested).is_some_and(|requested| address(&text) == Some(requested))
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

fn alternatives(values: &[String]) -> String {
    values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(" or ")
}

fn quoted(text: &str) -> String {
    // A part of the text could be a part of a secret that is no longer recognized as one.
    match text.chars().count() {
        0..=MAX_SHOWN => format!("\"{text}\""),
        length => format!("a text of {length} characters"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ONE: &str = "00000000-0000-4000-8000-000000000001";
    const TWO: &str = "00000000-0000-4000-8000-000000000002";

    fn requested(pairs: &[(&str, &str)]) -> Expected {
        let mut expected = Expected::default();
        pairs.iter().for_each(|(field, value)| expected.one_of(field, &[value]));
        expected
    }

    #[test]
    fn a_record_other_than_the_requested_one_is_reported() {
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
            let outcome = requested(&pairs).check(&record);
            match expected {
                None => assert_eq!(outcome, Ok(()), "{record}"),
                Some(part) => {
                    assert!(outcome.clone().is_err_and(|text| text.contains(part)), "{record}: {outcome:?}")
                }
            }
        }
    }

    #[test]
    fn a_missing_field_is_reported_with_its_whole_path() {
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
    fn the_answer_to_a_creation_may_omit_values_but_not_change_them() {
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
    fn long_values_are_not_quoted() {
        let long = "x".repeat(100_000);
        let outcome = requested(&[("name", &long)]).check(&json!({"name": format!("{long}y")})).unwrap_err();
        assert!(outcome.len() < 500, "{}", outcome.len());
    }
}
