//! Words of a shell command, and patterns for `grep -E`.

use kvm_drivers::{Driver, Kernel};

/// Returns a function call with its arguments.
pub fn function<W: AsRef<str>>(name: &str, arguments: impl IntoIterator<Item = W>) -> String {
    let words: Vec<String> = arguments.into_iter().map(|word| quoted(word.as_ref())).collect();
    format!("{name} {}", words.join(" "))
}

/// Quotes one word.
pub fn quoted(word: &str) -> String {
    ssh::quoted(&[word])
}

/// Returns the pattern that matches the line of a driver's file in a list, of bare paths or of lines as from
/// `ls -l`. Where it matters, it matches the same lines as [`kvm_drivers::listing::Listing`].
pub fn pattern(kernel: &Kernel, driver: &Driver) -> String {
    let release: String = kernel.as_str().chars().flat_map(escaped).collect();
    let name = driver.as_str().replace('_', "[-_]");
    format!(r"(^|[ /])lib/modules/{release}/[^ ]*/{name}\.ko(\.(gz|xz|zst|bz2|lzma))?$")
}

/// Escapes a character of a release. Only these two are special.
fn escaped(character: char) -> impl Iterator<Item = char> {
    let escape = (character == '.' || character == '+').then_some('\\');
    escape.into_iter().chain(std::iter::once(character))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use kvm_drivers::listing::Listing;

    use super::*;

    /// Whether grep finds the driver in a line.
    fn grep(line: &str, pattern: &str) -> bool {
        let script = "printf '%s\\n' \"$1\" | grep -E -q -e \"$2\"";
        Command::new("sh").args(["-c", script, "sh", line, pattern]).status().unwrap().success()
    }

    #[test]
    fn grep_finds_the_same_drivers_as_a_listing() {
        let kernel = Kernel::parse("6.12.107+deb13-amd64").unwrap();
        let driver = Driver::parse("virtio_blk").unwrap();
        let at = "lib/modules/6.12.107+deb13-amd64/kernel/drivers/block/virtio_blk.ko";
        for (line, has) in [
            (at.to_owned(), true),
            (format!("usr/{at}.xz"), true),
            (format!("-rw-r--r--   1 root     root        21 Jan  1  1970 usr/{at}.zst"), true),
            (at.replace("virtio_blk", "virtio-blk"), true),
            (at.replace("virtio_blk", "xvirtio_blk"), false),
            (at.replace("virtio_blk", "virtio_blk2"), false),
            (at.replace("6.12.107+deb13", "6.12.107deb13"), false),
            (at.replace("6.12", "6x12"), false),
            (format!("{at}.bak"), false),
            ("kernel/drivers/block/virtio_blk.ko".to_owned(), false),
        ] {
            assert_eq!(grep(&line, &pattern(&kernel, &driver)), has, "{line}");
            assert_eq!(Listing::of_lister(&line, Some(0)).unwrap().has(&kernel, &driver), has, "{line}");
        }
    }
}
