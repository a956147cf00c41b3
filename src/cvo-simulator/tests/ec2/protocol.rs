//! The Query protocol: envelopes, credentials, parameters, pages, throttling.

use std::time::Duration;

use crate::client::{Answer, Client, E0A, TABLE};
use cvo_simulator::Options;
use cvo_simulator::world::clock::ClockMode;

#[tokio::test]
async fn an_answer_has_the_namespace_and_a_request_id() {
    let answer = Client::start().call("DescribeVpcs", &[]).await;
    assert_eq!((answer.status, answer.content_type.as_str()), (200, "text/xml;charset=UTF-8"));
    let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                 <DescribeVpcsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>";
    assert!(answer.text.starts_with(start), "{}", answer.text);
    assert_eq!(answer.texts("requestId")[0].len(), 36);
    assert_eq!(answer.texts("cidrBlock"), ["10.20.0.0/16"; 2]);
}

#[tokio::test]
async fn an_error_has_the_envelope_of_ec2() {
    let answer = Client::start().call("DescribeSubnets", &[("SubnetId.1", "subnet-0123456789abcdef0")]).await;
    assert_eq!(answer.refusal(), (400, "InvalidSubnetID.NotFound".into()));
    assert_eq!(answer.texts("Message"), ["The subnet ID 'subnet-0123456789abcdef0' does not exist"]);
    assert!(answer.text.contains("<Response><Errors><Error><Code>"));
    assert_eq!(answer.texts("RequestID")[0].len(), 36);
}

#[tokio::test]
async fn a_request_in_the_query_is_answered_too() {
    let client = Client::start();
    let url = format!("{}/?Action=DescribeVpcs&Version=2016-11-15", client.url());
    let ready = client.simulator.ready();
    let keys = (&*ready.access_key, &*ready.secret_key, &*ready.region);
    assert_eq!(client.send(keys, client.http.get(url)).await.status, 200);
}

#[tokio::test]
async fn bad_credentials_are_refused() {
    let client = Client::start();
    let ready = client.simulator.ready();
    let (key, secret, region) = (&*ready.access_key, &*ready.secret_key, &*ready.region);
    for keys in [("AKIAWRONG", secret, region), (key, "wrong", region), (key, secret, "us-east-1")] {
        let answer = client.call_as(keys, "DescribeVpcs", &[]).await;
        assert_eq!(answer.refusal(), (401, "AuthFailure".into()), "{}", keys.2);
    }
    let unsigned = client.http.post(client.url()).body("Action=DescribeVpcs&Version=2016-11-15");
    assert_eq!(Answer::of(unsigned.send().await.unwrap()).await.refusal().0, 401);
}

#[tokio::test]
async fn bad_requests_have_distinct_codes() {
    let client = Client::start();
    for (action, parameters, code) in [
        ("RunInstances", &[][..], "InvalidAction"),
        ("DescribeVpcs", &[("Color", "red")][..], "UnknownParameter"),
        ("DescribeVpcs", &[("MaxResults", "many")], "InvalidParameterValue"),
        ("DescribeVpcs", &[("Filter.1.Name", "color"), ("Filter.1.Value.1", "red")], "InvalidParameterValue"),
        ("AssignPrivateIpAddresses", &[("SecondaryPrivateIpAddressCount", "1")], "MissingParameter"),
        ("AssignPrivateIpAddresses", &[("NetworkInterfaceId", E0A), ("DryRun", "true")], "UnknownParameter"),
        ("ModifyNetworkInterfaceAttribute", &[("NetworkInterfaceId", E0A)], "MissingParameter"),
        ("CreateTags", &[("ResourceId.1", E0A)], "MissingParameter"),
    ] {
        assert_eq!(
            client.call(action, parameters).await.refusal(),
            (400, code.into()),
            "{action} {parameters:?}"
        );
    }
    let no_version = client.http.post(client.url()).body("Action=DescribeVpcs");
    let ready = client.simulator.ready();
    let keys = (&*ready.access_key, &*ready.secret_key, &*ready.region);
    assert_eq!(client.send(keys, no_version).await.refusal().1, "MissingParameter");
}

#[tokio::test]
async fn a_dry_run_answers_412_and_changes_nothing() {
    let client = Client::start();
    let route =
        [("RouteTableId", TABLE), ("DestinationCidrBlock", "192.168.0.9/32"), ("NetworkInterfaceId", E0A)];
    let dry = [&route[..], &[("DryRun", "true")]].concat();
    assert_eq!(client.call("CreateRoute", &dry).await.refusal(), (412, "DryRunOperation".into()));
    assert_eq!(client.call("DescribeVpcs", &[("DryRun", "true")]).await.status, 412);
    let tables = client.call("DescribeRouteTables", &[]).await;
    assert!(!tables.texts("destinationCidrBlock").contains(&"192.168.0.9/32".to_owned()));
}

#[tokio::test]
async fn pages_are_linked_by_opaque_tokens() {
    let client = Client::start();
    let mut token = None;
    let mut pages = vec![];
    loop {
        let mut parameters = vec![("MaxResults", "9")];
        parameters.extend(token.as_deref().map(|token| ("NextToken", token)));
        let answer = client.call("DescribeInstanceTypes", &parameters).await;
        pages.push(answer.texts("instanceType"));
        token = answer.texts("nextToken").first().cloned();
        if token.is_none() {
            break;
        }
    }
    let all = client.call("DescribeInstanceTypes", &[]).await.texts("instanceType");
    assert_eq!(pages[..3].iter().map(Vec::len).collect::<Vec<_>>(), [9, 9, 9]);
    assert_eq!(pages.concat(), all);
    let answer = client.call("DescribeVpcs", &[("MaxResults", "5"), ("NextToken", "x")]).await;
    assert_eq!(answer.refusal().1, "InvalidPaginationToken");
}

#[tokio::test]
async fn an_empty_bucket_answers_503_until_time_passes() {
    let client = Client::with(Options { clock: ClockMode::Explicit, ..Options::default() });
    // Fifty requests for everything, which have the smallest bucket of all reads.
    for _ in 0..50 {
        assert_eq!(client.call("DescribeNetworkInterfaces", &[]).await.status, 200);
    }
    let answer = client.call("DescribeNetworkInterfaces", &[]).await;
    assert_eq!(answer.refusal(), (503, "RequestLimitExceeded".into()));
    assert_eq!(client.call("DescribeNetworkInterfaces", &[("MaxResults", "5")]).await.status, 200);
    client.simulator.world().lock().clock.advance(Duration::from_millis(100));
    assert_eq!(client.call("DescribeNetworkInterfaces", &[]).await.status, 200);
}
