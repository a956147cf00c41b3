//! What a route is known by.

use ontap_core::{IpRoute, Scope};
use tfplugin_core::{Attr, Outcome, Recorded, Text, Timeouts};

use super::model::RouteModel;
use super::replacement::Replacements;
use crate::identity::{self, Difference};
use crate::object::{OntapModel, values_of_body};
use crate::unfinished::Values;

/// What there is of a stored route: the one of its uuid, and those that interrupted changes added.
#[derive(Debug, Clone)]
pub struct Ours {
    /// The first of them; it stands for the state.
    pub first: IpRoute,
    /// The others.
    pub others: Vec<IpRoute>,
    /// Which routes the changes that were begun were to add.
    pub replacements: Replacements,
}

impl Ours {
    /// A route that no change was begun of.
    pub fn only(route: IpRoute) -> Self {
        Self { first: route, others: Vec::new(), replacements: Replacements::default() }
    }

    /// All of them.
    pub fn into_all(self) -> Vec<IpRoute> {
        [vec![self.first], self.others].concat()
    }
}

impl OntapModel for RouteModel {
    type Found = Ours;

    const TYPE: &'static str = "cvo_route";

    fn id(&self) -> &Attr<String> {
        &self.id
    }

    fn complete(&self) -> &Attr<bool> {
        &self.complete
    }

    fn timeouts(&self) -> &Attr<Timeouts> {
        &self.timeouts
    }

    fn describe(&self) -> String {
        format!("the {}", self.label())
    }

    fn import_id(&self) -> Option<String> {
        let svm = self.svm_name.known()?.text();
        Some(format!("{svm}/{}/{}", self.destination()?, self.gateway()?))
    }

    /// Storage VM, destination and gateway together name one route.
    fn missing(&self) -> Vec<&'static str> {
        let has_svm = self.svm_id.known().is_some() && self.svm_name.known().is_some();
        let all = [
            ("svm_name or svm_id", has_svm),
            ("destination", self.destination().is_some()),
            ("gateway", self.gateway().is_some()),
        ];
        all.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect()
    }

    fn uuid(found: &Ours) -> &str {
        &found.first.uuid
    }

    fn seen(&self, found: &Ours) -> Self {
        self.refreshed(&found.first)
    }

    fn imported(found: &Ours) -> Self {
        Self::default().observed(&found.first)
    }

    fn begun(&self, uuid: Option<&str>) -> Self {
        Self { id: uuid.map(str::to_owned).into(), ..self.clone() }
    }

    fn values_sent(&self) -> Values {
        values_of_body(self)
    }

    fn differs_only_here(&self, prior: &Self) -> bool {
        self.differs_only_locally(prior)
    }

    /// ONTAP changes no route, so that storage VM, destination and gateway stay what they were; those of a change that was
    /// begun may differ.
    fn refuse_another(&self, found: &Ours, _is_remembered: bool) -> Outcome<()> {
        let route = &found.first;
        if found.replacements.have(route) && route.svm.uuid.as_ref() == self.svm_id.known() {
            return Ok(());
        }
        let owner = |scope: &Option<Scope>| match scope {
            Some(Scope::Cluster) => Some("the cluster".to_owned()),
            _ => route.svm.uuid.clone(),
        };
        let text = |value: Option<std::net::Ipv4Addr>| value.map(|address| address.to_string());
        let svm = Difference {
            attribute: "svm_id",
            stored: self.svm_id.clone().into_known(),
            found: owner(&route.scope),
        };
        let destination = Difference {
            attribute: "destination",
            stored: self.destination().map(|net| net.to_string()),
            found: route.ipv4_destination().map(|net| net.to_string()),
        };
        let gateway = Difference {
            attribute: "gateway",
            stored: text(self.gateway()),
            found: text(route.ipv4_gateway()),
        };
        identity::refuse_unlike(&self.label(), &[svm, destination, gateway])
    }

    fn refuse_unlike(&self, found: &Ours) -> Outcome<()> {
        self.refuse_another(found, false)
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
