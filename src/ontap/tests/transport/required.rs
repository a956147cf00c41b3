//! A requested field that always exists is not taken for unset if it is missing: the object that was asked
//! for is an error, and a listing tells that the record is faulty.

use ontap::{Client, Error, Result};
use serde_json::{Value, json};

use crate::authority::Authority;
use crate::client;
use crate::server::{Server, json as reply};

const ONE: &str = "00000000-0000-4000-8000-000000000001";

/// How an object is read.
#[derive(Debug, Clone, Copy)]
enum By {
    Uuid,
    Filter,
    List,
}

/// Reads this record on this release. A listing tells by the number that it returns how many records are
/// faulty.
async fn read(kind: &str, by: By, release: u32, record: Value) -> Result<usize> {
    match kind {
        "LIF" => read_as::<ontap::IpInterface>(by, ("scope", "svm"), release, record).await,
        "route" => read_as::<ontap::IpRoute>(by, ("scope", "svm"), release, record).await,
        "policy" => read_as::<ontap::ServicePolicy>(by, ("scope", "svm"), release, record).await,
        "SVM" => read_as::<ontap::Svm>(by, ("name", "svm_2"), release, record).await,
        "volume" => read_as::<ontap::Volume>(by, ("is_svm_root", "true"), release, record).await,
        other => panic!("{other}"),
    }
}

async fn read_as<T: ontap::Object>(
    by: By,
    filter: (&str, &str),
    release: u32,
    record: Value,
) -> Result<usize> {
    let authority = Authority::new();
    let version = json!({"generation": 9, "major": release, "minor": 1});
    let cluster = json!({"name": "c", "uuid": ONE, "version": version}).to_string();
    let (one, all) = (record.to_string(), json!({"records": [record]}).to_string());
    let script = move |_: usize, request: &str| match request {
        _ if request.starts_with("GET /api/cluster?") => reply(200, &cluster),
        _ if request.contains(&format!("/{ONE}?")) => reply(200, &one),
        _ => reply(200, &all),
    };
    let server = Server::start(&authority, script).await;
    let client: Client = client(&server, &authority);
    match by {
        By::Uuid => client.get::<T>(ONE).await.map(|_| 0),
        By::Filter => client.find::<T>(&[filter]).await.map(|_| 0),
        By::List => client.listed::<T>(&[]).await.map(|listed| listed.faults.len()),
    }
}

