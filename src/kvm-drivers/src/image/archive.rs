//! Concatenated cpio archives.

use std::io::{self, BufRead, Read};

use cpio::NewcReader;

use super::meter::Meter;
use super::{ImageError, Limits, Member, skip_zeros};

/// Number of bytes that identify the next part.
pub const MAGIC_LENGTH: usize = 6;
/// Maximum length of a member's header: its fixed part, the longest path (Linux's PATH_MAX), and padding.
/// dracut's own cpio pads paths up to a block.
const LONGEST_HEADER: u64 = 110 + 2 * 4096 + 4;

/// Whether these bytes start an archive in the "new" format, with or without checksums. The kernel accepts no
/// other.
pub fn is_magic(bytes: &[u8]) -> bool {
    bytes == b"070701" || bytes == b"070702"
}

/// The members found so far.
pub struct Archives<'a> {
    pub members: Vec<Member>,
    paths: u64,
    limits: Limits,
    meter: &'a Meter<'a>,
}

impl<'a> Archives<'a> {
    pub fn new(limits: Limits, meter: &'a Meter<'a>) -> Self {
        Self { members: Vec::new(), paths: 0, limits, meter }
    }

    /// Reads archives until the end of the reader.
    pub fn read_all(&mut self, reader: &mut impl BufRead) -> Result<(), ImageError> {
        while skip_zeros(reader)? {
            self.read(reader)?;
        }
        Ok(())
    }

    /// Reads one archive, up to its trailer.
    pub fn read(&mut self, reader: &mut impl Read) -> Result<(), ImageError> {
        loop {
            let found = NewcReader::new(Ascii(reader.take(LONGEST_HEADER)))?;
            let entry = found.entry();
            if entry.is_trailer() {
                return Ok(());
            }
            // S_IFMT and S_IFREG of stat(2).
            let is_file = entry.mode() & 0o170_000 == 0o100_000;
            let size = u64::from(entry.file_size());
            let padded = size.next_multiple_of(4);
            self.members.push(Member { path: entry.name().to_owned(), is_file });
            self.paths += entry.name().len() as u64;
            drop(found);
            self.within_limits()?;
            self.meter.expect_room(padded)?;
            let skipped = io::copy(&mut reader.take(padded), &mut io::sink())?;
            if skipped < size {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
        }
    }

    fn within_limits(&self) -> Result<(), ImageError> {
        if self.paths > self.limits.paths {
            return Err(ImageError::TooLarge(format!("{} bytes of paths", self.limits.paths)));
        }
        if self.members.len() > self.limits.members {
            return Err(ImageError::TooLarge(format!("{} members", self.limits.members)));
        }
        Ok(())
    }
}

/// A reader that replaces every byte that is not ASCII with `?`. A path on Linux can be any bytes, but the
/// library accepts only UTF-8: a single such name would make the whole image unreadable.
struct Ascii<R>(R);

impl<R: Read> Read for Ascii<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        buffer[..read].iter_mut().filter(|byte| !byte.is_ascii()).for_each(|byte| *byte = b'?');
        Ok(read)
    }
}
