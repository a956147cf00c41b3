//! Markdown tables, and numbers in them.

use std::time::Duration;

/// A cell without a value.
pub const NOTHING: &str = "–";

/// Returns a table. The first column is text, all others are numbers.
pub fn markdown(head: &[String], lines: &[Vec<String>]) -> String {
    let mut ruler = vec!["---:".to_owned(); head.len()];
    if let Some(first) = ruler.first_mut() {
        "---".clone_into(first);
    }
    let lines = lines.iter().map(Vec::as_slice);
    let all = [head, &ruler].into_iter().chain(lines);
    all.map(|cells| format!("| {} |", cells.join(" | "))).collect::<Vec<_>>().join("\n")
}

/// Formats a time in seconds with two decimal places.
pub fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// Formats memory that is given in KiB.
pub fn memory(kibibytes: u64) -> String {
    format!("{} MB", (kibibytes * 1024 + 500_000) / 1_000_000)
}

/// Formats a ratio with two decimal places.
pub fn times(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| NOTHING.to_owned(), |ratio| format!("{ratio:.2}"))
}

/// Formats a part of a whole in percent.
pub fn share(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| NOTHING.to_owned(), |ratio| format!("{:.0} %", ratio * 100.0))
}

/// Returns a name as it begins a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_column_is_text_and_the_others_are_numbers() {
        let text = |cells: &[&str]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
        let table = markdown(&text(&["What", "How much"]), &[text(&["this", "1"])]);
        assert_eq!(table, "| What | How much |\n| --- | ---: |\n| this | 1 |");
    }

    #[test]
    fn names_begin_with_a_capital() {
        for (name, expected) in [("this build", "This build"), ("netapp/x", "Netapp/x"), ("", "")] {
            assert_eq!(capital(name), expected);
        }
    }

    #[test]
    fn numbers_are_rounded() {
        assert_eq!(seconds(Duration::from_millis(1237)), "1.24 s");
        assert_eq!((memory(21_973), memory(0)), ("23 MB".to_owned(), "0 MB".to_owned()));
        assert_eq!((times(Some(1.666)), times(None)), ("1.67".to_owned(), NOTHING.to_owned()));
        assert_eq!((share(Some(0.149)), share(None)), ("15 %".to_owned(), NOTHING.to_owned()));
    }
}
