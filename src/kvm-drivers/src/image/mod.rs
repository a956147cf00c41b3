//! Reads an initrd image: the paths of its members, without unpacking it or running a program.
//!
//! An image is a sequence of cpio archives, compressed or not, with zeros in between, as the kernel accepts
//! it (`Documentation/driver-api/early-userspace/buffer-format.rst` of Linux). The first archive often
//! contains only the processor's microcode.

mod archive;
mod decoder;
mod meter;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, BufReader, Read};

use archive::Archives;
pub use decoder::Compression;
use meter::Meter;

use crate::listing::Listing;

/// Limits beyond which an image counts as broken. Apart from the paths, memory use does not grow with the
/// image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Total bytes read and decompressed, including zeros between archives.
    pub bytes: u64,
    /// Number of members.
    pub members: usize,
    /// Total bytes of the members' paths.
    pub paths: u64,
    /// Bytes that a decoder may use for back-references.
    pub window: u64,
}

impl Default for Limits {
    /// Limits far beyond the largest images of distributions.
    fn default() -> Self {
        Self { bytes: 4 << 30, members: 200_000, paths: 32 << 20, window: 256 << 20 }
    }
}

/// A member of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Path in the archive, with `?` for every byte that is not ASCII. Names of modules are ASCII.
    pub path: String,
    /// Whether it is a regular file.
    pub is_file: bool,
}

/// Why an image cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// The data is neither an archive nor in a known compression format.
    #[error("it is no initrd: at byte {at} there is neither a cpio archive nor anything compressed")]
    NotAnImage {
        /// Offset in bytes.
        at: u64,
    },
    /// The compression format has no decoder here.
    #[error("it is compressed with {0}, which cannot be read here")]
    Unsupported(&'static str),
    /// The image exceeds a limit.
    #[error("it has more than {0}; such an image is taken for a broken one")]
    TooLarge(String),
    /// The reading was stopped.
    #[error("it was not read to its end")]
    Stopped,
    /// The image has no members.
    #[error("it is empty")]
    Empty,
    /// Reading or decompressing failed.
    #[error("it is damaged or cannot be read: {0}")]
    Read(#[from] io::Error),
}

/// Returns the members of an image.
///
/// # Errors
/// If it is not an image, is damaged anywhere or exceeds the limits. There are no partial results.
pub fn members(reader: impl Read, limits: Limits) -> Result<Vec<Member>, ImageError> {
    members_until(reader, limits, &|| false)
}

/// Returns the members of an image. `is_stopped` is called often; once it returns true, the reading ends.
///
/// # Errors
/// Those of [`members`], and [`ImageError::Stopped`].
pub fn members_until(
    reader: impl Read,
    limits: Limits,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Vec<Member>, ImageError> {
    let meter = Meter::new(limits, is_stopped);
    metered(reader, limits, &meter).map_err(|error| meter.why(error))
}

fn metered(reader: impl Read, limits: Limits, meter: &Meter<'_>) -> Result<Vec<Member>, ImageError> {
    let mut outer = Counted { inner: BufReader::new(meter.over(reader)), at: 0 };
    let mut archives = Archives::new(limits, meter);
    while skip_zeros(&mut outer)? {
        let at = outer.at;
        let (magic, mut rest) = peeked(&mut outer)?;
        if archive::is_magic(&magic) {
            archives.read(&mut rest)?;
        } else {
            let compression = Compression::of(&magic).ok_or(ImageError::NotAnImage { at })?;
            let decoder = decoder::decoder(compression, rest, limits.window)?;
            archives.read_all(&mut BufReader::new(meter.over(decoder)))?;
        }
    }
    if archives.members.is_empty() { Err(ImageError::Empty) } else { Ok(archives.members) }
}

/// Returns the modules of an image; for `is_stopped` see [`members_until`].
///
/// # Errors
/// Those of [`members_until`].
pub fn listing(
    reader: impl Read,
    limits: Limits,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Listing, ImageError> {
    let members = members_until(reader, limits, is_stopped)?;
    Ok(Listing::of_files(members.iter().filter(|member| member.is_file).map(|member| member.path.as_str())))
}

/// A reader that counts its bytes.
struct Counted<R> {
    inner: R,
    at: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount as u64;
        self.inner.consume(amount);
    }
}

/// Skips zeros and returns whether another byte follows.
fn skip_zeros(reader: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = reader.fill_buf()?;
        let length = buffer.len();
        let zeros = buffer.iter().position(|byte| *byte != 0).unwrap_or(length);
        reader.consume(zeros);
        if zeros < length || length == 0 {
            return Ok(length > 0);
        }
    }
}

/// Returns the first bytes, and a reader that starts with them. A buffer may end in the middle of these
/// bytes.
fn peeked<R: BufRead>(reader: &mut R) -> io::Result<(Vec<u8>, impl BufRead + use<'_, R>)> {
    let mut magic = Vec::with_capacity(archive::MAGIC_LENGTH);
    reader.take(archive::MAGIC_LENGTH as u64).read_to_end(&mut magic)?;
    Ok((magic.clone(), io::Cursor::new(magic).chain(reader)))
}
