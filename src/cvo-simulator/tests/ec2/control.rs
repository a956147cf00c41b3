//! Effects of the control server on the EC2 side.

use std::time::Duration;

use cvo_simulator::Options;
use cvo_simulator::world::clock::ClockMode;
use serde_json::{Value, json};

use crate::client::{Client, E0A};

impl Client {
    async fn control(&self, path: &str, order: Value) -> u16 {
        let url = format!("{}{path}", self.simulator.ready().control);
        self.http.post(url).json(&order).send().await.unwrap().status().as_u16()
    }

    async fn addresses(&self) -> usize {
        let answer = self.call("DescribeNetworkInterfaces", &[("NetworkInterfaceId.1", E0A)]).await;
        answer.texts("primary").len()
    }
}

const ADDRESS: [(&str, &str); 2] = [("NetworkInterfaceId", E0A), ("PrivateIpAddress.1", "10.20.1.20")];

#[tokio::test]
async fn reads_can_be_made_to_lag_behind_writes() {
    let client = Client::with(Options { clock: ClockMode::Explicit, ..Options::default() });
    assert_eq!(client.control("/consistency", json!({"ec2_read_delay_ms": 2000})).await, 200);
    assert_eq!(client.call("AssignPrivateIpAddresses", &ADDRESS).await.status, 200);
    assert_eq!(client.addresses().await, 6);
    client.simulator.world().lock().clock.advance(Duration::from_secs(2));
    assert_eq!(client.addresses().await, 7);
    assert_eq!(client.control("/consistency", json!({"delay": 1})).await, 400);
}

#[tokio::test]
async fn an_injected_error_looks_like_an_ec2_error() {
    let client = Client::start();
    let message = "You are not authorized to perform this operation. <encoded>";
    let effect = json!({"kind": "error", "status": 403, "code": "UnauthorizedOperation", "message": message});
    let rule = json!({"side": "ec2", "action": "Assign*", "effect": effect});
    assert_eq!(client.control("/faults", rule).await, 201);
    let answer = client.call("AssignPrivateIpAddresses", &ADDRESS).await;
    assert_eq!(answer.refusal(), (403, "UnauthorizedOperation".into()));
    assert_eq!(answer.content_type, "text/xml;charset=UTF-8");
    assert!(answer.text.contains("&lt;encoded&gt;</Message>"), "{}", answer.text);
    assert_eq!(client.addresses().await, 6);
}

#[tokio::test]
async fn a_call_takes_effect_even_if_its_answer_is_lost() {
    let client = Client::start();
    let effect =
        json!({"kind": "error", "status": 500, "code": "InternalError", "message": "m", "after": true});
    client.control("/faults", json!({"action": "AssignPrivateIpAddresses", "effect": effect})).await;
    assert_eq!(client.call("AssignPrivateIpAddresses", &ADDRESS).await.status, 500);
    assert_eq!(client.addresses().await, 7);
    // With an explicit address, repeating the call is harmless.
    assert_eq!(client.call("AssignPrivateIpAddresses", &ADDRESS).await.status, 200);
    assert_eq!(client.addresses().await, 7);
}
