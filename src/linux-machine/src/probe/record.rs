//! Parses the output of the scripts: records, each with a header line `KIND SIZE NAME` followed by SIZE
//! bytes.

use crate::error::{Error, Result};

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    pub kind: &'a str,
    /// Size of the file in bytes, or of `bytes` if the record is not about a file.
    pub size: u64,
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// Kinds of records without bytes: their size is that of a file whose content was not read.
const WITHOUT_BYTES: [&str; 3] = ["size", "unreadable", "large"];

/// Parses all records. The last one proves that the output is complete, and is not returned.
pub fn records<'a>(output: &'a [u8], machine: &str) -> Result<Vec<Record<'a>>> {
    let not_understood = |why: String| Error::NotUnderstood { machine: machine.to_owned(), why };
    let mut rest = output;
    let mut found = Vec::new();
    loop {
        let (record, behind) =
            parse_record(rest).map_err(|why| not_understood(format!("record {}: {why}", found.len())))?;
        if record.kind == "end" {
            return Ok(found);
        }
        found.push(record);
        rest = behind;
    }
}

fn parse_record(rest: &[u8]) -> std::result::Result<(Record<'_>, &[u8]), String> {
    let end = rest.iter().position(|byte| *byte == b'\n').ok_or("the output ends too early")?;
    let (header, behind) = (&rest[..end], &rest[end + 1..]);
    let no_header = || format!("{:?} is no header", String::from_utf8_lossy(&header[..header.len().min(80)]));
    let mut words = header.splitn(3, |byte| *byte == b'\t');
    let (Some(kind), Some(size), Some(name)) = (words.next(), words.next(), words.next()) else {
        return Err(no_header());
    };
    let (kind, size) = (text(kind).ok_or_else(no_header)?, text(size).ok_or_else(no_header)?);
    // A file name can contain any bytes. No requested file has such a name, so a placeholder will do.
    let name = text(name).unwrap_or("\u{fffd}");
    let size: u64 = size.parse().map_err(|_| format!("{size:?} is no size"))?;
    let length = if WITHOUT_BYTES.contains(&kind) { 0 } else { size };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let (bytes, behind) = behind.split_at_checked(length).ok_or("a file changed while it was read")?;
    Ok((Record { kind, size, name, bytes }, behind))
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_may_contain_any_bytes() {
        let output = b"content\t4\t/etc/a b\n\n\t\xffxlink\t6\t/initrd\n/boot/size\t9\t/boot/c\nend\t0\t\n";
        let found = records(output, "m").unwrap();
        let expected = [
            ("content", 4, "/etc/a b", b"\n\t\xffx".as_slice()),
            ("link", 6, "/initrd", b"/boot/"),
            ("size", 9, "/boot/c", b""),
        ];
        let expected = expected.map(|(kind, size, name, bytes)| Record { kind, size, name, bytes });
        assert_eq!(found, expected);
    }

    #[test]
    fn a_name_that_is_not_utf8_hides_no_other_file() {
        let found = records(b"size\t3\t/boot/caf\xe9\nsize\t4\t/boot/a\nend\t0\t\n", "m").unwrap();
        assert_eq!(found.iter().map(|record| record.name).collect::<Vec<_>>(), ["\u{fffd}", "/boot/a"]);
        assert!(records(b"s\xe9ze\t3\t/boot/a\nend\t0\t\n", "m").is_err());
    }

    #[test]
    fn truncated_output_is_an_error() {
        let whole = b"fact\t3\tkernel\n6.1end\t0\t\n";
        assert_eq!(records(whole, "m").unwrap().len(), 1);
        for end in 0..whole.len() - 1 {
            assert!(records(&whole[..end], "m").is_err(), "{end}");
        }
        for garbage in ["bash: line 1: oops\n", "a\tb\tc\n", "content\t-1\t/x\n"] {
            assert!(records(garbage.as_bytes(), "m").unwrap_err().to_string().contains("record 0"));
        }
    }
}
