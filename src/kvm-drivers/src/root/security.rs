//! Software that watches files and may stop an initrd from being made. It is reported and never switched off.

use std::io;

use super::files::Files;
use super::{Code, Finding};

/// Process name, where the program lies, and what it is.
pub const PROCESSES: [(&str, &str, &str); 13] = [
    ("clamd", "/usr/sbin/clamd", "ClamAV"),
    ("clamonacc", "/usr/sbin/clamonacc", "ClamAV on-access scanning"),
    ("falcon-sensor", "/opt/CrowdStrike/falcon-sensor", "CrowdStrike Falcon"),
    ("wdavdaemon", "/opt/microsoft/mdatp/sbin/wdavdaemon", "Microsoft Defender"),
    ("ds_agent", "/opt/ds_agent/ds_agent", "Trend Micro Deep Security"),
    ("wazuh-agentd", "/var/ossec/bin/wazuh-agentd", "Wazuh"),
    ("ossec-agentd", "/var/ossec/bin/ossec-agentd", "OSSEC"),
    ("hostguard", "/usr/local/hostguard/bin/hostguard", "Host Security Service"),
    ("fapolicyd", "/usr/sbin/fapolicyd", "fapolicyd"),
    ("savd", "/opt/sophos-av/engine/savd", "Sophos Anti-Virus"),
    ("cbagentd", "/opt/carbonblack/psc/bin/cbagentd", "Carbon Black"),
    ("elastic-endpoint", "/opt/Elastic/Endpoint/elastic-endpoint", "Elastic Endpoint"),
    ("aide", "/usr/sbin/aide", "AIDE"),
];

/// Security software among the processes of a machine, by their names as `ps -e -o comm=` prints them.
pub fn security_software<'a>(processes: impl IntoIterator<Item = &'a str>) -> Vec<Finding> {
    let mut found = Vec::new();
    for name in processes {
        // The kernel cuts names after 15 characters (TASK_COMM_LEN).
        let same =
            |known: &str| known == name.trim() || (name.trim().len() == 15 && known.starts_with(name.trim()));
        if let Some((process, _, what)) = PROCESSES.iter().find(|(known, _, _)| same(known)) {
            found.push(finding(process, &format!("{what} runs as {process}")));
        }
    }
    found.dedup();
    found
}

/// Processes that install or remove kernels, or make images. The kernel cuts names after 15 characters (TASK_COMM_LEN).
const PACKAGE_MANAGERS: [&str; 16] = [
    "apt",
    "apt-get",
    "aptitude",
    "dnf",
    "dnf5",
    "dpkg",
    "dracut",
    "kernel-install",
    "microdnf",
    "mkinitramfs",
    "mkinitrd",
    "rpm",
    "unattended-upgr",
    "update-initramf",
    "yum",
    "zypper",
];

/// The package manager, or the tool for images, that is at work, by the names of the processes.
pub fn package_manager<'a>(processes: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    processes.into_iter().map(str::trim).find(|name| PACKAGE_MANAGERS.contains(name))
}

/// Security software that is installed in a root.
pub fn installed(files: &dyn Files) -> io::Result<Vec<Finding>> {
    let mut found = Vec::new();
    for (_, path, what) in PROCESSES {
        if files.exists(path)? {
            found.push(finding(path, &format!("{what} is installed")));
        }
    }
    Ok(found)
}

fn finding(object: &str, what: &str) -> Finding {
    let text = format!(
        "{what}. Switch it off while the initrd is made, and on again afterwards; it is not done for you."
    );
    Finding::new(Code::SecuritySoftware, object, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_manager_at_work_is_told_by_its_process() {
        assert_eq!(package_manager(["sshd", "unattended-upgr ", "sh"]), Some("unattended-upgr"));
        assert_eq!(package_manager(["aptd", "rpmbuild", "sh"]), None);
    }
}
