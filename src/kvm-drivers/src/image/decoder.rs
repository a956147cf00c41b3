//! Compression formats of an image.

use std::io::{BufRead, Read};

use super::ImageError;

/// The compression formats of an image that the kernel supports (`lib/decompress.c` of Linux).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// gzip.
    Gzip,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// The older format of xz's algorithm. It may lack an end marker, so nothing after it is read.
    Lzma,
    /// Zstandard.
    Zstd,
    /// lz4, in the legacy frame format that the kernel supports.
    Lz4,
    /// lzop.
    Lzo,
}

/// Magic numbers and their formats.
const MAGICS: [(&[u8], Compression); 8] = [
    (&[0x1f, 0x8b], Compression::Gzip),
    (&[0x1f, 0x9e], Compression::Gzip),
    (b"BZh", Compression::Bzip2),
    (&[0xfd, b'7', b'z', b'X', b'Z', 0], Compression::Xz),
    (&[0x5d, 0, 0], Compression::Lzma),
    (&[0x28, 0xb5, 0x2f, 0xfd], Compression::Zstd),
    (&[0x02, 0x21, 0x4c, 0x18], Compression::Lz4),
    (&[0x89, b'L', b'Z', b'O'], Compression::Lzo),
];

impl Compression {
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        MAGICS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, compression)| *compression)
    }
}

/// Returns a reader that decompresses until the end of the compressed data. `window` is the maximum memory,
/// in bytes, for back-references.
pub fn decoder<'a>(
    compression: Compression,
    reader: impl BufRead + 'a,
    window: u64,
) -> Result<Box<dyn Read + 'a>, ImageError> {
    let kibibytes = u32::try_from(window / 1024).unwrap_or(u32::MAX);
    let other = |error: std::io::Error| ImageError::Read(error);
    Ok(match compression {
        Compression::Gzip => Box::new(flate2::bufread::GzDecoder::new(reader)),
        Compression::Bzip2 => Box::new(bzip2::bufread::BzDecoder::new(reader)),
        Compression::Xz => Box::new(lzma_rust2::XzReader::new_mem_limit(reader, false, kibibytes)),
        Compression::Lzma => {
            Box::new(lzma_rust2::LzmaReader::new_mem_limit(reader, kibibytes, None).map_err(other)?)
        }
        Compression::Zstd => {
            let decoder = ruzstd::decoding::StreamingDecoder::new_with_max_window_size(reader, window);
            Box::new(decoder.map_err(|error| other(std::io::Error::other(error.to_string())))?)
        }
        Compression::Lz4 => Box::new(lz4_flex::frame::FrameDecoder::new(reader)),
        Compression::Lzo => return Err(ImageError::Unsupported("lzop")),
    })
}
