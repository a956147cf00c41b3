use ontap_core::IpRoute;
use serde_json::{Value as Json, json};
use tfplugin_core::Private;

use super::*;
use crate::object::{OntapModel, rules};
use crate::planning::assert_unchanged;
use crate::written::{configuration, refuse_impossible, written};

#[test]
fn only_what_is_unusual_is_written_and_the_plan_is_empty() {
    let route = |address: &str, netmask: &str, metric: Json| -> IpRoute {
        let route = json!({"uuid": "r-1", "svm": {"name": "svm_2", "uuid": "u"}, "scope": "svm", "metric": metric,
            "gateway": "10.0.1.1", "destination": {"address": address, "netmask": netmask}});
        serde_json::from_value(route).unwrap()
    };
    let cases = [
        (route("0.0.0.0", "0", json!(20)), "svm_name gateway"),
        (route("0.0.0.0", "0", json!(null)), "svm_name gateway"),
        (route("0.0.0.0", "0", json!(30)), "svm_name gateway metric"),
        (route("10.9.0.0", "16", json!(20)), "svm_name destination gateway"),
    ];
    for (record, expected) in cases {
        let imported = RouteModel { complete: Attr::Known(true), ..RouteModel::imported(&record.into()) };
        let lines = written(&imported, &());
        assert_eq!(refuse_impossible::<RouteModel>(&lines), Ok(()));
        let config = configuration::<RouteModel>(&lines);
        assert_unchanged((&config, &imported), Private::default(), |plan| rules(plan, None), &expected);
        let names: Vec<_> = lines.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.join(" "), expected);
    }
}
