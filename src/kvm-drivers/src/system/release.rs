//! The files that identify the Linux distribution: os-release and its predecessors.

use super::{Family, System, family_of};

/// Files that identify the distribution, in order of preference. os-release was introduced in 2012; older
/// systems have one of the others. `lsb-release` precedes `debian_version`, which Ubuntu also has, with
/// Debian's version.
pub const RELEASE_FILES: [&str; 7] = [
    "/etc/os-release",
    "/usr/lib/os-release",
    "/etc/SuSE-release",
    "/etc/lsb-release",
    "/etc/centos-release",
    "/etc/redhat-release",
    "/etc/debian_version",
];

/// First words of a release line in Red Hat's format, and the name in os-release.
const RED_HATS: [(&str, &str); 9] = [
    ("centos", "centos"),
    ("red hat", "rhel"),
    ("rocky", "rocky"),
    ("almalinux", "almalinux"),
    ("oracle", "ol"),
    ("fedora", "fedora"),
    ("euleros", "euleros"),
    ("openeuler", "openeuler"),
    ("amazon", "amzn"),
];

/// Parses one of [`RELEASE_FILES`]; `None` if it does not identify a distribution.
#[must_use]
pub fn parse_release(path: &str, text: &str) -> Option<System> {
    match path.rsplit('/').next()? {
        "os-release" => os_release(text),
        "SuSE-release" => suse_release(text),
        "lsb-release" => {
            let id = variable(text, "DISTRIB_ID")?;
            Some(system(&id, variable(text, "DISTRIB_RELEASE")))
        }
        "centos-release" | "redhat-release" => red_hat_release(text),
        "debian_version" => {
            // Debian testing has two release names here, such as "trixie/sid", and no number.
            let version = text.trim();
            let number = version.starts_with(|c: char| c.is_ascii_digit()).then(|| version.to_owned());
            (!version.is_empty()).then(|| system("debian", number))
        }
        _ => None,
    }
}

fn system(id: &str, version: Option<String>) -> System {
    let os_id = id.to_ascii_lowercase();
    let family = family_of(&os_id);
    System { os_id, version_id: version.unwrap_or_default(), family }
}

fn os_release(text: &str) -> Option<System> {
    let mut found = system(&variable(text, "ID")?, variable(text, "VERSION_ID"));
    let like = variable(text, "ID_LIKE").unwrap_or_default().to_ascii_lowercase();
    found.family = found.family.or_else(|| like.split_whitespace().find_map(like_family));
    Some(found)
}

/// `ID_LIKE` may name a family that is not itself a system.
fn like_family(id: &str) -> Option<Family> {
    if id == "suse" { Some(Family::Suse) } else { family_of(id) }
}

/// `SUSE Linux Enterprise Server 11 (x86_64)`, `VERSION = 11`, `PATCHLEVEL = 4`; openSUSE has only `VERSION =
/// 12.3`.
fn suse_release(text: &str) -> Option<System> {
    let first = text.lines().next()?.to_ascii_lowercase();
    let id = if first.contains("opensuse") { "opensuse" } else { "sles" };
    let version = variable(text, "VERSION")?;
    let patch = variable(text, "PATCHLEVEL").filter(|patch| patch != "0");
    Some(system(id, Some(patch.map_or_else(|| version.clone(), |patch| format!("{version}.{patch}")))))
}

/// `CentOS release 6.10 (Final)`.
fn red_hat_release(text: &str) -> Option<System> {
    let line = text.lines().next()?.to_ascii_lowercase();
    let (_, id) = RED_HATS.iter().find(|(words, _)| line.starts_with(words))?;
    let (_, rest) = line.split_once(" release ")?;
    Some(system(id, rest.split_whitespace().next().map(str::to_owned)))
}

/// Returns the value of a variable in these files: `NAME=value`, `NAME="value"`, `NAME = value`. They are
/// shell files, but nothing is expanded.
fn variable(text: &str, name: &str) -> Option<String> {
    let value = text.lines().find_map(|line| {
        let (left, right) = line.split_once('=')?;
        (left.trim() == name).then(|| right.trim())
    })?;
    let quoted = |mark| value.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    let plain = quoted('"').or_else(|| quoted('\'')).unwrap_or(value);
    (!plain.is_empty()).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_release_file_identifies_the_distribution() {
        let cases = [
            ("/etc/os-release", "NAME=\"Debian\"\nVERSION_ID=\"12\"\nID=debian\n", "debian", "12"),
            ("/usr/lib/os-release", "ID='openEuler'\r\nVERSION_ID=\"22.03\"\r\n", "openeuler", "22.03"),
            ("/etc/os-release", "ID=arch\n", "arch", ""),
            ("/etc/os-release", "ID=\"sles\"\nVERSION_ID=\"12.1\"\n", "sles", "12.1"),
            ("/etc/redhat-release", "CentOS release 6.10 (Final)\n", "centos", "6.10"),
            ("/etc/redhat-release", "Red Hat Enterprise Linux Server release 6.9 (Santiago)", "rhel", "6.9"),
            ("/etc/centos-release", "CentOS Linux release 7.0.1406 (Core)\n", "centos", "7.0.1406"),
            ("/etc/redhat-release", "EulerOS release 2.0 (SP5)\n", "euleros", "2.0"),
            (
                "/etc/SuSE-release",
                "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n",
                "sles",
                "11.4",
            ),
            (
                "/etc/SuSE-release",
                "SUSE Linux Enterprise Server 12 (x86_64)\nVERSION = 12\nPATCHLEVEL = 0\n",
                "sles",
                "12",
            ),
            ("/etc/SuSE-release", "openSUSE 12.3 (x86_64)\nVERSION = 12.3\n", "opensuse", "12.3"),
            ("/etc/lsb-release", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=10.04\n", "ubuntu", "10.04"),
            ("/etc/debian_version", "6.0.10\n", "debian", "6.0.10"),
            ("/etc/debian_version", "trixie/sid\n", "debian", ""),
        ];
        for (path, text, id, version) in cases {
            let found = parse_release(path, text).unwrap();
            assert_eq!((found.os_id.as_str(), found.version_id.as_str()), (id, version), "{path}");
        }
    }

    #[test]
    fn an_unknown_system_has_the_family_of_a_similar_one() {
        let family = |text| parse_release("/etc/os-release", text).unwrap().family;
        assert_eq!(family("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"), Some(Family::Debian));
        assert_eq!(family("ID=virtuozzo\nID_LIKE=\"rhel fedora\"\n"), Some(Family::RedHat));
        assert_eq!(family("ID=opensuse-microos\nID_LIKE=\"suse opensuse\"\n"), Some(Family::Suse));
        assert_eq!(family("ID=alpine\n"), None);
    }

    #[test]
    fn a_file_without_a_name_identifies_nothing() {
        for path in RELEASE_FILES.iter().chain(&["/etc/passwd"]) {
            for text in ["", "\n", "=\n", "VERSION_ID=1\n"] {
                let found = parse_release(path, text);
                assert!(found.is_none() || path.ends_with("debian_version"), "{path}: {found:?}");
            }
        }
    }
}
