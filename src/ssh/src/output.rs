//! The output and the exit status of a command.

use std::collections::VecDeque;

/// The result of a command that ended by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Its exit status; zero is success.
    pub status: u32,
    /// Its standard output.
    pub stdout: Captured,
    /// Its standard error. sudo and login shells may add lines, so do not parse it.
    pub stderr: Captured,
}

/// Output of which at least the beginning and the end are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Captured {
    head: Vec<u8>,
    tail: VecDeque<u8>,
    limit: usize,
    total: u64,
}

impl Output {
    /// Whether the exit status is zero.
    pub fn is_success(&self) -> bool {
        self.status == 0
    }
}

impl Captured {
    /// Keeps at most `limit` bytes.
    pub fn with_limit(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Wraps output that is complete, for hosts that need no network.
    pub fn complete(bytes: impl Into<Vec<u8>>) -> Self {
        let head = bytes.into();
        Self { limit: head.len(), total: head.len() as u64, tail: VecDeque::new(), head }
    }

    /// Appends output.
    pub fn push(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        let room = (self.limit - self.limit / 2).saturating_sub(self.head.len());
        let (head, rest) = bytes.split_at(room.min(bytes.len()));
        self.head.extend_from_slice(head);
        let longest_tail = self.limit / 2;
        let rest = &rest[rest.len().saturating_sub(longest_tail)..];
        self.tail.drain(..(self.tail.len() + rest.len()).saturating_sub(longest_tail));
        self.tail.extend(rest);
    }

    /// Returns how many bytes there were in total, including those left out.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Returns how many bytes were left out between the beginning and the end.
    pub fn left_out(&self) -> u64 {
        self.total - (self.head.len() + self.tail.len()) as u64
    }

    /// Returns all bytes, or `None` when some were left out.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        (self.left_out() == 0).then(|| self.head.iter().chain(&self.tail).copied().collect())
    }

    /// Returns the text, with a note where bytes were left out.
    pub fn text(&self) -> String {
        let tail: Vec<u8> = self.tail.iter().copied().collect();
        match self.left_out() {
            0 => String::from_utf8_lossy(&[&self.head[..], &tail[..]].concat()).into_owned(),
            left_out => {
                let (head, tail) = (String::from_utf8_lossy(&self.head), String::from_utf8_lossy(&tail));
                format!("{head}\n[... {left_out} bytes left out ...]\n{tail}")
            }
        }
    }

    /// Returns the last non-blank lines, for a message.
    pub fn last_lines(&self, count: usize) -> String {
        last_lines(&self.text(), count)
    }
}

/// Returns the last `count` non-blank lines of a text, for a message. Control characters are removed, because
/// a terminal would obey them, and each line is cut to a length that suits a message.
pub fn last_lines(text: &str, count: usize) -> String {
    const LONGEST: usize = 500;
    let says = |line: &&str| !line.trim().is_empty();
    let plain = |line: &str| -> String { line.chars().filter(|c| !c.is_control()).take(LONGEST).collect() };
    let mut lines: Vec<String> = text.lines().rev().filter(says).take(count).map(plain).collect();
    lines.reverse();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_beginning_and_the_end_are_kept() {
        let mut captured = Captured::with_limit(6);
        for part in ["ab", "cdefg", "hij"] {
            captured.push(part.as_bytes());
        }
        assert_eq!(captured.text(), "abc\n[... 4 bytes left out ...]\nhij");
        assert_eq!((captured.total(), captured.left_out(), captured.bytes()), (10, 4, None));
    }

    #[test]
    fn the_last_lines_skip_empty_ones() {
        assert_eq!(Captured::complete("a\nb\n\nc\n \n").last_lines(2), "b\nc");
        assert_eq!(Captured::complete("").last_lines(2), "");
    }

    #[test]
    fn last_lines_have_no_control_characters_and_a_bounded_length() {
        assert_eq!(last_lines("\u{1b}[31mred\u{7}\r\na\u{9b}b\n", 9), "[31mred\nab");
        let long = "ä".repeat(1 << 20);
        assert_eq!(last_lines(&format!("{long}\n{long}"), 2).chars().count(), 1001);
    }

    proptest! {
        #[test]
        fn what_is_kept_does_not_depend_on_how_it_arrives(
            parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 0..9), limit in 0..40_usize,
        ) {
            let (mut in_parts, mut at_once) = (Captured::with_limit(limit), Captured::with_limit(limit));
            parts.iter().for_each(|part| in_parts.push(part));
            let all = parts.concat();
            at_once.push(&all);
            prop_assert_eq!(&in_parts, &at_once);
            prop_assert_eq!(in_parts.bytes(), (all.len() <= limit).then_some(all));
        }
    }
}
