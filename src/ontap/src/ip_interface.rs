//! `/api/network/ip/interfaces`: reading LIFs. Changing them is in `ip_interface_change`.

use crate::{Client, IpInterface, IpInterfaceFilter, Result};
use ontap_core::protocol::request::Request;

pub(crate) const PATH: &str = "/network/ip/interfaces";

const FIELDS: &[&str] = &[
    "uuid",
    "name",
    "ip",
    "svm.name",
    "svm.uuid",
    "ipspace.name",
    "ipspace.uuid",
    "scope",
    "enabled",
    "state",
    "location",
    "service_policy.name",
    "service_policy.uuid",
    "services",
];

/// What every LIF has, those of the cluster too. Where it is at present may be missing while a node is down, and its services
/// where its policy has none.
const ALWAYS: &[&str] = &[
    "name",
    "scope",
    "enabled",
    "ip.address",
    "ip.netmask",
    "location.home_node.name",
    "location.home_port.name",
];

/// What every LIF of an SVM has besides. Those of the cluster have no SVM, and need not have a policy.
const ALWAYS_OF_SVM: &[&str] =
    &["svm.name", "svm.uuid", "service_policy.name", "location.auto_revert", "location.failover"];

fn shown(request: Request) -> Request {
    request.fields(FIELDS).always(ALWAYS).always_where(("scope", "svm"), ALWAYS_OF_SVM)
}

fn get(uuid: &str) -> Result<Request> {
    Ok(shown(Request::get_one(PATH, uuid)?))
}

fn list(filter: &IpInterfaceFilter) -> Result<Request> {
    let filters = [
        ("svm.uuid", filter.svm_uuid.clone()),
        ("svm.name", filter.svm_name.clone()),
        ("name", filter.name.clone()),
        ("ip.address", filter.address.map(|address| address.to_string())),
        ("scope", filter.scope.as_ref().map(ToString::to_string)),
    ];
    let all = shown(Request::get(PATH));
    filters.iter().try_fold(all, |request, (field, value)| match value {
        Some(value) => request.filter(field, value),
        None => Ok(request),
    })
}

impl Client {
    /// Lists the LIFs that the filter lets pass.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn ip_interfaces(&self, filter: &IpInterfaceFilter) -> Result<Vec<IpInterface>> {
        self.list(&list(filter)?).await
    }

    /// Reads the LIF of this uuid.
    ///
    /// # Errors
    /// Whatever the request meets; [`crate::UnlessGone`] makes `None` of a LIF that does not exist.
    pub async fn ip_interface(&self, uuid: &str) -> Result<IpInterface> {
        self.fetch(&get(uuid)?).await
    }

    /// Reads the LIF of this name in the SVM of this name, if there is one.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn ip_interface_by_name(&self, svm_name: &str, name: &str) -> Result<Option<IpInterface>> {
        let filter = IpInterfaceFilter {
            svm_name: Some(svm_name.to_owned()),
            name: Some(name.to_owned()),
            ..IpInterfaceFilter::default()
        };
        self.list_only(&list(&filter)?).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_asks_for_nothing_that_it_does_not_name() {
        let filter =
            IpInterfaceFilter { address: Some([10, 0, 0, 5].into()), ..IpInterfaceFilter::default() };
        let request = list(&filter).unwrap();
        assert_eq!(request.query[1..], [("ip.address".to_owned(), "10.0.0.5".to_owned())]);
        assert_eq!(list(&IpInterfaceFilter::default()).unwrap().query.len(), 1);
    }
}
