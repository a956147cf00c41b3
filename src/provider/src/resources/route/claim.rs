//! The routes of a stored state, and whether the one that an unfinished create may have made is it.

use ontap::{IpRoute, Scope, UnlessGone};
use tfplugin::{Cx, Outcome, Text};

use super::find::{import_id, routes_of};
use super::model::RouteModel;
use super::successor::Successors;
use crate::clients::Clients;
use crate::diagnose::During;
use crate::identity::{self, Difference};
use crate::unfinished::{Found, Looked, Object, Sent, Values, without_record};

/// The type, for messages.
const TYPE: &str = "cvo_route";

/// The routes of a stored state: first the one of its uuid, which is gone only by a 404, then those that interrupted changes
/// added. Without uuid, what an unfinished create made.
pub(super) async fn ours(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &RouteModel,
) -> Outcome<Vec<IpRoute>> {
    let described = format!("the {}", stored.describe());
    let Some(uuid) = stored.id.known() else {
        return Ok(look(cx, ontap, stored).await?.into_ours()?.into_iter().collect());
    };
    let mut ours = Vec::new();
    if let Some(route) = ontap.get::<IpRoute>(uuid).await.unless_gone().during(format!("read {described}"))? {
        refuse_another(cx, stored, &route)?;
        ours.push(route);
    }
    let successors = Successors::remembered(cx);
    if let Some(svm) = stored.svm_id.known().filter(|_| !successors.is_empty()) {
        let all = routes_of(ontap, svm).await?;
        Successors::forget_gone(cx, &all);
        let added = |route: &IpRoute| successors.have(route) && route.uuid != *uuid;
        ours.extend(all.into_iter().filter(added));
    }
    Ok(ours)
}

/// What there is of a state without uuid. Only a record of what a create sent makes an object its own.
pub(super) async fn look(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    stored: &RouteModel,
) -> Outcome<Looked<IpRoute>> {
    let described = stored.describe();
    let id = stored.import_id();
    let object = Object { name: &described, type_name: TYPE, import_id: id.as_deref() };
    let missing = stored.missing();
    let (Some(sent), Some(svm), true) = (Sent::remembered(cx), stored.svm_id.known(), missing.is_empty())
    else {
        return Err(without_record(&object, &[&["id"][..], &missing].concat()));
    };
    let mut same = routes_of(ontap, svm).await?.into_iter().filter(|route| stored.is_same_way(route));
    let Some(route) = same.next() else { return Ok(Looked::Absent) };
    let id = import_id(&route);
    let object = Object { import_id: Some(&id), ..object };
    let found = Found { uuid: &route.uuid, values: stored.observed(&route).values_sent(), holds: Vec::new() };
    Ok(match sent.refuse_other(&object, &found) {
        Ok(()) => Looked::Ours(route),
        Err(refusal) => Looked::NotOurs(refusal),
    })
}

/// Refuses a route that is not the one of the state: ONTAP changes none, so that storage VM, destination and gateway stay
/// what they were; those of a change that was begun may differ.
pub(super) fn refuse_another(cx: &Cx<Clients>, stored: &RouteModel, route: &IpRoute) -> Outcome<()> {
    if Successors::remembered(cx).have(route) && route.svm.uuid.as_ref() == stored.svm_id.known() {
        return Ok(());
    }
    let owner = |scope: &Option<Scope>| match scope {
        Some(Scope::Cluster) => Some("the cluster".to_owned()),
        _ => route.svm.uuid.clone(),
    };
    let text = |value: Option<std::net::Ipv4Addr>| value.map(|address| address.to_string());
    let svm = Difference {
        attribute: "svm_id",
        stored: stored.svm_id.clone().into_known(),
        found: owner(&route.scope),
    };
    let destination = Difference {
        attribute: "destination",
        stored: stored.destination().map(|net| net.to_string()),
        found: route.ipv4_destination().map(|net| net.to_string()),
    };
    let gateway = Difference {
        attribute: "gateway",
        stored: text(stored.gateway()),
        found: text(route.ipv4_gateway()),
    };
    identity::refuse_unlike(&stored.describe(), &[svm, destination, gateway])
}

impl RouteModel {
    /// What a create sends.
    pub(super) fn values_sent(&self) -> Values {
        Values::from([
            ("svm_id", self.svm_id.clone().into_known()),
            ("destination", self.destination().map(|net| net.to_string())),
            ("gateway", self.gateway().map(|gateway| gateway.to_string())),
            ("metric", self.metric.known().map(ToString::to_string)),
        ])
    }

    /// The id that it is imported by, as far as the state says it.
    fn import_id(&self) -> Option<String> {
        let svm = self.svm_name.known()?.text();
        Some(format!("{svm}/{}/{}", self.destination()?, self.gateway()?))
    }

    /// What the state lacks of storage VM, destination and gateway, which together name one route.
    fn missing(&self) -> Vec<&'static str> {
        let has_svm = self.svm_id.known().is_some() && self.svm_name.known().is_some();
        let all = [
            ("svm_name or svm_id", has_svm),
            ("destination", self.destination().is_some()),
            ("gateway", self.gateway().is_some()),
        ];
        all.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_state_lacks_is_named() {
        assert_eq!(RouteModel::default().missing(), ["svm_name or svm_id", "destination", "gateway"]);
    }
}
