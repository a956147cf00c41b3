//! The routes of a configuration.

use ontap_core::IpRoute;

use super::System;
use super::book::{Book, Entry, text};
use super::selection::Chosen;
use crate::object::OntapModel;
use crate::route::{Ours, RouteModel};

/// Adds the routes.
pub fn collect(system: &System<'_>, chosen: &Chosen, book: &mut Book) {
    let mut all: Vec<_> = system.routes.iter().map(|route| (route, model(route))).collect();
    all.sort_by_key(|(route, model)| {
        (route.svm.name.clone(), text(&model.destination), text(&model.gateway), route.uuid.clone())
    });
    for (route, model) in all {
        let is_of_cluster = route.svm.uuid.is_none();
        if let Some(why) = chosen.why_not(&route.svm) {
            book.leave_out(&subject(route, &model), &why);
        } else if chosen.has(&route.svm) || is_of_cluster && !chosen.is_narrow {
            match RouteModel::refuse_unmanaged(route) {
                Ok(()) => add(route, &model, book),
                Err(refusals) => book.refuse(&subject(route, &model), &refusals),
            }
        }
    }
}

fn model(route: &IpRoute) -> RouteModel {
    RouteModel::imported(&Ours::only(route.clone()))
}

fn subject(route: &IpRoute, model: &RouteModel) -> String {
    if route.svm.uuid.is_some() && model.gateway().is_some() {
        return model.subject();
    }
    let gateway = route.gateway.map(|gateway| format!(" through {gateway}")).unwrap_or_default();
    format!("Route {}{gateway}", route.uuid)
}

fn add(route: &IpRoute, model: &RouteModel, book: &mut Book) {
    let svm = route.svm.name.clone().unwrap_or_default();
    let to = if model.is_default() { "default".to_owned() } else { text(&model.destination) };
    let entry = Entry {
        type_name: RouteModel::TYPE,
        subject: subject(route, model),
        wanted: format!("{svm}_{to}"),
        place: (svm, 3),
        import_id: model.import_id(),
    };
    book.add(entry, model, &());
}
