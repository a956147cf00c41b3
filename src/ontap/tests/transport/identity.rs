//! An answer about anything but the requested object is invalid.

use ontap::{Error, IpRouteBody, Reference, UnlessGone};

use crate::authority::Authority;
use crate::server::{Reply, Server, json};
use crate::{client, svm};

const ONE: &str = "00000000-0000-4000-8000-000000000001";
const TWO: &str = "00000000-0000-4000-8000-000000000002";

/// A LIF of the first SVM as the server shows it.
fn lif(uuid: &str, svm: &str, name: &str, address: &str) -> String {
    format!(
        r#"{{"uuid":"{uuid}","name":"{name}","scope":"svm","enabled":true,"svm":{{"uuid":"{svm}","name":"svm_2"}},
            "ip":{{"address":"{address}","netmask":"24"}},"service_policy":{{"name":"p"}},
            "location":{{"home_node":{{"name":"n"}},"home_port":{{"name":"e0a"}},"auto_revert":true,"failover":"default"}}}}"#
    )
}

fn cluster() -> String {
    format!(r#"{{"name":"c","uuid":"{ONE}","version":{{"generation":9,"major":15,"minor":1}}}}"#)
}

fn records(records: &[String]) -> Reply {
    json(200, &format!(r#"{{"records":[{}]}}"#, records.join(",")))
}

fn is_other<T: std::fmt::Debug>(outcome: ontap::Result<T>) {
    let error = outcome.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }), "{error}");
    assert!(!error.is_not_found() && !error.is_ambiguous(), "{error}");
}

#[tokio::test]
async fn an_object_with_another_uuid_is_an_error() {
    let authority = Authority::new();
    for uuid in [TWO, "", "1", "../svms", "00000000-0000-4000-8000-00000000000x"] {
        let answer = json(200, &svm(uuid, "svm_2", "running"));
        let server = Server::start(&authority, move |_, _| answer.clone()).await;
        is_other(client(&server, &authority).get::<ontap::Svm>(ONE).await.unless_gone());
        is_other(client(&server, &authority).get::<ontap::SvmNameServices>(ONE).await);
    }
    let server = Server::start(&authority, |_, _| json(200, &svm(ONE, "svm_2", "running"))).await;
    assert_eq!(client(&server, &authority).get::<ontap::Svm>(ONE).await.unwrap().uuid, ONE);
}

#[tokio::test]
async fn a_listing_with_a_record_that_does_not_match_its_filter_is_an_error() {
    let authority = Authority::new();
    let filter = [("svm.uuid", ONE), ("name", "nas"), ("ip.address", "10.0.0.5")];
    let right = lif(ONE, ONE, "nas", "10.0.0.5");
    let others = [
        lif(TWO, TWO, "nas", "10.0.0.5"),
        lif(TWO, ONE, "nas2", "10.0.0.5"),
        lif(TWO, ONE, "nas", "10.0.0.6"),
        lif(TWO, "", "nas", "10.0.0.5"),
        lif("", ONE, "nas", "10.0.0.5"),
    ];
    for other in others {
        let answer = records(&[right.clone(), other]);
        let server = Server::start(&authority, move |_, _| answer.clone()).await;
        is_other(client(&server, &authority).list::<ontap::IpInterface>(&filter).await);
    }
    let server = Server::start(&authority, move |_, _| records(std::slice::from_ref(&right))).await;
    assert_eq!(client(&server, &authority).list::<ontap::IpInterface>(&filter).await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_objects_of_the_same_name_are_an_error() {
    let authority = Authority::new();
    let twins = [svm(ONE, "svm_2", "running"), svm(TWO, "svm_2", "running")];
    let server = Server::start(&authority, move |_, _| records(&twins)).await;
    is_other(client(&server, &authority).find::<ontap::Svm>(&[("name", "svm_2")]).await);
}

#[tokio::test]
async fn a_new_object_that_differs_from_the_request_is_in_doubt() {
    let authority = Authority::new();
    let wanted = IpRouteBody {
        svm: Reference::to_uuid(ONE),
        destination: "0.0.0.0/0".parse::<ipnet::IpNet>().unwrap().into(),
        gateway: Some([10, 0, 0, 1].into()),
        metric: None,
    };
    for record in [
        format!(r#"{{"uuid":"{TWO}","gateway":"10.0.0.2"}}"#),
        format!(r#"{{"uuid":"{TWO}","svm":{{"uuid":"{TWO}"}}}}"#),
        r#"{"uuid":"","gateway":"10.0.0.1"}"#.to_owned(),
        r#"{"uuid":"r-1"}"#.to_owned(),
    ] {
        let answer = json(201, &format!(r#"{{"num_records":1,"records":[{record}]}}"#));
        let script = move |_: usize, request: &str| match request {
            _ if request.starts_with("POST") => answer.clone(),
            _ if request.starts_with("GET /api/cluster?") => json(200, &cluster()),
            _ => records(&[]),
        };
        let server = Server::start(&authority, script).await;
        let outcome = client(&server, &authority).create::<ontap::IpRoute>(&wanted).await;
        assert!(outcome.as_ref().is_err_and(Error::is_ambiguous), "{record}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_value_that_could_address_something_else_is_not_sent() {
    let authority = Authority::new();
    let script = |_: usize, request: &str| {
        if request.starts_with("GET /api/cluster?") { json(200, &cluster()) } else { records(&[]) }
    };
    let server = Server::start(&authority, script).await;
    let client = client(&server, &authority);
    for name in ["\"", "x\"}|*|{", "{*}", "a\"|\"b"] {
        assert!(
            matches!(client.find::<ontap::Svm>(&[("name", name)]).await, Err(Error::Argument { .. })),
            "{name}"
        );
        assert!(
            matches!(
                client.find::<ontap::IpInterface>(&[("svm.name", "s"), ("name", name)]).await,
                Err(Error::Argument { .. })
            ),
            "{name}"
        );
        assert!(
            matches!(
                client.list::<ontap::ServicePolicy>(&[("svm.name", name)]).await,
                Err(Error::Argument { .. })
            ),
            "{name}"
        );
    }
    assert!(server.lines().iter().all(|line| line.starts_with("GET /api/cluster?")), "{:?}", server.lines());
}

#[tokio::test]
async fn an_answer_about_another_job_leaves_the_outcome_open() {
    let authority = Authority::new();
    let script = |_: usize, request: &str| {
        if request.starts_with("DELETE") {
            json(202, &format!(r#"{{"job":{{"uuid":"{ONE}"}}}}"#))
        } else if request.starts_with("GET /api/cluster/jobs") {
            json(200, &format!(r#"{{"uuid":"{TWO}","state":"success"}}"#))
        } else {
            json(200, &svm(ONE, "svm_2", "running"))
        }
    };
    let server = Server::start(&authority, script).await;
    let error = client(&server, &authority).delete::<ontap::Svm>(ONE).await.unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
}
