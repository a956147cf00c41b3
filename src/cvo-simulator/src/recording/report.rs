//! What of a recording the simulated system does not have, and what it has beyond the recording.

use std::fmt;

/// Most names that a line shows.
const MOST_NAMES: usize = 5;

/// Notes about the differences between a recording and the system that is made of it, by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    left_out: Notes,
    made_up: Notes,
}

/// Names by kind, in the order in which the kinds first came up. In a kind `(s)` and `(y)` are endings that
/// differ in the plural.
type Notes = Vec<(String, Vec<String>)>;

impl Report {
    /// Notes an object that the simulated system does not have.
    pub fn left_out(&mut self, kind: impl Into<String>, name: impl fmt::Display) {
        note(&mut self.left_out, kind.into(), name.to_string());
    }

    /// Notes an object that the recording does not have.
    pub fn made_up(&mut self, kind: impl Into<String>, name: impl fmt::Display) {
        note(&mut self.made_up, kind.into(), name.to_string());
    }

    /// Returns a line for each kind of object that was left out, such as `2 IPv6 LIFs (lif-1, lif-2)`.
    pub fn left_out_lines(&self) -> Vec<String> {
        self.left_out.iter().map(line).collect()
    }

    /// Returns such a line for each kind of object that was made up.
    pub fn made_up_lines(&self) -> Vec<String> {
        self.made_up.iter().map(line).collect()
    }
}

fn note(notes: &mut Notes, kind: String, name: String) {
    match notes.iter_mut().find(|(known, _)| *known == kind) {
        Some((_, names)) => names.push(name),
        None => notes.push((kind, vec![name])),
    }
}

fn line((kind, names): &(String, Vec<String>)) -> String {
    let count = names.len();
    let (s, y) = if count == 1 { ("", "y") } else { ("s", "ies") };
    let kind = kind.replace("(s)", s).replace("(y)", y);
    let shown = names[..count.min(MOST_NAMES)].join(", ");
    let more = if count > MOST_NAMES { format!(" and {} more", count - MOST_NAMES) } else { String::new() };
    format!("{count} {kind} ({shown}{more})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_counts_what_it_names() {
        let mut report = Report::default();
        report.left_out("IPv6 LIF(s)", "lif-1");
        (1..=7).for_each(|number| report.left_out("LUN(s) of an unknown volume", format!("lun-{number}")));
        ["default-a", "default-b"].iter().for_each(|name| report.made_up("polic(y)", name));
        let expected = [
            "1 IPv6 LIF (lif-1)",
            "7 LUNs of an unknown volume (lun-1, lun-2, lun-3, lun-4, lun-5 and 2 more)",
        ];
        assert_eq!(report.left_out_lines(), expected);
        assert_eq!(report.made_up_lines(), ["2 policies (default-a, default-b)"]);
    }
}
