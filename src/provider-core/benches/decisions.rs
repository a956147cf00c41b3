//! What pure parts take for one object, on a system with a thousand of its kind.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::net::Ipv4Addr;

use criterion::{Criterion, criterion_group, criterion_main};
use ec2_core::{NetworkInterface, PrivateAddress, Subnet, free_addresses};
use ontap_core::{IpInterface, IpRoute, ServicePolicy};
use provider_core::lif::{Home, LifModel, Seen, Zones, refusals};
use provider_core::object::OntapModel;
use provider_core::route::RouteModel;
use provider_core::values::Ipv4;
use serde_json::{Value as Json, json};
use tfplugin_core::schema::object_type;
use tfplugin_core::wire::msgpack;
use tfplugin_core::{Attr, Model, Path};

const OBJECTS: u32 = 1000;

fn address(number: u32) -> Ipv4Addr {
    Ipv4Addr::from(u32::from(Ipv4Addr::new(10, 20, 0, 10)) + number)
}

fn lif(number: u32) -> Json {
    json!({
        "uuid": format!("00000000-0000-4000-8000-{number:012}"), "name": format!("lif_{number}"), "scope": "svm",
        "svm": {"name": format!("svm_{}", number / 4), "uuid": format!("00000000-0000-4000-9000-{:012}", number / 4)},
        "ip": {"address": address(number), "netmask": "20", "family": "ipv4"}, "enabled": true, "state": "up",
        "location": {
            "home_node": {"name": "cvo-node", "uuid": "n"}, "home_port": {"name": "e0a", "node": {"name": "cvo-node"}},
            "node": {"name": "cvo-node"}, "port": {"name": "e0a"}, "is_home": true, "auto_revert": true,
            "failover": "home_port_only",
        },
        "service_policy": {"name": "default-data-files"}, "services": ["data_core", "data_nfs", "data_cifs"],
    })
}

fn lifs() -> Vec<IpInterface> {
    (0..OBJECTS).filter_map(|number| serde_json::from_value(lif(number)).ok()).collect()
}

fn interface() -> NetworkInterface {
    let held = |number| PrivateAddress { address: address(number), primary: number == 0, elastic_ip: None };
    NetworkInterface {
        id: "eni-home".into(),
        description: String::new(),
        owner_id: "123456789012".into(),
        subnet_id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        availability_zone: "eu-central-1a".into(),
        attachment: None,
        addresses: (0..OBJECTS).map(held).collect(),
        prefixes: Vec::new(),
        status: "in-use".into(),
    }
}

fn subnet() -> Option<Subnet> {
    let cidr = "10.20.0.0/20".parse().ok()?;
    Some(Subnet {
        id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        cidr,
        availability_zone: "eu-central-1a".into(),
    })
}

/// A state as Terraform sends it and gets it back, for each refresh.
fn states(criterion: &mut Criterion) {
    let Some(record) = lifs().pop() else { return };
    let state = LifModel::imported(&record);
    let ty = object_type(&LifModel::attributes());
    let Ok(bytes) = msgpack::encode(&state.to_value(), &ty) else { return };
    criterion.bench_function("read the state of a LIF", |bencher| {
        bencher.iter(|| {
            let value = msgpack::decode(black_box(&bytes), &ty).unwrap_or_default();
            LifModel::from_value(&value, &Path::default())
        });
    });
    criterion.bench_function("write the state of a LIF", |bencher| {
        bencher.iter(|| msgpack::encode(&black_box(&state).to_value(), &ty));
    });
    criterion.bench_function("compare a LIF with its record", |bencher| {
        bencher.iter(|| black_box(&state).seen(&record) == state);
    });
}

/// Answers of ONTAP with a thousand records.
fn answers(criterion: &mut Criterion) {
    let lifs = Json::Array((0..OBJECTS).map(lif).collect()).to_string();
    criterion.bench_function("read 1,000 LIFs in an answer", |bencher| {
        bencher.iter(|| serde_json::from_str::<Vec<IpInterface>>(black_box(&lifs)));
    });
    let route = |number: u32| {
        json!({
            "uuid": number.to_string(), "scope": "svm", "svm": {"name": "svm_1", "uuid": "1"}, "gateway": "10.20.0.1",
            "destination": {"address": address(number), "netmask": "32", "family": "ipv4"}, "metric": 20,
        })
    };
    let routes: Vec<IpRoute> =
        (0..OBJECTS).filter_map(|number| serde_json::from_value(route(number)).ok()).collect();
    let Some(last) = routes.last() else { return };
    let planned = RouteModel::imported(&provider_core::route::Ours::only(last.clone()));
    criterion.bench_function("find a route among 1,000", |bencher| {
        bencher.iter(|| routes.iter().find(|route| black_box(&planned).is_same_way(route)).is_some());
    });
}

/// What a create decides by.
fn checks(criterion: &mut Criterion) {
    let (Some(subnet), lifs, interface) = (subnet(), lifs(), interface()) else { return };
    let policies: Vec<ServicePolicy> =
        serde_json::from_value(json!([{"uuid": "p", "name": "default-data-files"}])).unwrap_or_default();
    let home = Home { interface: interface.clone(), subnet: subnet.clone(), zones: Zones::One };
    let planned = LifModel {
        name: "new".into(),
        address: Attr::Known(Ipv4(address(OBJECTS - 1))),
        home_node: "cvo-node".into(),
        service_policy: "default-data-files".into(),
        ..LifModel::default()
    };
    let own = BTreeSet::new();
    let seen = Seen {
        own_uuid: None,
        svm_uuid: "1",
        lifs: &lifs,
        policies: &policies,
        home: &home,
        holders: &[],
        partner: None,
        origin: None,
        own: &own,
        limit: Some(50),
        coming: 0,
    };
    criterion.bench_function("check a new LIF against 1,000", |bencher| {
        bencher.iter(|| refusals(black_box(&seen), &planned));
    });
    let others = [interface];
    criterion.bench_function("list the free addresses of a /20", |bencher| {
        bencher.iter(|| free_addresses(black_box(&subnet), &[], &others).count());
    });
}

criterion_group!(benches, states, answers, checks);
criterion_main!(benches);
