//! Endless answers, and floods of small elements.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ec2::Reassignment::Refuse;
use ec2::{Ec2, ErrorKind, InterfaceFilter};
use serde_json::json;

use crate::bench::{Bench, E0A, SUBNET, adapter, address};
use crate::wire;

/// Bytes that may be in transit, in addition to the 8 MiB that are read.
const ALLOWANCE: usize = 24 * 1024 * 1024;

#[tokio::test]
async fn an_endless_answer_is_read_to_the_limit_once() {
    for piece in [" ", "<item/>", "<networkInterfaceSet><item><description>x</description></item>"] {
        let (server, taken) = wire::endless(piece).await;
        let ec2 = adapter(&format!("http://{server}"), "AKIAEXAMPLE", "secret-key");
        let error = ec2.network_interface(E0A).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadAnswer, "{error:?}");
        assert!(error.message.contains("more than 8 MiB") && !error.is_ambiguous(), "{error:?}");
        assert!(taken.load(Ordering::Relaxed) < ALLOWANCE, "{piece}: {taken:?}");
        let error = ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap_err();
        assert!(error.is_ambiguous(), "the outcome of the write is unknown: {error:?}");
    }
}

#[tokio::test]
async fn a_flood_of_empty_elements_is_not_parsed() {
    let bench = Bench::new();
    let flood = "<item/>".repeat(200_000);
    let body = format!(
        "<DescribeNetworkInterfacesResponse><networkInterfaceSet>{flood}</networkInterfaceSet>\
        </DescribeNetworkInterfacesResponse>"
    );
    bench
        .fault(json!({"action": "DescribeNetworkInterfaces", "effect": {"kind": "body", "status": 200,
            "content_type": "text/xml", "text": body}}))
        .await;
    let error = bench.ec2.network_interface(E0A).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadAnswer, "{error:?}");
    assert!(error.message.contains("elements"), "{error:?}");
}

#[tokio::test]
async fn a_cancelled_call_reads_no_more_of_the_answer() {
    let (server, taken) = wire::endless(" ").await;
    let ec2 = adapter(&format!("http://{server}"), "AKIAEXAMPLE", "secret-key");
    let start = Instant::now();
    drop(tokio::time::timeout(Duration::from_millis(5), ec2.network_interface(E0A)).await);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    tokio::time::sleep(Duration::from_millis(200)).await;
    let then = taken.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(taken.load(Ordering::Relaxed), then, "the connection is still open");
}

#[tokio::test]
async fn pages_that_lead_back_to_themselves_are_an_error() {
    let page = "<DescribeNetworkInterfacesResponse><networkInterfaceSet/><nextToken>again</nextToken>\
        </DescribeNetworkInterfacesResponse>";
    let server = wire::serve("200 OK", page).await;
    let ec2 = adapter(&format!("http://{server}"), "AKIAEXAMPLE", "secret-key");
    let listed = ec2.network_interfaces(InterfaceFilter::Subnet(SUBNET.into())).await;
    let error = listed.unwrap_err();
    assert_eq!(error.kind, ErrorKind::BadAnswer, "{error:?}");
    assert!(error.message.contains("leads back"), "{error:?}");
}
