//! Comparison of a JSON value with a schema.

use serde_json::Value;

use super::findings::Findings;

/// The direction of a value. The specification may restrict the directions of a property.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    Create,
    Modify,
    Read,
}

/// The flags by which the specification forbids directions.
const FORBIDDEN: [(&str, &[Direction]); 6] = [
    ("readOnly", &[Direction::Create, Direction::Modify]),
    ("x-ntap-readOnly", &[Direction::Create, Direction::Modify]),
    ("x-ntap-createOnly", &[Direction::Modify, Direction::Read]),
    ("x-ntap-modifyOnly", &[Direction::Create, Direction::Read]),
    ("x-ntap-readCreate", &[Direction::Modify]),
    ("x-ntap-readModify", &[Direction::Create]),
];

/// A schema, with the whole specification for its references.
#[derive(Clone, Copy)]
pub struct Schema<'a> {
    json: &'a Value,
    whole: &'a Value,
}

impl<'a> Schema<'a> {
    pub fn new(json: &'a Value, whole: &'a Value) -> Self {
        let target = json["$ref"].as_str().and_then(|target| whole.pointer(target.trim_start_matches('#')));
        target.map_or(Self { json, whole }, |json| Self::new(json, whole))
    }

    /// Finds a property by its name.
    pub fn property(&self, name: &str) -> Option<Self> {
        let own = self.json["properties"].get(name).map(|json| Self::new(json, self.whole));
        let parts = self.json["allOf"].as_array().into_iter().flatten();
        own.or_else(|| parts.map(|part| Self::new(part, self.whole)).find_map(|part| part.property(name)))
    }

    /// Returns the schema of an array's elements.
    pub fn items(&self) -> Option<Self> {
        self.json.get("items").map(|json| Self::new(json, self.whole))
    }

    /// Whether there is a property with this dotted name, including inside arrays.
    pub fn has(&self, dotted: &str) -> bool {
        let inner = self.items().unwrap_or(*self);
        let (name, rest) = dotted.split_once('.').map_or((dotted, None), |(name, rest)| (name, Some(rest)));
        inner.property(name).is_some_and(|property| rest.is_none_or(|rest| property.has(rest)))
    }

    /// Records every difference between a value and this schema.
    pub fn compare(&self, value: &Value, direction: Direction, place: &str, findings: &mut Findings) {
        self.compare_at(value, direction, &mut Here { place, path: String::new(), findings });
    }

    fn compare_at(&self, value: &Value, direction: Direction, here: &mut Here<'_>) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    here.enter(name, |here| self.compare_member(name, member, direction, here));
                }
            }
            Value::Array(elements) => {
                let Some(items) = self.items() else { return here.note("is an array") };
                elements.iter().for_each(|element| items.compare_at(element, direction, here));
            }
            scalar => self.compare_scalar(scalar, here),
        }
    }

    fn compare_member(&self, name: &str, member: &Value, direction: Direction, here: &mut Here<'_>) {
        let Some(property) = self.property(name) else { return here.note("no such field") };
        // The flags are next to a reference, not in its target.
        let flags = self.json["properties"].get(name).unwrap_or(property.json);
        for (flag, directions) in FORBIDDEN {
            let set = !flags[flag].is_null() || !property.json[flag].is_null();
            if set && directions.contains(&direction) {
                here.note(&format!("is {}", flag.trim_start_matches("x-ntap-")));
            }
        }
        property.compare_at(member, direction, here);
    }

    fn compare_scalar(&self, value: &Value, here: &mut Here<'_>) {
        let fits = match self.json["type"].as_str() {
            Some("string") => value.is_string(),
            Some("integer") => value.is_i64() || value.is_u64(),
            Some("number") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("object" | "array") => false,
            _ => true,
        };
        if !fits {
            here.note(&format!("is {value} and not of type {}", self.json["type"]));
        }
        let allowed = self.json["enum"].as_array();
        if allowed.is_some_and(|allowed| !allowed.contains(value)) {
            here.note(&format!("is {value}, which is none of the described values"));
        }
    }
}

/// The current position of a comparison in a body.
struct Here<'a> {
    place: &'a str,
    path: String,
    findings: &'a mut Findings,
}

impl Here<'_> {
    fn enter(&mut self, name: &str, work: impl FnOnce(&mut Self)) {
        let outside = self.path.len();
        if outside > 0 {
            self.path.push('.');
        }
        self.path.push_str(name);
        work(self);
        self.path.truncate(outside);
    }

    fn note(&mut self, what: &str) {
        self.findings.add(self.place.to_owned(), &self.path, what);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn findings(value: Value, direction: Direction) -> Vec<String> {
        let whole = json!({"definitions": {"thing": {"properties": {
            "name": {"type": "string"},
            "state": {"type": "string", "enum": ["up", "down"], "readOnly": "1"},
            "secret": {"type": "string", "x-ntap-createOnly": "1"},
            "parts": {"type": "array", "items": {"properties": {"size": {"type": "integer"}}}},
        }}}});
        let reference = json!({"$ref": "#/definitions/thing"});
        let mut findings = Findings::default();
        Schema::new(&reference, &whole).compare(&value, direction, "thing", &mut findings);
        findings.lines()
    }

    #[test]
    fn names_types_values_and_directions_are_compared() {
        for (value, direction, expected) in [
            (json!({"name": "a", "parts": [{"size": 1}]}), Direction::Create, ""),
            (json!({"nmae": "a"}), Direction::Create, "thing `nmae`: no such field"),
            (
                json!({"parts": [{"size": "1"}]}),
                Direction::Read,
                "thing `parts.size`: is \"1\" and not of type \"integer\"",
            ),
            (json!({"state": "up"}), Direction::Modify, "thing `state`: is readOnly"),
            (
                json!({"state": "side"}),
                Direction::Read,
                "thing `state`: is \"side\", which is none of the described values",
            ),
            (json!({"secret": "x"}), Direction::Read, "thing `secret`: is createOnly"),
        ] {
            assert_eq!(findings(value, direction).join("\n"), expected);
        }
    }
}
