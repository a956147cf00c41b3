//! `/api/network/ip/routes`: static routes. The API has no PATCH for them.

use serde_json::json;

use crate::{Client, IpRoute, IpRouteCreate, Result, UnlessGone, Version};
use ontap_core::protocol::request::Request;

const PATH: &str = "/network/ip/routes";

/// What every route has, those of the cluster too.
const ALWAYS: &[&str] = &["scope", "destination.address", "destination.netmask", "gateway"];
/// What a route of an SVM has besides.
const ALWAYS_OF_SVM: &[&str] = &["svm.name", "svm.uuid"];

fn fields(request: Request, version: Version) -> Request {
    let mut fields = vec![
        "uuid",
        "svm.name",
        "svm.uuid",
        "ipspace.name",
        "ipspace.uuid",
        "scope",
        "destination.address",
        "destination.netmask",
        "gateway",
    ];
    let request = request.always(ALWAYS).always_where(("scope", "svm"), ALWAYS_OF_SVM);
    if version < Version::ROUTE_METRIC {
        return request.fields(&fields);
    }
    fields.push("metric");
    request.fields(&fields).always(&["metric"])
}

fn all(version: Version) -> Request {
    fields(Request::get(PATH), version)
}

fn of_svm(svm_uuid: &str, version: Version) -> Result<Request> {
    all(version).filter("svm.uuid", svm_uuid)
}

fn create(route: &IpRouteCreate) -> Request {
    let mut body = json!({
        "svm": {"uuid": route.svm_uuid},
        "destination": {
            "address": route.destination.network(),
            "netmask": route.destination.prefix_len().to_string(),
        },
        "gateway": route.gateway,
    });
    if let Some(metric) = route.metric {
        body["metric"] = json!(metric);
    }
    Request::post(PATH, body).parameter("return_records", "true")
}

/// Destination and gateway make a route what it is; several gateways for one destination are allowed.
fn is_same(found: &IpRoute, wanted: &IpRouteCreate) -> bool {
    found.destination_net() == Some(wanted.destination.trunc()) && found.gateway == Some(wanted.gateway)
}

impl Client {
    /// Lists the routes of an SVM.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn ip_routes(&self, svm_uuid: &str) -> Result<Vec<IpRoute>> {
        self.list(&of_svm(svm_uuid, self.version().await?)?).await
    }

    /// Lists the routes of every SVM and of the cluster.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn all_ip_routes(&self) -> Result<Vec<IpRoute>> {
        self.list(&all(self.version().await?)).await
    }

    /// Reads the route of this uuid.
    ///
    /// # Errors
    /// Whatever the request meets; [`crate::UnlessGone`] makes `None` of a route that does not exist.
    pub async fn ip_route(&self, uuid: &str) -> Result<IpRoute> {
        self.fetch(&fields(Request::get_one(PATH, uuid)?, self.version().await?)).await
    }

    /// Creates a route. ONTAP's answer is partial: the uuid is certain, the rest must be read back.
    ///
    /// Where the outcome is unknown the client looks for a route of this SVM, destination and gateway before it
    /// asks again.
    ///
    /// # Errors
    /// Whatever the request meets. An error that [`crate::Error::is_ambiguous`] may have left a route.
    pub async fn create_ip_route(&self, route: &IpRouteCreate) -> Result<IpRoute> {
        let look = || async {
            let routes = self.ip_routes(&route.svm_uuid).await?;
            Ok(routes.into_iter().find(|found| is_same(found, route)))
        };
        self.create(&create(route), || Box::pin(look())).await
    }

    /// Deletes a route. A route that is gone already is no error.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn delete_ip_route(&self, uuid: &str) -> Result<()> {
        let delete = Request::delete_one(PATH, uuid)?;
        self.delete(&delete, || Box::pin(async { self.ip_route(uuid).await.unless_gone() })).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default_route(metric: Option<u32>) -> IpRouteCreate {
        IpRouteCreate {
            svm_uuid: "u-svm".to_owned(),
            destination: "0.0.0.0/0".parse().unwrap(),
            gateway: [10, 0, 0, 1].into(),
            metric,
        }
    }

    #[test]
    fn a_metric_is_sent_only_when_it_is_set() {
        let body = |metric| create(&default_route(metric)).body.unwrap();
        let plain = json!({
            "svm": {"uuid": "u-svm"},
            "destination": {"address": "0.0.0.0", "netmask": "0"},
            "gateway": "10.0.0.1",
        });
        assert_eq!(body(None), plain);
        assert_eq!(body(Some(30))["metric"], json!(30));
    }

    #[test]
    fn an_old_release_is_not_asked_for_metrics() {
        let asked = |version| of_svm("u-1", version).unwrap().query[0].1.contains("metric");
        assert!(!asked(Version::new(9, 10, 1)) && asked(Version::new(9, 11, 1)));
    }

    #[test]
    fn a_route_is_the_same_by_destination_and_gateway() {
        let found = |gateway: &str| -> IpRoute {
            let route = json!({"uuid": "r", "destination": {"address": "0.0.0.0", "netmask": "0"}, "gateway": gateway});
            serde_json::from_value(route).unwrap()
        };
        assert!(is_same(&found("10.0.0.1"), &default_route(None)));
        assert!(!is_same(&found("10.0.0.2"), &default_route(None)));
    }
}
