//! The query language of collections: `field=value` with operators.
//!
//! Source: NetApp's overview of the REST API, section on query fields.

use std::cmp::Ordering;

use serde_json::Value;

use crate::star;

/// Returns the values at a dotted path, including those inside lists.
pub fn values_at<'a>(record: &'a Value, path: &str) -> Vec<&'a Value> {
    match record {
        Value::Array(items) => items.iter().flat_map(|item| values_at(item, path)).collect(),
        Value::Object(members) => match path.split_once('.') {
            Some((head, rest)) => members.get(head).map(|member| values_at(member, rest)).unwrap_or_default(),
            None => match members.get(path) {
                Some(Value::Array(items)) => items.iter().collect(),
                Some(member) => vec![member],
                None => vec![],
            },
        },
        _ => vec![],
    }
}

/// Whether a value of the record at `path` matches the query `pattern`.
pub fn matches(record: &Value, path: &str, pattern: &str) -> bool {
    let values = values_at(record, path);
    alternatives(pattern).iter().any(|wanted| match values.as_slice() {
        [] => fits(&Value::Null, wanted),
        values => values.iter().any(|value| fits(value, wanted)),
    })
}

/// Splits a pattern at `|`, except within quotes and braces.
fn alternatives(pattern: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, letter) in pattern.char_indices() {
        match (quote, letter) {
            (None, '"') => quote = Some('"'),
            (None, '{') => quote = Some('}'),
            (Some(end), letter) if letter == end => quote = None,
            (None, '|') => {
                parts.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&pattern[start..]);
    parts
}

fn fits(value: &Value, wanted: &str) -> bool {
    if let Some(literal) = unquoted(wanted) {
        return text(value).is_some_and(|text| text == literal);
    }
    if let Some(rest) = wanted.strip_prefix('!') {
        return !fits(value, rest);
    }
    if wanted == "null" {
        return value.is_null();
    }
    let Some(shown) = text(value) else { return false };
    for (operator, accepts) in COMPARISONS {
        if let Some(limit) = wanted.strip_prefix(operator) {
            return accepts(compare(&shown, limit));
        }
    }
    if let Some((low, high)) = wanted.split_once("..") {
        return compare(&shown, low).is_ge() && compare(&shown, high).is_le();
    }
    star::matches(wanted, &shown)
}

type Accepts = fn(Ordering) -> bool;

/// Longer operators come first because they begin with the shorter ones.
const COMPARISONS: [(&str, Accepts); 4] =
    [("<=", Ordering::is_le), (">=", Ordering::is_ge), ("<", Ordering::is_lt), (">", Ordering::is_gt)];

fn unquoted(wanted: &str) -> Option<&str> {
    let quoted = |open, close| wanted.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    quoted('"', '"').or_else(|| quoted('{', '}'))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Compares numbers numerically, everything else as text.
fn compare(left: &str, right: &str) -> Ordering {
    match (left.parse::<f64>(), right.parse::<f64>()) {
        (Ok(left), Ok(right)) => left.total_cmp(&right),
        _ => left.cmp(right),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn operators_select_as_documented() {
        let record = json!({"name": "lif_2", "size": 5, "on": true, "svm": {"name": "a|b"},
                            "services": ["data_core", "data_nfs"], "ports": [{"n": "e0a"}, {"n": "e0b"}]});
        for (path, pattern, expected) in [
            ("name", "lif_2", true),
            ("name", "lif*", true),
            ("name", "*2", true),
            ("name", "lif", false),
            ("name", "x|lif_2", true),
            ("name", "!lif_2", false),
            ("name", "!x*", true),
            ("name", "\"lif*\"", false),
            ("svm.name", "{a|b}", true),
            ("svm.name", "a|b", false),
            ("size", "5", true),
            ("size", ">4", true),
            ("size", "<5", false),
            ("size", "<=5", true),
            ("size", "3|5..9", true),
            ("size", "10..20", false),
            ("on", "true", true),
            ("services", "data_nfs", true),
            ("ports.n", "e0b", true),
            ("missing", "null", true),
            ("missing", "<10", false),
            ("missing", "<10|null", true),
            ("name", "null", false),
        ] {
            assert_eq!(matches(&record, path, pattern), expected, "{path}={pattern}");
        }
    }
}
