//! Reading an initrd image: the paths of its members, without unpacking anything and without running anything.
//!
//! An image is a chain of cpio archives, compressed or not, with zeros between them, as the kernel takes it
//! (`Documentation/driver-api/early-userspace/buffer-format.rst` of Linux). The first one often has the processor's
//! microcode alone.

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

/// How much of an image is read before it counts as broken. Memory does not grow with the image, apart from the paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that are read and that come out of decoders, altogether: whatever they are for, zeros between archives too.
    pub bytes: u64,
    /// Members.
    pub members: usize,
    /// Bytes of all their paths.
    pub paths: u64,
    /// Bytes that a decoder may take for what it looks back to.
    pub window: u64,
}

impl Default for Limits {
    /// Far beyond the largest images of distributions.
    fn default() -> Self {
        Self { bytes: 4 << 30, members: 200_000, paths: 32 << 20, window: 256 << 20 }
    }
}

/// A member of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its path as the archive has it, with `?` for every byte that is not ASCII: names of modules have none.
    pub path: String,
    /// Whether it is a regular file.
    pub is_file: bool,
}

/// Why an image cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// Neither an archive nor anything compressed.
    #[error("it is no initrd: at byte {at} there is neither a cpio archive nor anything compressed")]
    NotAnImage {
        /// The offset.
        at: u64,
    },
    /// The compression has no decoder here.
    #[error("it is compressed with {0}, which cannot be read here")]
    Unsupported(&'static str),
    /// More than the limits allow.
    #[error("it has more than {0}; such an image is taken for a broken one")]
    TooLarge(String),
    /// Nobody waits for it any more.
    #[error("it was not read to its end")]
    Stopped,
    /// It has no members.
    #[error("it is empty")]
    Empty,
    /// Reading or decompressing failed.
    #[error("it is damaged or cannot be read: {0}")]
    Read(#[from] io::Error),
}

/// The members of an image.
///
/// # Errors
/// When it is no image, is damaged anywhere, or is beyond the limits: part of a list is no list.
pub fn members(reader: impl Read, limits: Limits) -> Result<Vec<Member>, ImageError> {
    members_until(reader, limits, &|| false)
}

/// The members of an image; `is_stopped` is asked often, and ends the reading.
///
/// # Errors
/// As [`members`], and [`ImageError::Stopped`].
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

/// The modules of an image; `is_stopped` as in [`members_until`].
///
/// # Errors
/// As [`members_until`].
pub fn listing(
    reader: impl Read,
    limits: Limits,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Listing, ImageError> {
    let members = members_until(reader, limits, is_stopped)?;
    Ok(Listing::of_files(members.iter().filter(|member| member.is_file).map(|member| member.path.as_str())))
}

/// How many bytes have been taken.
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

/// Goes to the first byte that is not zero, and says whether there is one.
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

/// The first bytes, and a reader that begins with them. A buffer may end in the middle of them.
fn peeked<R: BufRead>(reader: &mut R) -> io::Result<(Vec<u8>, impl BufRead + use<'_, R>)> {
    let mut magic = Vec::with_capacity(archive::MAGIC_LENGTH);
    reader.take(archive::MAGIC_LENGTH as u64).read_to_end(&mut magic)?;
    Ok((magic.clone(), io::Cursor::new(magic).chain(reader)))
}
