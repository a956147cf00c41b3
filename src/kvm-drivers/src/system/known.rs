//! The table of known systems: the tool that each is expected to have, by name and version.

use super::{Engine, Family};

/// The expectations for a system, which are assumed (`initrd-tools-of-systems`) from manuals and sources
/// except for Debian 12 and 13. On a machine, the installed tool decides instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Distribution family.
    pub family: Family,
    /// Tool that makes the initrd.
    pub engine: Engine,
    /// Tool that the manual uses, which may be a different one.
    pub manual_engine: Engine,
    /// Whether the manual restarts the machine and lists again.
    pub restart: bool,
    /// What to verify on the machine if the version does not settle the tool.
    pub doubt: Option<&'static str>,
}

/// A system that is not in the table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownSystem {
    /// The name is not known.
    #[error(
        "{0:?} is not a known system; there are {list}. For another one set \"engine\" to the tool that \
         makes its initrd: dracut, initramfs-tools or mkinitrd.",
        list = known_ids()
    )]
    Id(String),
    /// The text is not a version of the system.
    #[error(
        "{version:?} is not a version of {id}. Write it as VERSION_ID of /etc/os-release has it, such as \
         \"12.1\"."
    )]
    Version {
        /// Name of the system.
        id: String,
        /// Given version.
        version: String,
    },
    /// The version's kernel has no VirtIO drivers.
    #[error("{id} {version} has a kernel without VirtIO drivers: they need a kernel later than 2.6.24.")]
    TooOld {
        /// Name of the system.
        id: String,
        /// Given version.
        version: String,
    },
}

/// Names as in `ID` of os-release, in lower case.
const KNOWN: [(&str, Family); 22] = [
    ("almalinux", Family::RedHat),
    ("amzn", Family::RedHat),
    ("anolis", Family::RedHat),
    ("centos", Family::RedHat),
    ("euleros", Family::RedHat),
    ("fedora", Family::RedHat),
    ("hce", Family::RedHat),
    ("kylin", Family::RedHat),
    ("ol", Family::RedHat),
    ("openeuler", Family::RedHat),
    ("rhel", Family::RedHat),
    ("rocky", Family::RedHat),
    ("debian", Family::Debian),
    ("ubuntu", Family::Debian),
    ("opensuse", Family::Suse),
    ("opensuse-leap", Family::Suse),
    ("opensuse-tumbleweed", Family::Suse),
    ("sled", Family::Suse),
    ("sle_hpc", Family::Suse),
    ("sles", Family::Suse),
    ("sles_sap", Family::Suse),
    ("suse", Family::Suse),
];

fn known_ids() -> String {
    KNOWN.map(|(id, _)| id).join(", ")
}

/// Returns the family of a system in the table.
#[must_use]
pub fn family_of(os_id: &str) -> Option<Family> {
    KNOWN.iter().find(|(id, _)| *id == os_id).map(|(_, family)| *family)
}

/// Returns the expectations for a system.
///
/// # Errors
/// If the system is not in the table, or the text is not one of its versions.
pub fn expected(os_id: &str, version_id: &str) -> Result<Expected, UnknownSystem> {
    let id = os_id.trim().to_ascii_lowercase();
    let family = family_of(&id).ok_or_else(|| UnknownSystem::Id(os_id.to_owned()))?;
    // A rolling release has a date as its version, or none.
    let version = if id == "opensuse-tumbleweed" { Some([u32::MAX, 0]) } else { parse_version(version_id) };
    let version =
        version.ok_or_else(|| UnknownSystem::Version { id: id.clone(), version: version_id.to_owned() })?;
    match (family, id.as_str()) {
        (Family::RedHat, "centos" | "rhel" | "ol") if version < [6, 0] => {
            Err(UnknownSystem::TooOld { id, version: version_id.to_owned() })
        }
        (Family::RedHat, _) => Ok(plain(family, Engine::Dracut)),
        (Family::Debian, id) => Ok(debian(id, version)),
        (Family::Suse, id) if id.starts_with("opensuse") => Ok(opensuse(version)),
        (Family::Suse, _) => Ok(enterprise_suse(version)),
    }
}

