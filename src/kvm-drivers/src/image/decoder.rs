//! What an image may be compressed with.

use std::io::{BufRead, Read};

use super::ImageError;

/// What an image may be compressed with: what the kernel takes (`lib/decompress.c` of Linux).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// gzip.
    Gzip,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// The older format of xz's algorithm. It need not say where it ends: what follows it is not looked for.
    Lzma,
    /// Zstandard.
    Zstd,
    /// lz4, the legacy frame that the kernel takes.
    Lz4,
    /// lzop.
    Lzo,
}

/// First bytes, and what they begin.
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

/// A reader of what is compressed, up to the end of it; `window` bytes are as much as it may look back.
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
