//! Counting tests by what their runners print.

use std::ops::AddAssign;

/// How many tests passed and how many did not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Reads the line by which a Rust test program sums up.
pub(super) fn of_libtest(line: &str) -> Option<Tally> {
    let counts = line.trim_start().strip_prefix("test result: ")?;
    let counts = counts.split_once(". ")?.1;
    Some(Tally { passed: before(counts, "passed")?, failed: before(counts, "failed")? })
}

/// Reads the line by which pytest sums up. An error outside of a test body is a failure too.
pub(super) fn of_pytest(line: &str) -> Option<Tally> {
    let (counts, time) = line.trim_matches(['=', ' ']).rsplit_once(" in ")?;
    if !time.trim_end_matches(|c| c != 's').ends_with('s') {
        return None;
    }
    let count = |word| before(counts, word).unwrap_or(0);
    let failed = count("failed") + count("error") + count("errors");
    let tally = Tally { passed: count("passed"), failed };
    (tally != Tally::default()).then_some(tally)
}

/// The number in front of a word.
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

    const fn tally(passed: usize, failed: usize) -> Option<Tally> {
        Some(Tally { passed, failed })
    }

    #[test]
    fn libtest_lines_are_counted() {
        let good =
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.01s";
        let bad = "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(of_libtest(good), tally(12, 0));
        assert_eq!(of_libtest(bad), tally(4, 2));
        assert_eq!(of_libtest("test rename_comes_first ... ok"), None);
    }

    #[test]
    fn pytest_lines_are_counted() {
        for (line, expected) in [
            ("========== 5 passed in 0.12s ==========", tally(5, 0)),
            ("==== 1 failed, 5 passed, 1 warning in 61.02s (0:01:01) ====", tally(5, 1)),
            ("=== 2 errors in 0.10s ===", tally(0, 2)),
            ("3 passed, 1 error in 2.00s", tally(3, 1)),
            ("collected 5 items in 3 files", None),
            ("no tests ran in 0.01s", None),
        ] {
            assert_eq!(of_pytest(line), expected, "{line}");
        }
    }
}
