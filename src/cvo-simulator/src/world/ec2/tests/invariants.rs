//! Invariants that hold after any sequence of requests.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Assign { interface: &'static str, hosts: Vec<u8>, allow_reassignment: bool },
    Count { interface: &'static str, count: i64 },
    Unassign { interface: &'static str, hosts: Vec<u8> },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let interface = || prop_oneof![Just(E0A), Just(FOREIGN)];
    let hosts = || proptest::collection::vec(prop_oneof![0..30_u8, 195..210_u8, Just(255)], 1..4);
    let step = prop_oneof![
        (interface(), hosts(), any::<bool>()).prop_map(|(interface, hosts, allow_reassignment)| {
            Step::Assign { interface, hosts, allow_reassignment }
        }),
        (interface(), 0..6_i64).prop_map(|(interface, count)| Step::Count { interface, count }),
        (interface(), hosts()).prop_map(|(interface, hosts)| Step::Unassign { interface, hosts }),
    ];
    proptest::collection::vec(step, 1..40)
}

fn take(ec2: &mut Ec2World, step: Step) -> Result<(), Ec2Error> {
    let texts = |hosts: Vec<u8>| hosts.into_iter().map(|host| address(host).to_string()).collect();
    let mut request = AssignRequest::default();
    match step {
        Step::Assign { interface, hosts, allow_reassignment } => {
            request.network_interface_id = interface.into();
            request.private_ip_addresses = texts(hosts);
            request.allow_reassignment = allow_reassignment;
        }
        Step::Count { interface, count } => {
            request.network_interface_id = interface.into();
            request.secondary_private_ip_address_count = Some(count);
        }
        Step::Unassign { interface, hosts } => {
            let request = UnassignRequest {
                network_interface_id: interface.into(),
                private_ip_addresses: texts(hosts),
                ..UnassignRequest::default()
            };
            return ec2.unassign_private_ip_addresses(now(), &request);
        }
    }
    ec2.assign_private_ip_addresses(now(), &request).map(drop)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_address_has_one_interface_and_no_interface_exceeds_its_limit(steps in steps()) {
        let mut ec2 = world();
        with_elastic_ip(&mut ec2, 201);
        for step in steps {
            let before = ec2.account().clone();
            if take(&mut ec2, step).is_err() {
                prop_assert_eq!(ec2.account(), &before);
            }
            let mut seen = HashSet::new();
            for (interface, limit, primary) in [(E0A, 15, 11), (FOREIGN, 10, 200)] {
                let spec = spec(&mut ec2, interface).clone();
                prop_assert_eq!(spec.primary_address, address(primary));
                prop_assert!(spec.secondary_addresses.len() < limit);
                for address in std::iter::once(spec.primary_address).chain(spec.secondary_addresses.clone()) {
                    prop_assert!((4..=254).contains(&address.octets()[3]));
                    prop_assert!(seen.insert(address), "{} twice", address);
                }
                for elastic in spec.elastic_addresses {
                    prop_assert!(spec.secondary_addresses.contains(&elastic.private_address));
                }
            }
        }
    }
}
