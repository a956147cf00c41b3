//! ONTAP's error codes as they appear in answers.

use std::fmt;

use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Reads a code, which is documented as an integer in a string, but sent as a plain integer by some releases.
/// Code 0 and anything else count as no code.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    deserializer.deserialize_any(Code).map(|code| code.filter(|code| *code != 0))
}

struct Code;

impl<'de> Visitor<'de> for Code {
    type Value = Option<u64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error code")
    }

    fn visit_u64<E>(self, code: u64) -> Result<Self::Value, E> {
        Ok(Some(code))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.parse().ok())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_positive_integer_is_a_code() {
        let read = |text: &str| read(&mut serde_json::Deserializer::from_str(text)).unwrap();
        assert_eq!((read("4"), read("\"4\"")), (Some(4), Some(4)));
        for none in ["0", "\"0\"", "-1", "1.5", "true", "null", "\"x\"", "[4]", "{\"a\":4}"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
