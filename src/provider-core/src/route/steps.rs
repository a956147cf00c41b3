//! How one route becomes another. ONTAP has no call that changes a route: pure.

use tfplugin_core::Attr;

use super::model::{DEFAULT_METRIC, RouteModel};

/// The way from one route to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is what is wanted.
    None,
    /// The new route exists before the old one goes.
    AddThenDelete,
    /// Only the metric differs: ONTAP takes the new route for a duplicate while the old one exists (1966345).
    DeleteThenAdd,
}

/// The way from `now` to `planned`. What is not known yet counts as another value.
pub fn change(now: &RouteModel, planned: &RouteModel) -> Change {
    if now.destination != planned.destination || now.gateway != planned.gateway {
        return Change::AddThenDelete;
    }
    match &planned.metric {
        Attr::Null => Change::None,
        metric if *metric == now.metric => Change::None,
        // A route from before 9.11.1 has the default one, whether it is told or not.
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
    fn a_release_without_metrics_needs_no_change_because_of_one() {
        let now = route("0.0.0.0/0", "10.0.1.1", Attr::Null);
        let with = |metric| route("0.0.0.0/0", "10.0.1.1", metric);
        assert_eq!(change(&now, &now), Change::None);
        assert_eq!(change(&now, &with(Attr::Known(20))), Change::None, "it has the default one already");
        assert_eq!(change(&now, &with(Attr::Known(30))), Change::DeleteThenAdd);
    }
}
