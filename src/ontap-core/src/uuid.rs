//! The form of ONTAP's uuids.

/// Whether the text is a uuid in ONTAP's form: 32 hexadecimal digits with hyphens after the 8th, 12th, 16th
/// and 20th.
pub fn is_uuid(text: &str) -> bool {
    let is_fine = |(place, byte): (usize, u8)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_of_this_form_is_a_uuid() {
        for good in ["00000000-0000-4000-8000-000000000001", "ABCDEF01-2345-6789-abcd-ef0123456789"] {
            assert!(is_uuid(good), "{good}");
        }
        let bad = [
            "",
            "u-1",
            "*",
            "00000000-0000-4000-8000-00000000000",
            "00000000-0000-4000-8000-0000000000010",
            "00000000-0000-4000-8000-00000000000g",
            "000000000000400080000000000000010000",
            "00000000-0000-4000-8000-000000000001 ",
            "{0000000-0000-4000-8000-00000000001}",
        ];
        for text in bad {
            assert!(!is_uuid(text), "{text:?}");
        }
    }
}
