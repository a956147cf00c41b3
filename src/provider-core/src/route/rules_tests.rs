use tfplugin_core::Private;

use super::*;
use crate::object::{Facts as PlanFacts, rules};
use crate::svm_of::NewName;
use crate::values::{Destination, Ipv4, SvmName};

/// Returns a default route as a configuration, with the default destination filled in.
fn config() -> RouteModel {
    RouteModel {
        svm_name: svm("svm_2"),
        destination: destination("0.0.0.0/0"),
        gateway: gateway("10.0.1.1"),
        ..RouteModel::default()
    }
}

fn state() -> RouteModel {
    RouteModel { id: "uuid-route".into(), svm_id: "uuid-svm".into(), metric: Attr::Known(20), ..config() }
}

fn svm(name: &str) -> Attr<SvmName> {
    Attr::Known(SvmName::parse(name).unwrap())
}

fn destination(text: &str) -> Attr<Destination> {
    Attr::Known(Destination::parse(text).unwrap())
}

fn gateway(text: &str) -> Attr<Ipv4> {
    Attr::Known(Ipv4::parse(text).unwrap())
}

fn create(config: RouteModel) -> Plan<RouteModel> {
    let metric = if config.metric.is_null() { Attr::Unknown } else { config.metric };
    let planned = RouteModel { id: Attr::Unknown, svm_id: Attr::Unknown, metric, ..config.clone() };
    plan(config, None, planned)
}

fn update(prior: RouteModel, change: impl Fn(&mut RouteModel)) -> Plan<RouteModel> {
    let open = RouteModel { id: Attr::Null, svm_id: Attr::Null, metric: Attr::Null, ..prior.clone() };
    // The framework plans a null computed value as unknown as soon as anything else changes.
    let metric = if prior.metric.is_null() { Attr::Unknown } else { prior.metric };
    let (mut config, mut planned) = (open, RouteModel { metric, ..prior.clone() });
    change(&mut config);
    change(&mut planned);
    plan(config, Some(prior), planned)
}

fn plan(config: RouteModel, prior: Option<RouteModel>, planned: RouteModel) -> Plan<RouteModel> {
    let (private, replace, diagnostics) = (Private::default(), Vec::new(), Diagnostics::new());
    Plan { config, prior, planned, private, replace, diagnostics }
}

fn facts() -> Facts {
    let node = NodeNet {
        node: "cvo-node".to_owned(),
        subnet: "10.0.1.0/24".parse().unwrap(),
        own: vec!["10.0.1.11".parse().unwrap()],
    };
    let version = Version::new(9, 15, 1);
    Facts { version, nodes: Some(vec![node]), loses_default: false }
}

fn looked_up(own: Facts) -> PlanFacts<RouteModel> {
    PlanFacts { new_name: NewName::Unchanged, own: Some(own) }
}

fn renamed(new_name: NewName) -> PlanFacts<RouteModel> {
    PlanFacts { new_name, own: Some(Facts { nodes: None, ..facts() }) }
}

fn paths(plan: &Plan<RouteModel>) -> Vec<String> {
    plan.diagnostics
        .iter()
        .map(|found| found.path.as_ref().map(ToString::to_string).unwrap_or_default())
        .collect()
}

#[test]
fn a_gateway_in_a_nodes_subnet_is_fine() {
    let mut plan = create(config());
    rules(&mut plan, Some(&looked_up(facts())));
    assert!(plan.diagnostics.is_empty(), "{:?}", plan.diagnostics);
    assert!(plan.planned.metric.is_unknown(), "ONTAP chooses");
}

#[test]
fn a_gateway_outside_the_subnets_is_warned_about_and_a_node_address_is_refused() {
    for (address, is_error) in [("10.0.2.1", false), ("10.0.1.11", true)] {
        let mut plan = create(RouteModel { gateway: gateway(address), ..config() });
        rules(&mut plan, Some(&looked_up(facts())));
        assert_eq!(paths(&plan), ["gateway"]);
        assert_eq!(plan.diagnostics.has_errors(), is_error, "{address}");
    }
}

#[test]
fn a_metric_needs_a_release_that_supports_it() {
    for (version, is_error) in [(Version::new(9, 10, 1), true), (Version::new(9, 11, 1), false)] {
        let mut plan = create(RouteModel { metric: Attr::Known(30), ..config() });
        rules(&mut plan, Some(&looked_up(Facts { version, ..facts() })));
        assert_eq!(plan.diagnostics.has_errors(), is_error, "{version}");
        let message = format!("{:?}", plan.diagnostics);
        assert_eq!(message.contains("9.10.1"), is_error, "{message}");
    }
}

#[test]
fn an_untouched_route_is_left_alone_whatever_is_wrong_with_it() {
    let mut plan = update(RouteModel { gateway: gateway("192.168.7.7"), ..state() }, |_| {});
    rules(&mut plan, Some(&looked_up(facts())));
    assert!(plan.is_untouched(), "{:?}", plan.planned);
    assert!(plan.diagnostics.is_empty(), "{:?}", plan.diagnostics);
}

#[test]
fn a_changed_route_gets_another_id() {
    type Change = fn(&mut RouteModel);
    let cases: [(&str, Change); 3] = [
        ("gateway", |route| route.gateway = gateway("10.0.1.2")),
        ("destination", |route| route.destination = destination("10.9.0.0/16")),
        ("metric", |route| route.metric = Attr::Known(30)),
    ];
    for (attribute, change) in cases {
        let mut plan = update(state(), change);
        rules(&mut plan, Some(&looked_up(facts())));
        assert!(plan.planned.id.is_unknown(), "{attribute}");
        assert!(!plan.diagnostics.has_errors(), "{attribute}: {:?}", plan.diagnostics);
    }
}

#[test]
fn only_a_change_of_nothing_but_the_metric_leaves_a_gap() {
    let mut alone = update(state(), |route| route.metric = Attr::Known(30));
    rules(&mut alone, Some(&looked_up(facts())));
    assert_eq!(paths(&alone), ["metric"]);
    let mut both = update(state(), |route| {
        (route.metric, route.gateway) = (Attr::Known(30), gateway("10.0.1.2"));
    });
    rules(&mut both, Some(&looked_up(facts())));
    assert!(both.diagnostics.is_empty(), "{:?}", both.diagnostics);
}

#[test]
fn renaming_the_storage_vm_does_not_change_the_route() {
    for prior in [state(), RouteModel { metric: Attr::Null, ..state() }] {
        let mut plan = update(prior, |route| route.svm_name = svm("svm_3"));
        rules(&mut plan, Some(&renamed(NewName::OursOrFree)));
        assert!(plan.is_untouched(), "{:?}", plan.planned);
    }
}

#[test]
fn another_storage_vm_is_refused() {
    let mut plan = update(state(), |route| route.svm_name = svm("svm_9"));
    rules(&mut plan, Some(&renamed(NewName::AnothersUuid("uuid-9".to_owned()))));
    assert_eq!(paths(&plan), ["svm_name"]);
}

#[test]
fn losing_the_last_default_route_is_warned_about() {
    let mut plan = update(state(), |route| route.destination = destination("10.9.0.0/16"));
    assert!(gives_up_default(&plan));
    rules(&mut plan, Some(&looked_up(Facts { loses_default: true, ..facts() })));
    assert_eq!(paths(&plan), ["destination"]);
    assert!(!plan.diagnostics.has_errors());
}
