//! Bodies for a log: without secrets, and of limited length.

use serde_json::Value;

use crate::protocol::redactor::{HIDDEN, Redactor};

/// A longer body is described by its length: it cannot be cleaned in parts.
const MAX_SHOWN: usize = 64 * 1024;

/// Parts of the names of fields whose values are secrets, whatever they are.
const SECRET: [&str; 8] =
    ["password", "passwd", "passphrase", "secret", "token", "private_key", "credential", "community"];

/// Returns a body without the secrets that the redactor knows, and without the values of fields that are named
/// like secrets.
pub fn shown(body: &[u8], redactor: &Redactor) -> String {
    let text = if body.len() > MAX_SHOWN {
        return format!("({} bytes)", body.len());
    } else if let Ok(mut value) = serde_json::from_slice::<Value>(body) {
        hide(&mut value);
        value.to_string()
    } else {
        String::from_utf8_lossy(body).into_owned()
    };
    redactor.scrub(&text)
}

fn hide(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(members) => {
            for (name, value) in members {
                let name = name.to_lowercase();
                if SECRET.iter().any(|part| name.contains(part)) {
                    *value = HIDDEN.into();
                } else {
                    hide(value);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &str) -> String {
        super::shown(body.as_bytes(), &Redactor::new(["hunter22".to_owned()]))
    }

    #[test]
    fn values_of_fields_that_are_named_like_secrets_are_hidden() {
        let body = r#"{"ad_domain":{"user":"a","Password":"x"},"keys":[{"shared_secret":["x"],"name":"b"}]}"#;
        assert_eq!(
            shown(body),
            r#"{"ad_domain":{"Password":"(hidden)","user":"a"},"keys":[{"name":"b","shared_secret":"(hidden)"}]}"#
        );
    }

    #[test]
    fn known_secrets_are_hidden_anywhere() {
        assert_eq!(shown(r#"{"comment":"it is hunter22"}"#), r#"{"comment":"it is (hidden)"}"#);
        assert_eq!(shown("<html>hunter22, hunter%322</html>"), "<html>(hidden), (hidden)</html>");
    }

    #[test]
    fn a_long_body_is_described() {
        assert_eq!(shown(&"x".repeat(70_000)), "(70000 bytes)");
        assert_eq!(shown(""), "");
    }
}