fn plain(family: Family, engine: Engine) -> Expected {
    Expected { family, engine, manual_engine: engine, restart: false, doubt: None }
}

fn debian(id: &str, version: [u32; 2]) -> Expected {
    let doubt = match id {
        "ubuntu" if version >= [25, 10] => Some(
            "Ubuntu has dracut by default since 25.10; a machine that was upgraded may still have \
             initramfs-tools. Where update-initramfs exists, set engine to \"initramfs-tools\".",
        ),
        "debian" if version >= [13, 0] => Some(
            "Debian offers dracut instead of initramfs-tools. Where dracut is installed and update-initramfs \
             is not, set engine to \"dracut\".",
        ),
        _ => None,
    };
    let engine = if id == "ubuntu" && doubt.is_some() { Engine::Dracut } else { Engine::InitramfsTools };
    Expected { doubt, ..plain(Family::Debian, engine) }
}

/// The manual draws the line at "13": 13.1 still had mkinitrd, 13.2 dracut.
fn opensuse(version: [u32; 2]) -> Expected {
    let engine = if version < [13, 2] { Engine::Mkinitrd } else { Engine::Dracut };
    let border = version[0] == 13;
    Expected {
        restart: engine == Engine::Mkinitrd,
        doubt: border.then_some(
            "The manual leaves out which way openSUSE 13 goes: 13.1 is taken for mkinitrd, 13.2 for dracut. \
             Verify it: where a program dracut exists, set engine to \"dracut\".",
        ),
        ..plain(Family::Suse, engine)
    }
}

fn enterprise_suse(version: [u32; 2]) -> Expected {
    let manual_engine = if version < [12, 1] { Engine::Mkinitrd } else { Engine::Dracut };
    let engine = if version[0] < 12 { Engine::Mkinitrd } else { Engine::Dracut };
    Expected {
        manual_engine,
        restart: manual_engine == Engine::Mkinitrd,
        doubt: (engine != manual_engine).then_some(
            "SLES 12 without a service pack has dracut behind mkinitrd: the manual's INITRD_MODULES counts \
             for mkinitrd only, and a run of dracut alone forgets it. Verify it: where a program dracut \
             exists, set its configuration too.",
        ),
        ..plain(Family::Suse, engine)
    }
}

/// Parses the major and minor number of `12.1`, `12-SP1`, `12 SP1`, `7.0.1406` or `13`.
fn parse_version(text: &str) -> Option<[u32; 2]> {
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (major, rest) = text.split_at(end);
    let minor = ["-sp", " sp", "sp", "."].iter().find_map(|mark| rest.strip_prefix(mark));
    let minor = match minor {
        None if rest.is_empty() => 0,
        None => return None,
        Some(minor) => {
            let minor = minor.split('.').next().unwrap_or(minor);
            minor.parse().ok()?
        }
    };
    Some([major.parse().ok()?, minor])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_written_in_several_ways() {
        for (text, version) in
            [("12.1", [12, 1]), ("12-SP1", [12, 1]), ("12 SP1", [12, 1]), ("12SP1", [12, 1]), ("12", [12, 0])]
        {
            assert_eq!(parse_version(text), Some(version), "{text}");
        }
        assert_eq!(parse_version("7.0.1406"), Some([7, 0]));
        for wrong in ["", "sid", "12.", "12-", "-1", "12.x", "99999999999"] {
            assert_eq!(parse_version(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_error_for_an_unknown_system_lists_known_ones_and_the_option() {
        let error = expected("alpine", "3.20").unwrap_err().to_string();
        assert!(
            error.contains("\"alpine\"") && error.contains("ubuntu") && error.contains("\"engine\""),
            "{error}"
        );
        let error = expected("debian", "bookworm").unwrap_err().to_string();
        assert!(error.contains("\"bookworm\"") && error.contains("VERSION_ID"), "{error}");
        assert!(matches!(expected("centos", "5.11"), Err(UnknownSystem::TooOld { .. })));
    }

    #[test]
    fn names_are_case_insensitive() {
        assert_eq!(expected("openEuler", "22.03"), expected("openeuler", "22.03"));
        assert_eq!(expected("EulerOS", "2.0").unwrap().engine, Engine::Dracut);
    }
}
