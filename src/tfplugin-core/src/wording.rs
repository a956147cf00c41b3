//! How lists, counts and sentences are written in messages.

/// `a`, `a and b`, or `a, b and c`.
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

/// `1 volume`, `2 volumes`: the count and what is counted, with the name of one and of several.
#[must_use]
pub fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// What a server or a library said as a sentence, and the next one, which may be empty.
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
    fn one_is_no_plural() {
        let texts = [0, 1, 2].map(|count| counted(count, "volume", "volumes"));
        assert_eq!(texts, ["0 volumes", "1 volume", "2 volumes"]);
    }

    #[test]
    fn what_the_api_said_becomes_a_sentence() {
        assert_eq!(sentences("the job failed.", "Apply again."), "The job failed. Apply again.");
        assert_eq!(sentences("gone", ""), "Gone.");
    }
}
