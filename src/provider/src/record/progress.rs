//! What a person sees while a system is recorded.

use tfplugin::Diagnostics;

/// Takes a line for the person.
pub type Tell = Box<dyn Fn(&str) + Send + Sync>;

/// The lines that were told, and how many reads were sent.
pub struct Progress {
    tell: Tell,
    reads: usize,
}

impl Progress {
    pub fn new(tell: Tell) -> Self {
        Self { tell, reads: 0 }
    }

    /// How many reads were sent.
    pub fn reads(&self) -> usize {
        self.reads
    }

    /// Counts reads that were sent.
    pub fn count(&mut self, reads: usize) {
        self.reads += reads;
    }

    pub fn line(&self, text: &str) {
        (self.tell)(text);
    }

    /// Says what became of a part.
    pub fn part(&self, verdict: &str, part: &str, text: &str) {
        self.line(&format!("{verdict:<8} {part}: {text}"));
    }

    /// Says what the provider would tell in Terraform.
    pub fn diagnostics(&self, verdict: &str, part: &str, diagnostics: &Diagnostics) {
        for diagnostic in diagnostics.iter() {
            self.part(verdict, part, &format!("{}. {}", diagnostic.summary, diagnostic.detail));
        }
    }
}

/// Says how many records were read; `None` is an object.
pub fn found(records: Option<usize>, is_cut: bool) -> String {
    match records {
        None => "one object.".to_owned(),
        Some(count) if is_cut => format!("the first {count} records; the others were left out."),
        Some(1) => "1 record.".to_owned(),
        Some(count) => format!("{count} records."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_was_cut_is_said_to_be() {
        assert_eq!(found(None, false), "one object.");
        assert_eq!(found(Some(1), false), "1 record.");
        assert_eq!(found(Some(0), false), "0 records.");
        assert_eq!(found(Some(10_000), true), "the first 10000 records; the others were left out.");
    }
}
