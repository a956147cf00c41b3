//! Comparison of a recorded request and its answer with the operation in the specification.

use anyhow::{Context, Result};
use serde_json::Value;

use super::findings::Findings;
use super::schema::{Direction, Schema};
use super::specification::{Operation, Specification};

/// Query parameters that every operation accepts, whether or not its description lists them: "Getting
/// started" of ONTAP's REST API documentation describes them for the API as a whole.
const COMMON: [&str; 7] = [
    "fields",
    "max_records",
    "order_by",
    "query",
    "return_records",
    "return_timeout",
    "ignore_unknown_fields",
];

/// A recorded request with its answer.
pub struct Exchange {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    status: u64,
    request: Value,
    response: Value,
}

impl Exchange {
    /// Parses an entry of the simulator's log.
    pub fn read(entry: &Value) -> Result<Self> {
        let text = |key: &str| entry[key].as_str().with_context(|| format!("no {key} in {entry}"));
        Ok(Self {
            method: text("method")?.to_lowercase(),
            path: text("path")?.trim_start_matches("/api").to_owned(),
            query: serde_urlencoded::from_str(text("query")?).context("the log has a query that is none")?,
            status: entry["status"].as_u64().unwrap_or_default(),
            request: entry["request"].clone(),
            response: entry["response"].clone(),
        })
    }

    /// Compares names, types, values and directions with the specification.
    pub fn compare(&self, specification: &Specification, findings: &mut Findings) {
        let Some(operation) = specification.operation(&self.method, &self.path) else {
            findings.unknown_operation(&self.method, &self.path);
            return;
        };
        findings.compared += 1;
        let place = format!("{} {}", self.method.to_uppercase(), operation.template);
        self.compare_query(&operation, &place, findings);
        let direction = if self.method == "post" { Direction::Create } else { Direction::Modify };
        if let (Some(schema), Value::Object(_)) = (operation.body(), &self.request) {
            schema.compare(&self.request, direction, &format!("{place} sends"), findings);
        }
        if let (Some(schema), Value::Object(_)) = (operation.answer(self.status), &self.response) {
            schema.compare(&self.response, Direction::Read, &format!("{place} answers"), findings);
        }
    }

    fn compare_query(&self, operation: &Operation<'_>, place: &str, findings: &mut Findings) {
        for (name, value) in &self.query {
            let known = COMMON.contains(&name.as_str()) || operation.has_parameter(name);
            if !known && !operation.record().is_some_and(|record| record.has(name)) {
                findings.add(format!("{place} asks by"), name, "no such parameter");
            }
            if name == "fields" {
                let record = operation.record();
                for field in value.split(',').filter(|field| !field.contains('*')) {
                    if !record.as_ref().is_some_and(|record: &Schema<'_>| record.has(field)) {
                        findings.add(format!("{place} asks for"), field, "no such field");
                    }
                }
            }
        }
    }
}
