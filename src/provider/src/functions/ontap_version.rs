//! [`OntapVersion`]: an ONTAP release or a patch of one.

use tfplugin::{Invalid, Text, quoted};

/// An ONTAP version. The order is that of NetApp's publication: candidates, the release, its patches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OntapVersion {
    release: [u32; 3],
    build: Build,
    debug: u32,
}

/// The build of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Build {
    Candidate(u32),
    General,
    Patch(u32),
}

impl Text for OntapVersion {
    fn parse(text: &str) -> Result<Self, Invalid> {
        parse(text).ok_or_else(|| {
            Invalid(format!(
                "{} is not an ONTAP version. Write one such as \"9.11.1\", \"9.11.1P3\" or \"9.12.1RC1\".",
                quoted(text)
            ))
        })
    }

    fn text(&self) -> String {
        let [generation, major, minor] = self.release;
        let build = match self.build {
            Build::Candidate(number) => format!("RC{number}"),
            Build::General => String::new(),
            Build::Patch(number) => format!("P{number}"),
        };
        let debug = if self.debug == 0 { String::new() } else { format!("D{}", self.debug) };
        format!("{generation}.{major}.{minor}{build}{debug}")
    }
}

fn parse(text: &str) -> Option<OntapVersion> {
    let end = text.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(text.len());
    let (numbers, suffix) = text.split_at(end);
    let numbers: Vec<u32> = numbers.split('.').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let release = match numbers[..] {
        [generation, major] => [generation, major, 0],
        [generation, major, minor] => [generation, major, minor],
        _ => return None,
    };
    let suffix = suffix.to_ascii_uppercase();
    let (build, debug) = match suffix.split_once('D') {
        Some((build, debug)) => (build, digits(debug)?),
        None => (suffix.as_str(), 0),
    };
    let build = match (build.strip_prefix("RC"), build.strip_prefix('P')) {
        (Some(number), _) => Build::Candidate(digits(number)?),
        (_, Some(number)) => Build::Patch(digits(number)?),
        (None, None) if build.is_empty() => Build::General,
        (None, None) => return None,
    };
    Some(OntapVersion { release, build, debug })
}

/// Parses a number that has no sign.
fn digits(text: &str) -> Option<u32> {
    text.chars().all(|c| c.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_as_they_are_published() {
        let ascending = [
            "9.7RC1",
            "9.7",
            "9.7P1",
            "9.9.1",
            "9.10.1",
            "9.11.1RC1",
            "9.11.1RC2",
            "9.11.1",
            "9.11.1P3",
            "9.11.1P3D1",
            "9.11.1P10",
            "9.12.1",
            "9.100.1",
            "10.1.0",
        ];
        let versions = ascending.map(|text| OntapVersion::parse(text).unwrap());
        for pair in versions.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
        }
    }

    #[test]
    fn different_spellings_are_the_same_version() {
        for (a, b) in [("9.7", "9.7.0"), ("9.11.1p3", "9.11.1P3"), ("9.12.1rc1", "9.12.1RC1")] {
            assert_eq!(OntapVersion::parse(a), OntapVersion::parse(b));
        }
        for text in ["9.11.1", "9.11.1P3", "9.11.1P3D2", "9.12.1RC1"] {
            assert_eq!(OntapVersion::parse(text).unwrap().text(), text);
        }
    }

    #[test]
    fn text_that_is_not_a_version_is_refused_with_an_example() {
        let wrong = [
            "",
            "9",
            "9.",
            ".9.1",
            "9.11.1.2",
            "9.11.1P",
            "9.11.1RC",
            "9.11.1P+3",
            "9.11.1X2",
            "9.11.1 P3",
            "v9.11.1",
            "9.11.1D",
            "9.99999999999.1",
            "latest",
        ];
        for text in wrong {
            let refusal = OntapVersion::parse(text).unwrap_err().to_string();
            assert!(refusal.contains("9.11.1P3"), "{refusal}");
        }
    }
}
