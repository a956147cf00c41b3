//! Writes that wait for the same interface and go out as one call.

use std::time::Duration;

use ec2::{Ec2, Error, ErrorKind, Reassignment};
use futures::future::{join, join_all};

use crate::script::{ENI, PLENTY, Scripted, WRITE, address, limited};

const ASSIGN: &str = "AssignPrivateIpAddresses";
const UNASSIGN: &str = "UnassignPrivateIpAddresses";

fn refusal(action: &'static str, code: &str, message: &str) -> Error {
    Error::answered(action, code, message, None)
}

/// Writes these addresses at once, and returns the answers.
async fn write(ec2: &dyn Ec2, action: &str, hosts: &[u8]) -> Vec<Result<(), Error>> {
    let one = async |host: &u8| {
        if action == ASSIGN {
            ec2.assign_private_ip(ENI, address(*host), Reassignment::Refuse).await
        } else {
            ec2.unassign_private_ip(ENI, address(*host)).await
        }
    };
    join_all(hosts.iter().map(one)).await
}

#[tokio::test(start_paused = true)]
async fn writes_at_the_same_moment_are_one_call() {
    for action in [ASSIGN, UNASSIGN] {
        let (script, limited) = limited(PLENTY);
        let answers = write(limited.as_ref(), action, &[57, 50, 51, 52, 53, 54, 55, 56, 50]).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(script.hosts(), [[50, 51, 52, 53, 54, 55, 56, 57]], "{action}: each address once");
        assert_eq!(script.writes()[0].action, action);
    }
}

#[tokio::test(start_paused = true)]
async fn those_that_come_while_a_call_is_on_its_way_gather_for_the_next() {
    let (script, limited) = limited(PLENTY);
    let later = async {
        tokio::time::sleep(WRITE / 2).await;
        write(limited.as_ref(), ASSIGN, &[51, 52, 53]).await
    };
    let (first, later) = join(write(limited.as_ref(), ASSIGN, &[50]), later).await;
    assert!(first.iter().chain(&later).all(Result::is_ok));
    assert_eq!(script.hosts(), [vec![50], vec![51, 52, 53]]);
}

#[tokio::test(start_paused = true)]
async fn other_interfaces_permissions_and_actions_are_other_calls() {
    let (script, limited) = limited(PLENTY);
    let assign = |eni, host, how| limited.assign_private_ip(eni, address(host), how);
    let done = tokio::join!(
        assign(ENI, 50, Reassignment::Refuse),
        assign(ENI, 51, Reassignment::Allow),
        assign("eni-2", 52, Reassignment::Refuse),
        limited.unassign_private_ip(ENI, address(53)),
    );
    done.0.and(done.1).and(done.2).and(done.3).unwrap();
    let mut hosts = script.hosts();
    hosts.sort();
    assert_eq!(hosts, [[50], [51], [52], [53]]);
}

/// Writes four addresses at once, of which EC2 refuses one, and returns the answers.
async fn with_a_bad_one(script: &Scripted, ec2: &dyn Ec2, error: &Error) -> Vec<Result<(), Error>> {
    script.bad.lock().unwrap().insert(52, error.clone());
    write(ec2, error.operation, &[50, 51, 52, 53]).await
}

#[tokio::test(start_paused = true)]
async fn one_that_ec2_refuses_costs_only_itself() {
    for error in [
        refusal(ASSIGN, "InvalidParameterValue", "[10.0.1.52] assigned, but move is not allowed."),
        refusal(ASSIGN, "PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit."),
        refusal(ASSIGN, "InvalidParameterValue", "Address does not fall within the subnet's address range"),
        refusal(ASSIGN, "InvalidParameterValue", "Address 10.0.1.52 is in subnet's reserved address range"),
        refusal(ASSIGN, "InvalidParameterValue", "secondary-addresses"),
        refusal(ASSIGN, "SomethingNew", "Never seen."),
        refusal(
            UNASSIGN,
            "InvalidParameterValue",
            "Some of the specified addresses are not assigned to interface",
        ),
    ] {
        let (script, limited) = limited(PLENTY);
        let answers = with_a_bad_one(&script, limited.as_ref(), &error).await;
        assert_eq!(answers, [Ok(()), Ok(()), Err(error.clone()), Ok(())], "{error}");
        let hosts = script.hosts();
        assert_eq!(hosts, [vec![50, 51, 52, 53], vec![50], vec![51], vec![52], vec![53]], "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_each_would_meet_is_met_once() {
    use ErrorKind::{NoCredentials, Stopped, Unreachable};
    let answered = [
        "UnauthorizedOperation",
        "AuthFailure",
        "RequestLimitExceeded",
        "InvalidNetworkInterfaceID.NotFound",
    ];
    let answered = answered.map(|code| refusal(ASSIGN, code, "No."));
    let local = [NoCredentials, Unreachable, Stopped].map(|kind| Error::local(ASSIGN, kind, "No."));
    for error in answered.into_iter().chain(local) {
        let (script, limited) = limited(PLENTY);
        let answers = with_a_bad_one(&script, limited.as_ref(), &error).await;
        assert_eq!(answers, vec![Err(error.clone()); 4], "{error}");
        assert_eq!(script.hosts().len(), 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_doubt_about_the_call_is_a_doubt_about_each() {
    use ErrorKind::{BadAnswer, Lost, Timeout, Unavailable};
    for action in [ASSIGN, UNASSIGN] {
        for kind in [Lost, Timeout, Unavailable, BadAnswer] {
            let (script, limited) = limited(PLENTY);
            let error = Error::local(action, kind, "Nobody knows.");
            script.errors.lock().unwrap().push_back(error.clone());
            let answers = write(limited.as_ref(), action, &[50, 51]).await;
            assert_eq!(answers, vec![Err(error.clone()); 2]);
            assert!(error.is_ambiguous());
            assert_eq!(script.hosts().len(), 1, "nothing is sent again: {error}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_after_an_uncertain_attempt_stays_in_doubt_for_those_that_are_refused_again() {
    for action in [ASSIGN, UNASSIGN] {
        let (script, limited) = limited(PLENTY);
        let (code, message) = match action {
            ASSIGN => ("PrivateIpAddressLimitExceeded", "Number of private addresses will exceed limit."),
            _ => ("InvalidParameterValue", "Some of the specified addresses are not assigned to interface"),
        };
        let plain = refusal(action, code, message);
        let uncertain = plain.clone().after_an_uncertain_attempt(true);
        script.errors.lock().unwrap().push_back(uncertain.clone());
        let answers = with_a_bad_one(&script, limited.as_ref(), &plain).await;
        assert_eq!(answers, [Ok(()), Ok(()), Err(uncertain.clone()), Ok(())]);
        assert!(uncertain.is_ambiguous() && !plain.is_ambiguous());
    }
}

#[tokio::test(start_paused = true)]
async fn those_that_come_while_others_go_one_by_one_gather_behind_them() {
    let (script, limited) = limited(PLENTY);
    let error = refusal(ASSIGN, "PrivateIpAddressLimitExceeded", "Full.");
    script.bad.lock().unwrap().insert(51, error.clone());
    let later = async {
        tokio::time::sleep(WRITE + Duration::from_millis(5)).await;
        write(limited.as_ref(), ASSIGN, &[60, 61]).await
    };
    let (first, later) = join(write(limited.as_ref(), ASSIGN, &[50, 51]), later).await;
    assert_eq!((first, later), (vec![Ok(()), Err(error)], vec![Ok(()), Ok(())]));
    assert_eq!(script.hosts(), [vec![50, 51], vec![50], vec![51], vec![60, 61]]);
}
