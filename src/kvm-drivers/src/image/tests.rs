//! Images with every compression are read in full, and garbage is an error.

use std::io::Write;

use cpio::NewcBuilder;
use cpio::newc::trailer;
use proptest::prelude::*;

use super::*;
use crate::{Driver, Kernel};

const MODULE: &str = "usr/lib/modules/6.1.0-50-amd64/kernel/drivers/block/virtio_blk.ko";

/// An archive of files with the same content, or of directories if it is empty.
fn archive(paths: &[&str], content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for path in paths {
        let mode = if content.is_empty() { 0o040_755 } else { 0o100_644 };
        let size = u32::try_from(content.len()).unwrap();
        let mut writer = NewcBuilder::new(path).mode(mode).write(&mut bytes, size);
        writer.write_all(content).unwrap();
        writer.finish().unwrap();
    }
    trailer(&mut bytes).unwrap();
    bytes
}

fn compressed(compression: Compression, bytes: &[u8]) -> Vec<u8> {
    match compression {
        Compression::Gzip => {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            writer.write_all(bytes).unwrap();
            writer.finish().unwrap()
        }
        Compression::Bzip2 => {
            let mut writer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            writer.write_all(bytes).unwrap();
            writer.finish().unwrap()
        }
        Compression::Xz => {
            let options = lzma_rust2::XzOptions::with_preset(1);
            let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
            writer.write_all(bytes).unwrap();
            writer.finish().unwrap()
        }
        Compression::Lzma => {
            let options = lzma_rust2::LzmaOptions::with_preset(1);
            let mut writer = lzma_rust2::LzmaWriter::new_use_header(Vec::new(), &options, None).unwrap();
            writer.write_all(bytes).unwrap();
            writer.finish().unwrap()
        }
        Compression::Zstd => {
            ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
        }
        Compression::Lz4 => {
            // The legacy frame: its magic number, then blocks with their lengths.
            let mut frame = vec![0x02, 0x21, 0x4c, 0x18];
            for block in bytes.chunks(8 << 20).map(lz4_flex::block::compress) {
                frame.extend(u32::try_from(block.len()).unwrap().to_le_bytes());
                frame.extend(block);
            }
            frame
        }
        Compression::Lzo => [&[0x89, b'L', b'Z', b'O'], bytes].concat(),
    }
}

const READABLE: [Compression; 6] = [
    Compression::Gzip,
    Compression::Bzip2,
    Compression::Xz,
    Compression::Lzma,
    Compression::Zstd,
    Compression::Lz4,
];

fn paths(image: &[u8]) -> Result<Vec<String>, ImageError> {
    Ok(members(image, Limits::default())?.into_iter().map(|member| member.path).collect())
}

#[test]
fn every_compression_is_read_behind_the_microcode() {
    let microcode = archive(&["kernel/x86/microcode/GenuineIntel.bin"], &[7; 3000]);
    let main = archive(&["usr/lib/modules", MODULE], &[1; 100_000]);
    for compression in READABLE {
        for zeros in [0, 4, 512, 9000] {
            let image = [&microcode, &vec![0; zeros][..], &compressed(compression, &main)].concat();
            let found = paths(&image).unwrap_or_else(|error| panic!("{compression:?}: {error}"));
            let expected = ["kernel/x86/microcode/GenuineIntel.bin", "usr/lib/modules", MODULE];
            assert_eq!(found, expected, "{compression:?}");
        }
    }
}

#[test]
fn archives_follow_each_other_inside_and_after_compressed_data() {
    let two = [archive(&["a"], b"x"), vec![0; 100], archive(&["b"], b"y")].concat();
    // The other two formats do not mark their end, so nothing can follow them.
    for compression in [Compression::Gzip, Compression::Bzip2, Compression::Xz, Compression::Zstd] {
        let image =
            [compressed(compression, &two), vec![0; 3], compressed(compression, &archive(&["c"], b"z"))];
        let found = paths(&image.concat());
        assert_eq!(
            found.unwrap_or_else(|error| panic!("{compression:?}: {error}")),
            ["a", "b", "c"],
            "{compression:?}"
        );
    }
}

