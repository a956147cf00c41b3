//! A record of a listing that is not as it should be: what can be read of it is kept, and the rest counts
//! as not told. It must not hide the other records.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use serde_path_to_error::{Path, Segment};

use crate::error::Result;
use crate::protocol::answer::{Decoded, parsed, unexpected, unexpected_field};
use crate::protocol::request::Request;

/// More members that cannot be read make a record unreadable. It bounds the cost of decoding one record.
const MAX_LEFT_OUT: usize = 20;

/// Decodes a record without its members that are null or cannot be read. What cannot be read at all, or
/// cannot be what was asked for, is an error.
pub fn partial<T: DeserializeOwned>(request: &Request, raw: &RawValue) -> Result<Decoded<T>> {
    let mut value = parsed(request, raw)?;
    drop_nulls(&mut value);
    request.expected.forgive(&mut value);
    request.expected.check_asked(&value).map_err(|what| unexpected(request, what))?;
    let uuid = value["uuid"].as_str().map(str::to_owned);
    for _ in 0..MAX_LEFT_OUT {
        let error = match serde_path_to_error::deserialize::<_, T>(&value) {
            Ok(record) => return Ok((record, uuid)),
            Err(error) => error,
        };
        if !take_out(&mut value, error.path()) {
            return Err(unexpected(request, unexpected_field(error.inner())));
        }
    }
    Err(unexpected(request, "a record of which hardly anything can be read".to_owned()))
}

/// Removes the members that are null: the record does not have them. Returns whether there were any.
pub fn drop_nulls(value: &mut Value) -> bool {
    let mut had_nulls = false;
    let mut is_kept = |member: &mut Value| {
        had_nulls |= member.is_null() || drop_nulls(member);
        !member.is_null()
    };
    match value {
        Value::Object(members) => members.retain(|_, member| is_kept(member)),
        Value::Array(members) => members.retain_mut(is_kept),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    had_nulls
}

/// Removes the value at the path. Returns false for the record itself, which cannot be taken out.
fn take_out(value: &mut Value, path: &Path) -> bool {
    let known = |segment: &&Segment| matches!(segment, Segment::Map { .. } | Segment::Seq { .. });
    let segments: Vec<_> = path.iter().take_while(known).collect();
    let Some((last, way)) = segments.split_last() else { return false };
    let holder = way.iter().try_fold(value, |value, segment| match segment {
        Segment::Map { key } => value.get_mut(key.as_str()),
        Segment::Seq { index } => value.get_mut(*index),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    match (holder, last) {
        (Some(Value::Object(members)), Segment::Map { key }) => members.remove(key).is_some(),
        (Some(Value::Array(members)), Segment::Seq { index }) if *index < members.len() => {
            members.remove(*index);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::protocol::objects::list;
    use crate::{IpInterface, Node, Svm, Volume};

    const ONE: &str = "00000000-0000-4000-8000-000000000001";

    fn of<T: DeserializeOwned>(request: &Request, record: &Value) -> Result<T> {
        let raw = serde_json::value::to_raw_value(record).unwrap();
        partial(request, &raw).map(|(record, _)| record)
    }

    fn lif(member: &str, value: Value) -> IpInterface {
        let mut record = json!({"uuid": ONE, "name": "nas", "scope": "svm", "enabled": true,
            "svm": {"uuid": ONE, "name": "s"}, "ip": {"address": "10.0.0.5", "netmask": "24"},
            "services": ["data_nfs"], "location": {"home_node": {"name": "n"}}});
        record[member] = value;
        of(&list::<IpInterface>(&[], None).unwrap(), &record).unwrap()
    }

    #[test]
    fn what_is_null_or_of_another_type_counts_as_not_told() {
        for value in [Value::Null, json!(7), json!("text"), json!([7]), json!({"uuid": 7, "name": 7})] {
            assert_eq!(lif("svm", value.clone()).svm, crate::Reference::default(), "{value}");
        }
        for value in [Value::Null, json!(7), json!({}), json!({"address": 7})] {
            assert_eq!(lif("ip", value.clone()).ip.address, None, "{value}");
        }
        for value in [Value::Null, json!(7), json!([7, null])] {
            assert!(lif("services", value.clone()).services.is_empty(), "{value}");
            assert_eq!(lif("enabled", value.clone()).enabled, None, "{value}");
            assert_eq!(lif("location", value.clone()).location.home_node.name, None, "{value}");
        }
        assert_eq!(lif("services", json!(["data_nfs", 7])).services, ["data_nfs"]);
        assert_eq!(lif("scope", json!("new")).name, "nas");
    }

    #[test]
    fn other_kinds_are_read_in_part_too() {
        let nothing = json!({"uuid": ONE, "name": "a", "vm": null, "ha": null, "aggregates": null,
            "nas": null, "management_interfaces": [null, {"ip": null}, {"ip": {"address": "10.0.0.5"}}]});
        let node: Node = of(&list::<Node>(&[], None).unwrap(), &nothing).unwrap();
        assert_eq!(node.management_ipv4().len(), 1);
        let svm: Svm = of(&list::<Svm>(&[], None).unwrap(), &nothing).unwrap();
        let volume: Volume = of(&list::<Volume>(&[], None).unwrap(), &nothing).unwrap();
        assert!(svm.aggregates.is_empty() && volume.aggregates.is_empty());
    }

    #[test]
    fn a_record_that_names_no_object_or_another_one_is_an_error() {
        let all = list::<Svm>(&[], None).unwrap();
        for record in
            [json!({"name": "a"}), json!({"uuid": ONE}), json!({"uuid": "u-1", "name": "a"}), json!([1])]
        {
            assert!(of::<Svm>(&all, &record).is_err(), "{record}");
        }
        let of_svm = list::<Volume>(&[("svm.uuid", ONE)], None).unwrap();
        for svm in [json!(null), json!({}), json!({"uuid": "00000000-0000-4000-8000-000000000002"})] {
            assert!(of::<Volume>(&of_svm, &json!({"uuid": ONE, "name": "a", "svm": svm})).is_err(), "{svm}");
        }
    }
}
