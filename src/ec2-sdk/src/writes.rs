//! The port's writes. Each is one SDK operation, and its error says whether an attempt may have taken effect.

use std::net::Ipv4Addr;

use aws_sdk_ec2::Client;
use ec2::{Error, Reassignment};

use crate::attempts::Attempts;
use crate::convert::Answer;
use crate::failure::failure;
use crate::reads;

pub async fn assign_private_ips(
    client: &Client,
    interface: &str,
    addresses: &[Ipv4Addr],
    reassignment: Reassignment,
) -> Result<(), Error> {
    let answer = Answer("AssignPrivateIpAddresses");
    tracing::debug!(eni.id = interface, ?addresses, ?reassignment, "assigning private addresses");
    let request = client.assign_private_ip_addresses();
    let request = request
        .network_interface_id(interface)
        .set_private_ip_addresses(Some(texts(addresses)))
        .allow_reassignment(reassignment == Reassignment::Allow);
    let attempts = Attempts::default();
    let error = match request.customize().interceptor(attempts.clone()).send().await {
        Ok(done) => match done.network_interface_id() {
            Some(id) if id != interface => return Err(answer.foreign(&format!("the network interface {id}"))),
            _ => return Ok(()),
        },
        Err(error) => failure(answer.0, &error).after_an_uncertain_attempt(attempts.may_have_acted()),
    };
    // After a lost answer, the retry can find the interface full because our own first attempt filled it.
    if error.is_limit_exceeded()
        && reads::network_interface(client, interface)
            .await
            .is_ok_and(|seen| addresses.iter().all(|address| seen.has(*address)))
    {
        return Ok(());
    }
    Err(error)
}

pub async fn unassign_private_ips(
    client: &Client,
    interface: &str,
    addresses: &[Ipv4Addr],
) -> Result<(), Error> {
    let operation = "UnassignPrivateIpAddresses";
    tracing::debug!(eni.id = interface, ?addresses, "unassigning private addresses");
    let request = client.unassign_private_ip_addresses();
    let request = request.network_interface_id(interface).set_private_ip_addresses(Some(texts(addresses)));
    let attempts = Attempts::default();
    let Err(error) = request.customize().interceptor(attempts.clone()).send().await else { return Ok(()) };
    match failure(operation, &error).after_an_uncertain_attempt(attempts.may_have_acted()) {
        // An earlier attempt, whose answer was lost, has done it. Otherwise the address is elsewhere, or was gone
        // before; of several addresses this does not say which is missing, and then none is unassigned.
        error if error.is_not_assigned() && error.may_have_acted && addresses.len() == 1 => Ok(()),
        error => Err(error),
    }
}

fn texts(addresses: &[Ipv4Addr]) -> Vec<String> {
    addresses.iter().map(Ipv4Addr::to_string).collect()
}
