//! How releases, zones, types and codes are spelled.

use std::net::Ipv4Addr;

const WORDS_OF_RELEASES: &[&str] = &[
    "NetApp", "Release", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May",
    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "UTC", "GMT", "EST", "EDT", "PST", "PDT",
];

/// Whether a text is the code of an error of ONTAP, such as `262249`.
pub fn is_code(text: &str) -> bool {
    text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a release, as ONTAP spells it: `NetApp Release 9.15.1P2: Tue Jun 11 08:30:51 UTC 2024`.
pub fn is_release(text: &str) -> bool {
    let is_number = |word: &str| {
        let fits = |byte: u8| byte.is_ascii_digit() || b".:PRCXD".contains(&byte);
        let is_address = word.parse::<Ipv4Addr>().is_ok();
        word.starts_with(|first: char| first.is_ascii_digit()) && word.bytes().all(fits) && !is_address
    };
    let mut words = text.split([' ', '<', '>']).map(|word| word.trim_end_matches(':'));
    words.all(|word| word.is_empty() || WORDS_OF_RELEASES.contains(&word) || is_number(word))
}

/// Whether a text is a Region or a zone of AWS, or the name of an instance type.
pub fn is_place_or_type(text: &str) -> bool {
    let zone: Vec<_> = text.split('-').collect();
    let is_zone = (3..=4).contains(&zone.len())
        && zone[0].len() == 2
        && zone[1..zone.len() - 1].iter().all(|word| DIRECTIONS.contains(word))
        && is_number_and_letter(zone[zone.len() - 1]);
    let is_type = text
        .split_once('.')
        .is_some_and(|(family, size)| family.len() <= 8 && family.bytes().all(is_small) && is_size(size));
    is_zone || is_type
}

const DIRECTIONS: &[&str] = &[
    "central",
    "east",
    "gov",
    "iso",
    "isob",
    "north",
    "northeast",
    "northwest",
    "south",
    "southeast",
    "southwest",
    "west",
];

fn is_small(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn is_size(size: &str) -> bool {
    let multiple =
        size.strip_suffix("xlarge").is_some_and(|count| count.bytes().all(|byte| byte.is_ascii_digit()));
    multiple || ["nano", "micro", "small", "medium", "large", "metal"].contains(&size)
}

fn is_number_and_letter(text: &str) -> bool {
    let number = text.strip_suffix(|last: char| last.is_ascii_lowercase()).unwrap_or(text);
    number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_zones_and_types_are_told_from_names() {
        for text in ["9.15.1", "9.15.1P2", "NetApp Release 9.15.1: Tue Jun 11 08:30:51 UTC 2024", "<9.15.1>"]
        {
            assert!(is_release(text), "{text}");
        }
        for text in ["NetApp Release 9.15.1 on acme", "v9", "9x secret", "9secret", "8.8.1.1"] {
            assert!(!is_release(text), "{text}");
        }
        for text in
            ["eu-central-1", "us-gov-west-1b", "ap-southeast-2c", "m5.2xlarge", "t3.micro", "m6id.32xlarge"]
        {
            assert!(is_place_or_type(text), "{text}");
        }
        for text in ["eu-acme-1", "acme.corp", "m5.acme", "eu-central", "my-east-1secret", "longfamily.large"]
        {
            assert!(!is_place_or_type(text), "{text}");
        }
    }
}
