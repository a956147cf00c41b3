//! The counts of a package, and what follows from them.

use std::ops::AddAssign;

use super::source::Measured;

/// What there is in a package, or in several.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Production lines of each file that has any.
    files: Vec<usize>,
    /// Lines of each function in production code.
    functions: Vec<usize>,
    pub test_lines: usize,
    /// Files that hold tests only.
    pub test_files: usize,
    pub restricted: usize,
    pub modules: usize,
    /// How often each of the words is written, in their order.
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

    /// Adds a file of tests with this many lines.
    pub fn add_tests(&mut self, lines: usize) {
        self.test_files += 1;
        self.test_lines += lines;
    }

    /// Lines of production code.
    pub fn lines(&self) -> usize {
        self.files.iter().sum()
    }

    /// Files with production code.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// Functions in production code.
    pub fn functions(&self) -> usize {
        self.functions.len()
    }

    /// Median and ninth decile of the production lines of a file.
    pub fn per_file(&self) -> (usize, usize) {
        spread(&self.files)
    }

    /// Median and ninth decile of the lines of a function.
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

/// The values that half and nine tenths of all do not exceed; 0 of nothing.
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
    fn median_and_ninth_decile_are_values_that_occur() {
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
