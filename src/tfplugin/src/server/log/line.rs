//! One log line, as hclog writes it: a JSON object whose values are all strings.

use std::fmt;

use serde_json::{Map, Value as Json};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use tracing::field::{Field, Visit};
use tracing::{Level, Metadata};

/// Terraform parses a line only when its timestamp has exactly six fractional digits.
const TIMESTAMP: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]Z");

/// Longest value in bytes. Terraform reads lines of up to 64 KiB.
const LONGEST_VALUE: usize = 8 * 1024;

/// Maximum total size of all values in bytes.
const LONGEST_LINE: usize = 48 * 1024;

/// Fields of an event or of a span.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The log message.
    message: String,
    /// Further fields, in order.
    pairs: Vec<(String, String)>,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "message" => value.clone_into(&mut self.message),
            name => self.pairs.push((name.to_owned(), value.to_owned())),
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

impl Fields {
    /// The line for an event with these fields, inside the spans whose fields are `spans`.
    pub fn line(self, metadata: &Metadata<'_>, spans: Vec<Fields>, now: OffsetDateTime) -> String {
        let mut left = LONGEST_LINE;
        let mut line = Map::new();
        let inherited = spans.into_iter().flat_map(|span| span.pairs);
        for (name, value) in inherited.chain(self.pairs) {
            line.insert(name, shortened(value, &mut left));
        }
        let timestamp = now.to_offset(time::UtcOffset::UTC).format(TIMESTAMP).unwrap_or_default();
        line.insert("@timestamp".to_owned(), timestamp.into());
        line.insert("@level".to_owned(), level(metadata).into());
        line.insert("@module".to_owned(), module(metadata).into());
        line.insert("@message".to_owned(), shortened(self.message, &mut left));
        Json::Object(line).to_string() + "\n"
    }
}

fn level(metadata: &Metadata<'_>) -> &'static str {
    match *metadata.level() {
        Level::TRACE => "trace",
        Level::DEBUG => "debug",
        Level::INFO => "info",
        Level::WARN => "warn",
        Level::ERROR => "error",
    }
}

fn module(metadata: &Metadata<'_>) -> &'static str {
    let framework = metadata.target().split("::").next() == Some(env!("CARGO_CRATE_NAME"));
    if framework { "sdk.proto" } else { "provider" }
}

fn shortened(mut value: String, left: &mut usize) -> Json {
    let most = LONGEST_VALUE.min(*left);
    if value.len() > most {
        value.truncate(value.floor_char_boundary(most));
        value.push('…');
    }
    *left = left.saturating_sub(value.len());
    value.into()
}