#[test]
fn modules_are_the_files_among_the_members() {
    let kernel = Kernel::parse("6.1.0-50-amd64").unwrap();
    let driver = Driver::parse("virtio_blk").unwrap();
    let has = |content: &[u8]| {
        let image = compressed(Compression::Zstd, &archive(&[MODULE], content));
        listing(&image[..], Limits::default(), &|| false).unwrap().has(&kernel, &driver)
    };
    assert!(has(b"ELF"));
    assert!(!has(b""), "a directory with that name");
}

#[test]
fn differently_compressed_images_have_the_same_drivers() {
    let main = archive(&[MODULE], b"ELF");
    let listed = |image: Vec<u8>| listing(&image[..], Limits::default(), &|| false).unwrap();
    let listings = READABLE.map(|compression| listed(compressed(compression, &main)));
    assert!(listings.iter().all(|found| *found == listings[0]));
}

#[test]
fn a_truncated_image_is_an_error_and_not_a_shorter_list() {
    let main = archive(&[MODULE, "b", "c"], &[1; 50_000]);
    for image in READABLE.map(|compression| compressed(compression, &main)).into_iter().chain([main.clone()])
    {
        for part in [1, 2, 3] {
            let cut = &image[..image.len() * part / 4];
            assert!(paths(cut).is_err(), "{part}/4 of {} bytes", image.len());
        }
    }
}

#[test]
fn a_file_that_is_not_an_image_is_described() {
    let says = |image: &[u8]| paths(image).unwrap_err().to_string();
    assert!(says(b"").contains("empty"));
    assert!(says(&[0; 4096]).contains("empty"));
    assert!(says(b"\0\0\0\0#!/bin/sh").contains("byte 4"));
    assert!(says(&compressed(Compression::Lzo, b"x")).contains("lzop"));
    let junk = [archive(&["a"], b"x"), b"junk".to_vec()].concat();
    assert!(says(&junk).contains("neither a cpio archive"));
}

#[test]
fn limits_apply_before_anything_large_is_read() {
    let many = archive(&["a"; 50], b"x");
    let few = Limits { members: 49, ..Limits::default() };
    assert!(matches!(members(&many[..], few), Err(ImageError::TooLarge(_))));
    let long = archive(&["a/b/c/d/e"; 50], b"x");
    let short = Limits { paths: 400, ..Limits::default() };
    assert!(matches!(members(&long[..], short), Err(ImageError::TooLarge(_))));
    let zeros = compressed(Compression::Gzip, &archive(&["a"], &vec![0; 3_000_000]));
    let small = Limits { bytes: 1_000_000, ..Limits::default() };
    assert!(zeros.len() < 100_000);
    assert!(matches!(members(&zeros[..], small), Err(ImageError::TooLarge(_))));
    let wide = compressed(Compression::Xz, &archive(&["a"], b"x"));
    assert!(members(&wide[..], Limits { window: 1024, ..Limits::default() }).is_err());
}

/// A reader that counts the bytes taken from it.
struct Taken<R>(R, u64);

impl<R: Read> Read for Taken<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1 += read as u64;
        Ok(read)
    }
}

#[test]
fn zeros_count_wherever_they_are() {
    let small = Limits { bytes: 1 << 20, ..Limits::default() };
    let one = archive(&["a"], b"x");
    let zeros = vec![0; 3 << 20];
    let inside = [one.clone(), zeros.clone(), one.clone()].concat();
    let alone = vec![0; 3 << 20];
    for compression in READABLE {
        for content in [&inside, &alone] {
            let image = compressed(compression, content);
            let found = members(&image[..], small);
            assert!(matches!(found, Err(ImageError::TooLarge(_))), "{compression:?}: {found:?}");
        }
    }
    // Endless zeros, from the start of the file and after an archive.
    for start in [vec![], one] {
        let mut endless = Taken(start.chain(io::repeat(0)), 0);
        assert!(matches!(members(&mut endless, small), Err(ImageError::TooLarge(_))));
        assert!(endless.1 < 2 << 20, "{} bytes were read", endless.1);
    }
}

