//! The processor that programs are built for: `e_machine` in the header of an ELF file (System V ABI, chapter
//! 4).

use std::fs::File;
use std::io::Read;

use kvm_drivers::root::Folder;

const I386: u16 = 3;
const X86_64: u16 = 62;

/// Returns the processor of the image's shell.
pub fn of_image(folder: &Folder) -> Result<u16, String> {
    for path in ["/bin/sh", "/usr/bin/sh"] {
        if let Ok(file) = folder.open_file(path) {
            return machine(file).ok_or_else(|| format!("its {path} is no program"));
        }
    }
    Err("it has no /bin/sh".to_owned())
}

/// Returns the processor of this program.
pub fn of_this_machine() -> Option<u16> {
    machine(File::open("/proc/self/exe").ok()?)
}

/// Whether programs for the processor `theirs` run on `ours`.
pub fn runs(theirs: u16, ours: u16) -> bool {
    theirs == ours || (theirs == I386 && ours == X86_64)
}

fn machine(mut file: impl Read) -> Option<u16> {
    let mut header = [0; 20];
    file.read_exact(&mut header).ok()?;
    let is_little = match (&header[..4], header[5]) {
        (b"\x7fELF", 1) => true,
        (b"\x7fELF", 2) => false,
        _ => return None,
    };
    let bytes = [header[18], header[19]];
    Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_for_another_processor_are_recognized() {
        let elf = |order: u8, machine: [u8; 2]| {
            let mut header = b"\x7fELF\x02".to_vec();
            header.push(order);
            header.resize(18, 0);
            header.extend(machine);
            header
        };
        assert_eq!(machine(&elf(1, [62, 0])[..]), Some(X86_64));
        assert_eq!(machine(&elf(2, [0, 22])[..]), Some(22));
        assert_eq!(machine(&b"#!/bin/sh\n"[..]), None);
        assert!(runs(I386, X86_64) && !runs(X86_64, I386) && !runs(183, X86_64));
        assert!(of_this_machine().is_some());
    }
}
