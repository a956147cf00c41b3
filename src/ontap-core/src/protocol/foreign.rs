//! Describes an answer that is not one of the API: its kind and length, never its content.

use serde_json::value::RawValue;

use crate::protocol::answer::{MAX_ANSWER_BYTES, Received};

/// Returns the kind and the length of what was received.
pub fn describe(received: &Received) -> String {
    let body = received.body.trim_ascii();
    let length = received.body.len();
    if !received.is_whole {
        return format!("more than {} MiB, which were not read to their end", MAX_ANSWER_BYTES / 1024 / 1024);
    }
    if (300..400).contains(&received.status) {
        return format!("a redirection to elsewhere and {length} bytes");
    }
    if body.is_empty() {
        return "an empty body".to_owned();
    }
    if body.starts_with(b"<") {
        return format!("{length} bytes of HTML or XML");
    }
    match serde_json::from_slice::<&RawValue>(body) {
        Ok(_) => format!("{length} bytes of JSON of another form"),
        Err(error) if error.is_eof() => format!("{length} bytes of JSON that breaks off"),
        Err(_) if body.starts_with(b"{") => format!("{length} bytes of faulty JSON"),
        Err(_) => format!("{length} bytes that are neither JSON nor HTML"),
    }
}
