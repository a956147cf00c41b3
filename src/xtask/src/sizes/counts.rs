//! The counts of a package, and the values derived from them.

use std::ops::AddAssign;

use super::source::Measured;

/// The counts of one or more packages.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Production lines of each file that has any.
    files: Vec<usize>,
    /// Lines of each function in production code.
    functions: Vec<usize>,
    pub test_lines: usize,
    /// Number of files that contain only tests.
    pub test_files: usize,
    pub restricted: usize,
    pub modules: usize,
    /// Number of occurrences of each word, in the order of the words.
    pub words: Vec<usize>,
}

impl Counts {
    /// Adds a file with production code.
    pub fn add(&mut self, file: Measured) {
        self.files.push(file.production);
        self.functions.extend(file.functions);
        self.test_lines += file.tests;
        self.restricted += file.restricted;
        self.modules += file.modules;
        add_each(&mut self.words, &file.words);
    }

    /// Adds a test file with this number of lines.
    pub fn add_tests(&mut self, lines: usize) {
        self.test_files += 1;
        self.test_lines += lines;
    }

    /// Returns the lines of production code.
    pub fn lines(&self) -> usize {
        self.files.iter().sum()
    }

    /// Returns the number of files with production code.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// Returns the number of functions in production code.
    pub fn functions(&self) -> usize {
        self.functions.len()
    }

    /// Returns the median and the ninth decile of the production lines per file.
    pub fn per_file(&self) -> (usize, usize) {
        spread(&self.files)
    }

    /// Returns the median and the ninth decile of the lines per function.
    pub fn per_function(&self) -> (usize, usize) {
        spread(&self.functions)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.files.extend(other.files);
        self.functions.extend(other.functions);
        self.test_lines += other.test_lines;
        self.test_files += other.test_files;
        self.restricted += other.restricted;
        self.modules += other.modules;
        add_each(&mut self.words, &other.words);
    }
}

fn add_each(all: &mut Vec<usize>, more: &[usize]) {
    all.resize(all.len().max(more.len()), 0);
    all.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// Returns the values that half and nine tenths of all values do not exceed; 0 if there are none.
fn spread(values: &[usize]) -> (usize, usize) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let at = |tenths: usize| {
        let rank = (sorted.len() * tenths).div_ceil(10);
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(0)
    };
    (at(5), at(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_and_ninth_decile_are_actual_values() {
        for (values, expected) in [
            (vec![], (0, 0)),
            (vec![7], (7, 7)),
            (vec![3, 1], (1, 3)),
            (vec![9, 1, 5], (5, 9)),
            ((1..=10).collect(), (5, 9)),
            ((1..=100).rev().collect(), (50, 90)),
        ] {
            assert_eq!(spread(&values), expected, "{values:?}");
        }
    }

    #[test]
    fn packages_are_added_up() {
        let file = |production| Measured { production, words: vec![1, 2], ..Measured::default() };
        let (mut one, mut other) = (Counts::default(), Counts::default());
        one.add(file(10));
        one.add_tests(5);
        other.add(file(20));
        let mut all = Counts::default();
        all += one;
        all += other;
        assert_eq!((all.lines(), all.files(), all.test_lines, all.test_files), (30, 2, 5, 1));
        assert_eq!(all.words, [2, 4]);
    }
}
