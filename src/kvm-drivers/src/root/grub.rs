//! GRUB's configuration, of both generations.

use super::boot::RawEntry;

/// Parses `grub.cfg`, `grub.conf` or `menu.lst` and returns the entries in order.
pub fn entries(text: &str) -> Vec<RawEntry> {
    let mut entries: Vec<RawEntry> = Vec::new();
    let mut default = None;
    for line in text.lines() {
        let mut words = line.split_whitespace();
        match words.next().unwrap_or_default() {
            "menuentry" | "title" => entries.push(RawEntry { title: title(line), ..RawEntry::default() }),
            "linux" | "linux16" | "linuxefi" | "kernel" => {
                if let Some(entry) = entries.last_mut() {
                    entry.kernel_image = words.next().unwrap_or_default().to_owned();
                    entry.arguments = words.map(str::to_owned).collect();
                }
            }
            "initrd" | "initrd16" | "initrdefi" => {
                if let Some(entry) = entries.last_mut() {
                    entry.initrds.extend(words.map(str::to_owned));
                }
            }
            "default" => default = words.next().and_then(number),
            "set" => {
                let value = words.next().and_then(|word| word.strip_prefix("default="));
                default = value.and_then(number).or(default);
            }
            word => default = word.strip_prefix("default=").and_then(number).or(default),
        }
    }
    entries.retain(|entry| !entry.kernel_image.is_empty());
    if let Some(entry) = default.and_then(|index| entries.get_mut(index)) {
        entry.is_default = true;
    }
    entries
}

fn number(text: &str) -> Option<usize> {
    text.trim_matches(['"', '\'']).parse().ok()
}

/// Extracts the title of `menuentry 'Title' …` or `title Title`.
fn title(line: &str) -> String {
    let rest = line.trim_start().split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim();
    let quoted =
        rest.chars().next().filter(|c| "'\"".contains(*c)).and_then(|mark| rest[1..].split(mark).next());
    quoted.unwrap_or(rest).to_owned()
}
