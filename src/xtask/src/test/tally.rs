//! Counts tests from the output of their runners.

use std::ops::AddAssign;

/// The numbers of passed and failed tests.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Adds up the summary lines of Rust test programs; `None` without such a line.
pub fn of_libtest(printed: &str) -> Option<Tally> {
    results(printed).map(tally).reduce(|mut all, one| {
        all += one;
        all
    })
}

/// Like [`of_libtest`], for a program that should run one test; `None` if it did not run.
pub fn of_one_test(printed: &str) -> Option<Tally> {
    let result = results(printed).last()?;
    let one = tally(result);
    let seen = one.passed + one.failed + before(result, "ignored").unwrap_or(0);
    (seen == 1).then_some(one)
}

/// Returns the part after the verdict in `test result: ok. 12 passed; 0 failed; …`.
fn results(printed: &str) -> impl Iterator<Item = &str> {
    printed
        .lines()
        .filter_map(|line| Some(line.trim_start().strip_prefix("test result: ")?.split_once(". ")?.1))
}

fn tally(counts: &str) -> Tally {
    let count = |word| before(counts, word).unwrap_or(0);
    Tally { passed: count("passed"), failed: count("failed") }
}

/// Parses pytest's summary line. An error outside a test body counts as a failure.
pub fn of_pytest(printed: &str) -> Option<Tally> {
    printed.lines().rev().find_map(of_pytest_line)
}

fn of_pytest_line(line: &str) -> Option<Tally> {
    let (counts, time) = line.trim_matches(['=', ' ']).rsplit_once(" in ")?;
    if !time.trim_end_matches(|c| c != 's').ends_with('s') {
        return None;
    }
    let count = |word| before(counts, word).unwrap_or(0);
    let failed = count("failed") + count("error") + count("errors");
    let tally = Tally { passed: count("passed"), failed };
    (tally != Tally::default()).then_some(tally)
}

/// Returns the number before a word.
fn before(text: &str, word: &str) -> Option<usize> {
    let mut previous = "";
    for part in text.split([' ', ',', ';']).filter(|part| !part.is_empty()) {
        if part == word {
            return previous.parse().ok();
        }
        previous = part;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn counted(passed: usize, failed: usize) -> Option<Tally> {
        Some(Tally { passed, failed })
    }

    #[test]
    fn libtest_lines_are_counted() {
        let good =
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.01s";
        let bad = "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(of_libtest(good), counted(12, 0));
        assert_eq!(of_libtest(&format!("{good}\nrunning 6 tests\n{bad}\n")), counted(16, 2));
        assert_eq!(of_libtest("test rename_comes_first ... ok"), None);
    }

    #[test]
    fn a_single_test_must_have_run() {
        let line = |verdict: &str, counts: &str| format!("test result: {verdict}. {counts}; 3 filtered out");
        for (printed, expected) in [
            (line("ok", "1 passed; 0 failed; 0 ignored"), counted(1, 0)),
            (line("FAILED", "0 passed; 1 failed; 0 ignored"), counted(0, 1)),
            (line("ok", "0 passed; 0 failed; 1 ignored"), counted(0, 0)),
            (line("ok", "0 passed; 0 failed; 0 ignored"), None),
            ("test gone ... ".to_owned(), None),
        ] {
            assert_eq!(of_one_test(&printed), expected, "{printed}");
        }
    }

    #[test]
    fn pytest_lines_are_counted() {
        for (line, expected) in [
            ("========== 5 passed in 0.12s ==========", counted(5, 0)),
            ("==== 1 failed, 5 passed, 1 warning in 61.02s (0:01:01) ====", counted(5, 1)),
            ("=== 2 errors in 0.10s ===", counted(0, 2)),
            ("3 passed, 1 error in 2.00s", counted(3, 1)),
            ("collected 5 items in 3 files", None),
            ("no tests ran in 0.01s", None),
        ] {
            assert_eq!(of_pytest(line), expected, "{line}");
        }
    }
}
