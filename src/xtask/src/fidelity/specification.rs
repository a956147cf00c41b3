//! The operations of an OpenAPI (Swagger 2.0) specification.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::schema::Schema;

/// An OpenAPI specification.
pub struct Specification {
    json: Value,
}

/// An operation of the specification.
pub struct Operation<'a> {
    /// Path with key names, such as `/svm/svms/{uuid}`.
    pub template: &'a str,
    json: &'a Value,
    whole: &'a Value,
}

impl Specification {
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let json: Value =
            serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
        ensure!(json["paths"].is_object(), "{} describes no paths", path.display());
        Ok(Self { json })
    }

    /// Finds the operation for a request. A literal segment takes precedence over a key.
    pub fn operation(&self, method: &str, path: &str) -> Option<Operation<'_>> {
        let paths = self.json["paths"].as_object()?;
        let fitting = paths.iter().filter(|(template, _)| fits(template, path));
        let (template, item) = fitting.min_by_key(|(template, _)| template.matches('{').count())?;
        let json = item.get(method)?;
        Some(Operation { template, json, whole: &self.json })
    }
}

/// Whether a path matches a template.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(segment, actual)| segment.starts_with('{') || *segment == actual)
}

impl<'a> Operation<'a> {
    /// Whether the specification lists the query parameter.
    pub fn has_parameter(&self, name: &str) -> bool {
        self.parameters().any(|parameter| parameter["in"] == "query" && parameter["name"] == name)
    }

    /// Returns the schema of the request's body.
    pub fn body(&self) -> Option<Schema<'a>> {
        let body = self.parameters().find(|parameter| parameter["in"] == "body")?;
        Some(Schema::new(body.get("schema")?, self.whole))
    }

    /// Returns the schema of the answer with this status. Errors use the schema of `default`.
    pub fn answer(&self, status: u64) -> Option<Schema<'a>> {
        let responses = &self.json["responses"];
        let response = responses.get(status.to_string()).or_else(|| {
            let key = if status >= 400 { "default" } else { "200" };
            responses.get(key)
        })?;
        Some(Schema::new(response.get("schema")?, self.whole))
    }

    /// Returns the schema of one object in the operation's answer.
    pub fn record(&self) -> Option<Schema<'a>> {
        let answer = self.answer(200)?;
        Some(answer.property("records").and_then(|records| records.items()).unwrap_or(answer))
    }

    fn parameters(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.json["parameters"].as_array().into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_key_matches_one_segment() {
        assert!(fits("/svm/svms/{uuid}", "/svm/svms/1"));
        assert!(!fits("/svm/svms/{uuid}", "/svm/svms"));
        assert!(!fits("/svm/svms/{uuid}", "/svm/peers/1"));
    }
}