/// A record with all fields that always exist, and their paths.
type Full = (Value, Vec<&'static str>);

fn svm() -> Value {
    json!({"name": "svm_2", "uuid": ONE})
}

fn net() -> Value {
    json!({"address": "10.0.0.5", "netmask": "24"})
}

fn full(kind: &str) -> Full {
    match kind {
        "LIF" => lif(),
        "route" => route(),
        "policy" => policy(),
        "SVM" => vm(),
        _ => volume(),
    }
}

fn lif() -> Full {
    let home = json!({"home_node": {"name": "n"}, "home_port": {"name": "e0a"}, "auto_revert": true, "failover": "default"});
    let lif = json!({"uuid": ONE, "name": "nas", "scope": "svm", "svm": svm(), "enabled": false, "ip": net(),
                     "location": home, "service_policy": {"name": "p"}});
    let places = vec![
        "/uuid",
        "/name",
        "/scope",
        "/enabled",
        "/ip",
        "/ip/address",
        "/ip/netmask",
        "/svm",
        "/svm/uuid",
        "/svm/name",
        "/location",
        "/location/home_node",
        "/location/home_node/name",
        "/location/home_port/name",
        "/location/auto_revert",
        "/location/failover",
        "/service_policy",
        "/service_policy/name",
    ];
    (lif, places)
}

fn route() -> Full {
    let route = json!({"uuid": ONE, "scope": "svm", "svm": svm(), "destination": net(), "gateway": "10.0.0.1",
                       "metric": 20});
    let places = vec![
        "/uuid",
        "/scope",
        "/svm/uuid",
        "/destination",
        "/destination/address",
        "/destination/netmask",
        "/gateway",
        "/metric",
    ];
    (route, places)
}

fn policy() -> Full {
    let policy =
        json!({"uuid": ONE, "name": "p", "scope": "svm", "svm": svm(), "services": [], "is_built_in": true});
    (policy, vec!["/uuid", "/name", "/scope", "/svm", "/svm/name", "/services", "/is_built_in"])
}

fn vm() -> Full {
    let vm = json!({"uuid": ONE, "name": "svm_2", "subtype": "default", "state": "running", "language": "c.utf_8",
                    "ipspace": {"name": "Default"}, "snapshot_policy": {"name": "default"},
                    "aggregates": [{"name": "aggr1"}, {"name": "aggr2"}], "aggregates_delegated": true});
    let places = vec![
        "/uuid",
        "/name",
        "/subtype",
        "/state",
        "/language",
        "/ipspace/name",
        "/snapshot_policy",
        "/aggregates",
        "/aggregates/1/name",
    ];
    (vm, places)
}

fn volume() -> Full {
    let volume = json!({"uuid": ONE, "name": "root", "state": "online", "type": "rw", "is_svm_root": true,
                        "svm": svm(), "aggregates": [{"name": "aggr1"}], "nas": {"security_style": "unix"}});
    let places = vec![
        "/uuid",
        "/name",
        "/state",
        "/type",
        "/is_svm_root",
        "/svm/uuid",
        "/aggregates",
        "/aggregates/0/name",
        "/nas/security_style",
    ];
    (volume, places)
}

/// Returns the record without the field at the place, and with nothing in it.
fn broken(record: &Value, place: &str) -> Vec<Value> {
    let (parent, field) = place.rsplit_once('/').unwrap();
    let (mut without, mut null, mut empty) = (record.clone(), record.clone(), record.clone());
    without.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(field).unwrap();
    *null.pointer_mut(place).unwrap() = Value::Null;
    let value = empty.pointer_mut(place).unwrap();
    // An empty list is read as an object without any of its fields.
    let hollow = if value.is_string() { json!("") } else { json!([]) };
    let is_fine = *value == hollow;
    *value = hollow;
    [without, null].into_iter().chain((!is_fine).then_some(empty)).collect()
}

#[tokio::test]
async fn an_object_without_a_field_that_always_exists_is_an_error() {
    for kind in ["LIF", "route", "policy", "SVM", "volume"] {
        let (record, places) = full(kind);
        for by in [By::Uuid, By::Filter] {
            assert_eq!(read(kind, by, 15, record.clone()).await, Ok(0), "{kind}");
        }
        for place in places {
            for (number, broken) in broken(&record, place).into_iter().enumerate() {
                let by = if number == 0 { By::Filter } else { By::Uuid };
                let error = read(kind, by, 15, broken).await.unwrap_err();
                assert!(matches!(error, Error::Decode { .. }), "{kind} without {place}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn a_record_that_lacks_a_field_does_not_hide_the_others_of_a_listing() {
    for kind in ["LIF", "route", "policy", "SVM", "volume"] {
        let (record, places) = full(kind);
        assert_eq!(read(kind, By::List, 15, record.clone()).await, Ok(0), "{kind}");
        for place in places {
            for broken in broken(&record, place) {
                let names_an_object = broken["uuid"] == ONE && broken.get("name") == record.get("name");
                match read(kind, By::List, 15, broken).await {
                    Ok(faulty) => assert_eq!(faulty, 1, "{kind} without {place}"),
                    Err(error) => assert!(!names_an_object, "{kind} without {place}: {error}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn optional_fields_may_be_absent() {
    let without = |kind: &str, changes: &[(&str, Value)]| {
        let (mut record, _) = full(kind);
        for (field, value) in changes {
            record[field] = value.clone();
        }
        record
    };
    let of_cluster = [("scope", json!("cluster")), ("svm", Value::Null)];
    let cases = [
        ("LIF", 15, without("LIF", &[of_cluster.as_slice(), &[("service_policy", json!({}))]].concat())),
        ("route", 15, without("route", &of_cluster)),
        ("route", 10, without("route", &[("metric", Value::Null)])),
        ("policy", 15, without("policy", &of_cluster)),
        ("policy", 11, without("policy", &[("is_built_in", Value::Null)])),
        ("SVM", 15, without("SVM", &[("aggregates", json!([])), ("aggregates_delegated", json!(false))])),
        ("SVM", 15, without("SVM", &[("subtype", json!("dp_destination")), ("language", Value::Null)])),
        (
            "volume",
            15,
            without("volume", &[("state", json!("offline")), ("nas", json!({})), ("aggregates", json!([]))]),
        ),
    ];
    for (kind, release, mut record) in cases {
        // Null means absent.
        record.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        assert_eq!(read(kind, By::List, release, record.clone()).await, Ok(0), "{kind}: {record}");
    }
}
