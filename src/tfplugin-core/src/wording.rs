//! The wording of lists, counts and sentences in messages.

/// Joins names: `a`, `a and b`, or `a, b and c`.
#[must_use]
pub fn listed<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [before @ .., last] => {
            let before: Vec<_> = before.iter().map(T::as_ref).collect();
            format!("{} and {}", before.join(", "), last.as_ref())
        }
    }
}

/// Writes a count with the singular or the plural: `1 volume`, `2 volumes`.
#[must_use]
pub fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// Turns the message of a server or a library into a sentence, followed by `next`, which may be empty.
#[must_use]
pub fn sentences(said: &str, next: &str) -> String {
    let mut said = said.trim_end_matches('.').chars();
    let capital: String = said.next().into_iter().flat_map(char::to_uppercase).chain(said).collect();
    format!("{capital}. {next}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_ends_with_and() {
        for (names, text) in
            [(&[][..], ""), (&["a"], "a"), (&["a", "b"], "a and b"), (&["a", "b", "c"], "a, b and c")]
        {
            assert_eq!(listed(names), text);
        }
    }

    #[test]
    fn one_is_singular() {
        let texts = [0, 1, 2].map(|count| counted(count, "volume", "volumes"));
        assert_eq!(texts, ["0 volumes", "1 volume", "2 volumes"]);
    }

    #[test]
    fn a_message_becomes_a_sentence() {
        assert_eq!(sentences("the job failed.", "Apply again."), "The job failed. Apply again.");
        assert_eq!(sentences("gone", ""), "Gone.");
    }
}
