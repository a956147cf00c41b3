//! Selection of the fields that an answer shows.

use serde_json::{Map, Value};

use super::call::Call;
use crate::inventory::fields::Field;
use crate::world::error::{ApiError, ApiResult};
use crate::world::version::OntapVersion;

/// The fields of a record that an answer shows.
#[derive(Debug, Default)]
pub struct Selection {
    wanted: Vec<String>,
    unwanted: Vec<String>,
}

impl Selection {
    /// Selects the fields in `fields=`, the identifying fields and the fields that the query filters by.
    /// Without `fields=`, a single object shows all its inexpensive fields, a collection only the identifying
    /// ones.
    pub fn of(call: &Call, fields: &[Field], version: OntapVersion, single: bool) -> ApiResult<Self> {
        let mut selection = Self::default();
        let add_all = |list: &mut Vec<String>, keep: &dyn Fn(&Field) -> bool| {
            let known = fields.iter().filter(|field| is_shown(field, version) && keep(field));
            list.extend(known.map(|field| field.path.to_owned()));
        };
        add_all(&mut selection.wanted, &|field| field.identifying);
        match call.parameter("fields") {
            None if single => add_all(&mut selection.wanted, &|field| !field.expensive),
            None => {}
            Some(list) => {
                for name in split(list)? {
                    match name.as_str() {
                        "*" => add_all(&mut selection.wanted, &|field| !field.expensive),
                        "**" => add_all(&mut selection.wanted, &|_| true),
                        name => selection.add(name, call, fields, version)?,
                    }
                }
            }
        }
        selection.wanted.extend(call.filters().map(|(path, _)| path.to_owned()));
        // A selected object must not include fields that no GET of this release shows.
        let unknown = fields.iter().filter(|field| !field.only_published && !is_shown(field, version));
        selection.unwanted.extend(unknown.map(|field| field.path.to_owned()));
        Ok(selection)
    }

    /// Selects only these paths.
    pub fn paths(paths: Vec<String>) -> Self {
        Self { wanted: paths, unwanted: vec![] }
    }

    /// Error 262249: a field that cannot be read.
    fn add(&mut self, name: &str, call: &Call, fields: &[Field], version: OntapVersion) -> ApiResult<()> {
        let path = name.trim_start_matches('!');
        if !is_readable(fields, path, version) && !call.flag("ignore_unknown_fields", false) {
            let message = format!("The value \"{path}\" is invalid for field \"fields\".");
            return Err(ApiError::new(400, 262_249, message).on("fields"));
        }
        let list = if name.starts_with('!') { &mut self.unwanted } else { &mut self.wanted };
        list.push(path.to_owned());
        Ok(())
    }

    /// Returns the selected part of `record`.
    pub fn of_record(&self, record: &Value) -> Value {
        self.project(record, "").unwrap_or_else(|| Value::Object(Map::new()))
    }

    fn project(&self, value: &Value, path: &str) -> Option<Value> {
        match value {
            Value::Object(members) => {
                let keep = |(name, member): (&String, &Value)| {
                    let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    Some((name.clone(), self.project(member, &below)?))
                };
                let kept: Map<_, _> = members.iter().filter_map(keep).collect();
                (!kept.is_empty()).then_some(Value::Object(kept))
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                let kept: Vec<_> = items.iter().filter_map(|item| self.project(item, path)).collect();
                (!kept.is_empty()).then_some(Value::Array(kept))
            }
            leaf => self.keeps(path).then(|| leaf.clone()),
        }
    }

    fn keeps(&self, path: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|wanted| is_at_or_below(path, wanted));
        names(&self.wanted) && !names(&self.unwanted)
    }
}

/// Whether a GET of this release can show the field.
fn is_shown(field: &Field, version: OntapVersion) -> bool {
    field.readable && !field.only_published && field.since <= version
}

/// Whether a GET may name this path.
pub fn is_readable(fields: &[Field], path: &str, version: OntapVersion) -> bool {
    let fits = |field: &&Field| field.covers(path) || is_at_or_below(field.path, path);
    fields.iter().filter(fits).any(|field| field.readable && field.since <= version)
}

fn is_at_or_below(path: &str, ancestor: &str) -> bool {
    path.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Splits the names in `fields=`; `b{c,d}` is short for `b.c,b.d` (error 262286 for unbalanced braces).
fn split(list: &str) -> ApiResult<Vec<String>> {
    let unbalanced = || ApiError::new(400, 262_286, "The braces in \"fields\" do not match.").on("fields");
    let (mut names, mut prefix, mut name) = (Vec::new(), String::new(), String::new());
    for letter in list.chars().chain([',']) {
        match letter {
            '{' if prefix.is_empty() => prefix = std::mem::take(&mut name),
            '{' => return Err(unbalanced()),
            ',' | '}' => {
                let tail = std::mem::take(&mut name);
                if !tail.trim().is_empty() {
                    let dot = if prefix.is_empty() { "" } else { "." };
                    names.push(format!("{prefix}{dot}{}", tail.trim()));
                }
                match (letter, prefix.is_empty()) {
                    ('}', true) => return Err(unbalanced()),
                    ('}', false) => prefix.clear(),
                    _ => {}
                }
            }
            letter => name.push(letter),
        }
    }
    if prefix.is_empty() { Ok(names) } else { Err(unbalanced()) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn braces_abbreviate_paths() {
        assert_eq!(split("a,b{c,d.e},f").unwrap(), ["a", "b.c", "b.d.e", "f"]);
        for list in ["a{b", "a}", "a{b{c}}"] {
            assert!(split(list).is_err(), "{list}");
        }
    }

    #[test]
    fn a_selection_keeps_whole_objects_and_parts_of_them() {
        let record = json!({"a": {"b": 1, "c": 2}, "list": [{"x": 1, "y": 2}], "tags": [], "z": 3});
        for (wanted, unwanted, expected) in [
            (vec!["a"], vec![], json!({"a": {"b": 1, "c": 2}})),
            (vec!["a"], vec!["a.b"], json!({"a": {"c": 2}})),
            (vec!["list.x"], vec![], json!({"list": [{"x": 1}]})),
            (vec!["tags", "none"], vec![], json!({"tags": []})),
        ] {
            let own = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect();
            let selection = Selection { wanted: own(wanted), unwanted: own(unwanted) };
            assert_eq!(selection.of_record(&record), expected);
        }
    }
}
