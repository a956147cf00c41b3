//! How one route becomes another, because ONTAP has no call that changes a route. Pure.

use tfplugin_core::Attr;

use super::model::{DEFAULT_METRIC, RouteModel};

/// How to change one route into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// There is nothing to change.
    None,
    /// The new route is added before the old one is deleted.
    AddThenDelete,
    /// The old route is deleted first. Only the metric differs, and ONTAP refuses the new route as a
    /// duplicate while the old one exists (1966345).
    DeleteThenAdd,
}

/// Returns how to change `now` into `planned`. An unknown value counts as a different one.
pub fn change(now: &RouteModel, planned: &RouteModel) -> Change {
    if now.destination != planned.destination || now.gateway != planned.gateway {
        return Change::AddThenDelete;
    }
    match &planned.metric {
        Attr::Null => Change::None,
        metric if *metric == now.metric => Change::None,
        // A route from before 9.11.1 has the default metric, whether ONTAP shows it or not.
        Attr::Known(DEFAULT_METRIC) if now.metric.is_null() => Change::None,
        Attr::Known(_) | Attr::Unknown => Change::DeleteThenAdd,
    }
}

#[cfg(test)]
mod tests {
    use tfplugin_core::Text;

    use super::*;
    use crate::values::{Destination, Ipv4};

    fn route(destination: &str, gateway: &str, metric: Attr<i64>) -> RouteModel {
        RouteModel {
            destination: Destination::parse(destination).unwrap().into(),
            gateway: Ipv4::parse(gateway).unwrap().into(),
            metric,
            ..RouteModel::default()
        }
    }

    #[test]
    fn the_old_route_goes_last_unless_only_the_metric_differs() {
        let now = route("0.0.0.0/0", "10.0.1.1", Attr::Known(20));
        let cases = [
            ("the same", route("0.0.0.0/0", "10.0.1.1", Attr::Known(20)), Change::None),
            ("another router", route("0.0.0.0/0", "10.0.1.2", Attr::Known(20)), Change::AddThenDelete),
            ("another network", route("10.9.0.0/16", "10.0.1.1", Attr::Known(20)), Change::AddThenDelete),
            ("everything", route("10.9.0.0/16", "10.0.1.2", Attr::Known(30)), Change::AddThenDelete),
            ("another metric", route("0.0.0.0/0", "10.0.1.1", Attr::Known(30)), Change::DeleteThenAdd),
            (
                "a metric that is not known yet",
                route("0.0.0.0/0", "10.0.1.1", Attr::Unknown),
                Change::DeleteThenAdd,
            ),
        ];
        for (case, planned, way) in cases {
            assert_eq!(change(&now, &planned), way, "{case}");
        }
    }

    #[test]
    fn the_default_metric_is_not_a_change_on_a_release_without_metrics() {
        let now = route("0.0.0.0/0", "10.0.1.1", Attr::Null);
        let with = |metric| route("0.0.0.0/0", "10.0.1.1", metric);
        assert_eq!(change(&now, &now), Change::None);
        assert_eq!(
            change(&now, &with(Attr::Known(20))),
            Change::None,
            "the route has the default metric already"
        );
        assert_eq!(change(&now, &with(Attr::Known(30))), Change::DeleteThenAdd);
    }
}
