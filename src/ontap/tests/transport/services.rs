//! Changes of single services of a policy, and the external services of an SVM.

use ontap::{ServiceName, ServicePolicy};

use crate::authority::Authority;
use crate::client;
use crate::server::{Reply, Server, error, json};

const WITH: &str = r#"{"records":[{"vserver":"svm_2","policy":"p",
    "service_allowed_addresses":["data-core: 0.0.0.0/0","management-dns-client: 10.0.0.0/8"]}],"num_records":1}"#;
const WITHOUT: &str = r#"{"records":[{"vserver":"svm_2","policy":"p",
    "service_allowed_addresses":["data-core: 0.0.0.0/0"]}],"num_records":1}"#;
const EMPTY: &str = r#"{"records":[],"num_records":0}"#;
const DONE: &str = r#"{"num_records":1,"cli_output":""}"#;

/// Answers the requests in turn, and repeats the last reply forever.
async fn server(authority: &Authority, replies: Vec<Reply>) -> Server {
    Server::start(authority, move |number, _: &str| replies[number.min(replies.len() - 1)].clone()).await
}

fn methods(server: &Server) -> Vec<String> {
    server.lines().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

/// Adds or removes the service, and returns the result.
async fn write(server: &Server, authority: &Authority, adds: bool) -> ontap::Result<()> {
    let (client, service) = (client(server, authority), ServiceName::from("management-dns-client"));
    if adds {
        client.add_service("svm_2", "p", &service, &["10.0.0.0/8".to_owned()]).await
    } else {
        client.remove_service("svm_2", "p", &service).await
    }
}

#[tokio::test]
async fn a_service_is_added_or_removed_with_one_request() {
    for adds in [true, false] {
        let authority = Authority::new();
        let server = server(&authority, vec![json(201, DONE)]).await;
        write(&server, &authority, adds).await.unwrap();
        let verb = if adds { "add-service" } else { "remove-service" };
        let path = format!("/api/private/cli/network/interface/service-policy/{verb}");
        assert_eq!(server.lines(), [format!("POST {path}?privilege_level=advanced")]);
    }
}

#[tokio::test]
async fn after_a_lost_answer_the_policy_is_checked_and_nothing_is_done_twice() {
    for (adds, after) in [(true, WITH), (false, WITHOUT)] {
        let authority = Authority::new();
        let server = server(&authority, vec![Reply::Cut, json(200, after)]).await;
        write(&server, &authority, adds).await.unwrap();
        assert_eq!(methods(&server), ["POST", "GET"]);
    }
}

#[tokio::test]
async fn a_list_of_services_is_sent_once_whatever_the_answer_is() {
    let replies =
        [Reply::Cut, error(503, 7), error(429, 262_160), error(500, 2_621_573), json(502, "<html></html>")];
    for reply in replies {
        let authority = Authority::new();
        let server = server(&authority, vec![reply, json(200, "{}")]).await;
        let record = serde_json::json!({"uuid": "00000000-0000-4000-8000-000000000001", "name": "p"});
        let policy: ServicePolicy = serde_json::from_value(record).unwrap();
        let services = [ServiceName::from("data-core")];
        client(&server, &authority).replace_services(&policy, &services).await.unwrap_err();
        assert_eq!(methods(&server), ["PATCH"]);
    }
}

#[tokio::test]
async fn a_lost_request_without_effect_is_sent_again() {
    for (adds, before) in [(true, WITHOUT), (false, WITH)] {
        let authority = Authority::new();
        let server = server(&authority, vec![Reply::Cut, json(200, before), json(200, DONE)]).await;
        write(&server, &authority, adds).await.unwrap();
        assert_eq!(methods(&server), ["POST", "GET", "POST"]);
    }
}

#[tokio::test]
async fn a_refusal_is_final() {
    for adds in [true, false] {
        let authority = Authority::new();
        let server = server(&authority, vec![error(500, 53_281_893)]).await;
        let refused = write(&server, &authority, adds).await.unwrap_err();
        assert!(refused.is_policy_in_use() && !refused.is_ambiguous(), "{refused}");
        assert_eq!(server.lines().len(), 1);
    }
}

#[tokio::test]
async fn an_unreadable_policy_after_a_lost_answer_leaves_the_outcome_open() {
    let authority = Authority::new();
    let odd = r#"{"records":[{"policy":"p","service_allowed_addresses":["somebody"]}]}"#;
    let server = server(&authority, vec![Reply::Cut, json(200, odd)]).await;
    assert!(write(&server, &authority, true).await.unwrap_err().is_ambiguous());
    assert_eq!(methods(&server), ["POST", "GET"]);
}

#[tokio::test]
async fn an_answer_without_an_external_service_is_an_error() {
    for reply in [json(404, "<html>not here</html>"), error(403, 6), error(404, 3)] {
        let authority = Authority::new();
        let server = server(&authority, vec![reply]).await;
        let client = client(&server, &authority);
        assert!(client.fpolicies("00000000-0000-4000-8000-000000000001").await.is_err());
    }
}

#[tokio::test]
async fn the_policies_of_fpolicy_are_listed() {
    let one = r#"{"records":[{"svm":{"uuid":"00000000-0000-4000-8000-000000000001"},"policies":[
        {"name":"audit","enabled":true,"engine":{"name":"server"}},{"name":"local","engine":{"name":"native"}}]}]}"#;
    let none = r#"{"records":[{"svm":{"uuid":"00000000-0000-4000-8000-000000000001"}}]}"#;
    let cases = [
        (json(200, one), &[("audit", true), ("local", false)][..]),
        (json(200, none), &[]),
        (json(200, EMPTY), &[]),
        (error(404, 4), &[]),
    ];
    for (reply, expected) in cases {
        let authority = Authority::new();
        let server = server(&authority, vec![reply]).await;
        let policies =
            client(&server, &authority).fpolicies("00000000-0000-4000-8000-000000000001").await.unwrap();
        let found: Vec<_> = policies.iter().map(|policy| (&policy.name[..], policy.needs_lif())).collect();
        assert_eq!(found, expected);
    }
}