#[test]
fn all_decompressed_bytes_count_together() {
    let part = compressed(Compression::Gzip, &archive(&["a"], &vec![0; 400_000]));
    let limits = Limits { bytes: 1_000_000, ..Limits::default() };
    assert_eq!(members(&part.repeat(2)[..], limits).unwrap().len(), 2);
    assert!(matches!(members(&part.repeat(3)[..], limits), Err(ImageError::TooLarge(_))));
    // This also applies to formats that do not state their size, and to content that is not an archive.
    let junk = compressed(Compression::Bzip2, &[&archive(&["a"], b"x")[..], &vec![0; 2_000_000]].concat());
    assert!(matches!(members(&junk[..], limits), Err(ImageError::TooLarge(_))));
}

#[test]
fn reading_ends_as_soon_as_it_is_stopped() {
    let bomb = compressed(Compression::Zstd, &vec![0; 4 << 20]);
    let asked = std::cell::Cell::new(0);
    let stop_after = |times: u32| {
        move |asked: &std::cell::Cell<u32>| {
            asked.set(asked.get() + 1);
            asked.get() > times
        }
    };
    for times in [0, 1, 20] {
        asked.set(0);
        let stop = stop_after(times);
        let found = members_until(&bomb[..], Limits::default(), &|| stop(&asked));
        assert!(matches!(found, Err(ImageError::Stopped)), "{times}: {found:?}");
        assert_eq!(asked.get(), times + 1, "nothing is read after the stop");
    }
    asked.set(0);
    let counting = || {
        asked.set(asked.get() + 1);
        false
    };
    assert!(matches!(members_until(&bomb[..], Limits::default(), &counting), Err(ImageError::Empty)));
    assert!(asked.get() >= 4, "the stop is checked at least once per mebibyte: {}", asked.get());
}

#[test]
fn a_name_that_is_not_utf8_hides_no_other_file() {
    let mut image = archive(&["caf_", MODULE, "b"], b"ELF");
    let at = image.windows(4).position(|part| part == b"caf_").unwrap();
    image[at + 3] = 0xe9;
    for image in [image.clone(), compressed(Compression::Zstd, &image)] {
        assert_eq!(paths(&image).unwrap(), ["caf?", MODULE, "b"]);
        let listed = listing(&image[..], Limits::default(), &|| false).unwrap();
        assert!(listed.has(&Kernel::parse("6.1.0-50-amd64").unwrap(), &Driver::parse("virtio_blk").unwrap()));
    }
    // In a number, such a byte is still damage.
    let mut damaged = archive(&["a"], b"x");
    damaged[10] = 0xe9;
    assert!(paths(&damaged).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn garbage_never_panics(start in 0..9_usize, bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let magics: [&[u8]; 9] = [
            b"", b"070701", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b"\x5d\0\0", b"\x28\xb5\x2f\xfd", b"\x02\x21\x4c\x18", b"\0\0\0",
        ];
        let image = [magics[start], &bytes].concat();
        let _ = members(&image[..], Limits { bytes: 1 << 20, members: 100, paths: 1 << 16, window: 1 << 20 });
    }

    #[test]
    fn a_flipped_byte_never_panics(which in 0..6_usize, at in any::<prop::sample::Index>(), with in 1..=255_u8) {
        let mut image = compressed(READABLE[which], &archive(&[MODULE, "b"], &[1; 5000]));
        let at = at.index(image.len());
        image[at] ^= with;
        let _ = members(&image[..], Limits { bytes: 1 << 24, members: 100, paths: 1 << 16, window: 1 << 24 });
    }
}
