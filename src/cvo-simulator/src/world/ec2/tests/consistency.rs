//! Consistency of reads after writes.

use super::*;

fn assign(ec2: &mut Ec2World, at: Moment, host: u8) {
    let request = AssignRequest {
        network_interface_id: E0A.into(),
        private_ip_addresses: vec![address(host).to_string()],
        ..AssignRequest::default()
    };
    ec2.assign_private_ip_addresses(at, &request).unwrap();
}

fn read(ec2: &Ec2World, at: Moment) -> usize {
    let page = ec2.describe_network_interfaces(at, &DescribeRequest::ids([E0A])).unwrap();
    page.items[0].private_ip_addresses.len()
}

#[test]
fn by_default_reads_show_a_write_at_once() {
    let mut ec2 = world();
    let start = now();
    assign(&mut ec2, start, 20);
    assert_eq!(read(&ec2, start), 7);
}

#[test]
fn with_a_delay_reads_show_every_write_after_that_delay() {
    let mut ec2 = world();
    let start = now();
    let after = |milliseconds| start.plus(Duration::from_millis(milliseconds));
    ec2.set_read_delay(Duration::from_secs(2));
    assign(&mut ec2, start, 20);
    assign(&mut ec2, after(1000), 21);
    for (milliseconds, expected) in [(1000, 6), (1999, 6), (2000, 7), (2999, 7), (3000, 8)] {
        assert_eq!(read(&ec2, after(milliseconds)), expected, "after {milliseconds} ms");
    }
}

#[test]
fn writes_are_checked_against_the_real_state_not_the_visible_one() {
    let mut ec2 = world();
    let start = now();
    ec2.set_read_delay(Duration::from_secs(60));
    assign(&mut ec2, start, 20);
    let request = UnassignRequest {
        network_interface_id: E0A.into(),
        private_ip_addresses: vec!["10.20.1.20".into()],
        ..UnassignRequest::default()
    };
    assert!(ec2.unassign_private_ip_addresses(start, &request).is_ok());
}

#[test]
fn without_a_delay_no_past_state_is_kept() {
    let mut ec2 = world();
    ec2.set_read_delay(Duration::from_secs(2));
    assign(&mut ec2, now(), 20);
    ec2.set_read_delay(Duration::ZERO);
    assert_eq!(read(&ec2, now()), 7);
    assign(&mut ec2, now(), 21);
    assert!(ec2.past.shown(now()).is_none());
}

#[test]
fn a_snapshot_does_not_depend_on_the_order_of_writes() {
    let snapshots = [[20, 21], [21, 20]].map(|hosts| {
        let mut ec2 = world();
        hosts.into_iter().for_each(|host| assign(&mut ec2, now(), host));
        ec2.interfaces_snapshot()
    });
    assert_eq!(snapshots[0], snapshots[1]);
    assert_eq!(snapshots[0][0]["private_ips"][7], "10.20.1.21");
    assert_eq!(world().route_tables_snapshot()[0]["routes"][1]["target"], "local");
}
