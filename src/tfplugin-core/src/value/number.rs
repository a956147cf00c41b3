//! [`Number`]: a number of arbitrary size, as in Terraform.

use std::fmt;

/// Upper limit of digits, so that `1e999999999` is an error and does not take a gigabyte.
const MAX_DIGITS: usize = 1000;

/// A number, kept as its shortest decimal text so that `0.1` stays `0.1`. The order is that of the texts, not
/// of the numbers, and only serves to keep sets in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(String);

impl Number {
    /// Parses decimal text such as `12`, `-0.5` or `1e3`. Returns `None` for anything else, and for numbers
    /// of more than 1000 digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let plain = shift(&digits, i64::try_from(whole.len()).ok()? + i64::from(exponent))?;
        Some(Self(if negative && plain != "0" { format!("-{plain}") } else { plain }))
    }

    /// Returns the number as an integer, if it is one that fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// Returns the nearest float; `None` if that is infinite.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|float: &f64| float.is_finite())
    }

    /// Returns the decimal text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the number as a float, if it has decimals and a float represents it exactly.
    pub(crate) fn as_exact_fraction(&self) -> Option<f64> {
        self.0.find('.')?;
        let float = self.as_f64()?;
        // A float has at most 1074 decimals, so printing it with that precision shows all of them.
        (format!("{float:.1074}").trim_end_matches('0') == self.0).then_some(float)
    }
}

/// Places the decimal point after the first `point` digits and removes redundant zeros.
fn shift(digits: &str, point: i64) -> Option<String> {
    let stripped = digits.trim_start_matches('0');
    let point = point - i64::try_from(digits.len() - stripped.len()).ok()?;
    let digits = stripped.trim_end_matches('0');
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    if digits.len() > MAX_DIGITS || usize::try_from(point.abs()).ok()? > MAX_DIGITS {
        return None;
    }
    let Ok(point) = usize::try_from(point) else {
        return Some(format!("0.{}{digits}", "0".repeat(usize::try_from(-point).ok()?)));
    };
    Some(match digits.split_at_checked(point) {
        None => format!("{digits}{}", "0".repeat(point - digits.len())),
        Some(("", fraction)) => format!("0.{fraction}"),
        Some((whole, "")) => whole.to_owned(),
        Some((whole, fraction)) => format!("{whole}.{fraction}"),
    })
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(value.to_string())
    }
}

impl TryFrom<f64> for Number {
    type Error = NotFinite;

    /// Returns the shortest decimal text that identifies this float.
    fn try_from(value: f64) -> Result<Self, NotFinite> {
        Self::parse(&value.to_string()).ok_or(NotFinite)
    }
}

/// Infinity and "not a number" are not numbers in Terraform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the number is not finite")]
pub struct NotFinite;

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_the_same_number_are_equal() {
        for (text, plain) in [
            ("1", "1"),
            ("-0", "0"),
            ("+7", "7"),
            ("007.50", "7.5"),
            ("1e3", "1000"),
            ("1.5e1", "15"),
            ("15e-1", "1.5"),
            ("15e-4", "0.0015"),
            ("-.5", "-0.5"),
            ("100.", "100"),
            ("0.000", "0"),
            ("0e99999", "0"),
            ("12345678901234567890123", "12345678901234567890123"),
        ] {
            assert_eq!(
                Number::parse(text).map(|number| number.to_string()),
                Some(plain.to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn other_text_is_not_a_number() {
        for text in
            ["", "-", ".", "e1", "1e", "1.2.3", "0x10", "NaN", "inf", "1_000", "１", "1e999999999", "1e-2000"]
        {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_fractions_that_a_float_holds_exactly_are_floats() {
        let exact = |text: &str| Number::parse(text).unwrap().as_exact_fraction();
        assert_eq!(exact("0.5"), Some(0.5));
        assert_eq!(exact("-2.75"), Some(-2.75));
        assert_eq!(exact("0.1"), None);
        assert_eq!(exact("1"), None);
        assert_eq!(exact("0.1000000000000000055511151231257827"), None);
        assert_eq!(exact("0.1000000000000000055511151231257827021181583404541015625"), Some(0.1));
    }

    #[test]
    fn floats_have_their_shortest_spelling() {
        assert_eq!(Number::try_from(0.1).unwrap().as_str(), "0.1");
        assert_eq!(Number::try_from(1e21).unwrap().as_str(), "1000000000000000000000");
        assert_eq!(Number::try_from(f64::NAN), Err(NotFinite));
        assert_eq!(Number::try_from(f64::INFINITY), Err(NotFinite));
    }
}
