//! Determines which changes replace the object.

use super::same;
use crate::schema::{Attribute, AttributeType, Nesting};
use crate::value::{Path, Step, Value};

/// Returns the attributes that require replacement and really differ. An unknown value may turn out to equal
/// the prior one, and an object that does not exist cannot be replaced.
pub fn replaced(attributes: &[Attribute], prior: &Value, planned: &Value) -> Vec<Path> {
    let mut paths = Vec::new();
    object(attributes, prior, planned, &Path::default(), &mut paths);
    paths
}

fn object(attributes: &[Attribute], prior: &Value, planned: &Value, at: &Path, paths: &mut Vec<Path>) {
    if prior.is_null() {
        return;
    }
    for attribute in attributes {
        let (prior, planned) = (prior.at(&attribute.name), planned.at(&attribute.name));
        let at = at.join(Step::Attribute(attribute.name.clone()));
        if attribute.replace
            && planned.is_wholly_known()
            && prior != planned
            && !same(attribute, prior, planned)
        {
            paths.push(at);
            continue;
        }
        if let AttributeType::Nested(nesting, inner) = &attribute.ty
            && *nesting != Nesting::Set
        {
            let prior = nesting.objects(prior, &at);
            for (planned, at) in nesting.objects(planned, &at) {
                if let Some((prior, _)) = prior.iter().find(|(_, place)| *place == at) {
                    object(inner, prior, planned, &at, paths);
                }
            }
        }
    }
}
