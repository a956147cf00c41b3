//! Software that watches files and may prevent the creation of an initrd. It is reported but never switched
//! off.

use std::io;

use super::files::Files;
use super::{Code, Finding};

/// Process name, path of the program, and product name.
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

/// Finds security software among the processes of a machine, named as in the output of `ps -e -o comm=`.
pub fn security_software<'a>(processes: impl IntoIterator<Item = &'a str>) -> Vec<Finding> {
    let mut found = Vec::new();
    for name in processes {
        // The kernel truncates names to 15 characters (TASK_COMM_LEN).
        let same =
            |known: &str| known == name.trim() || (name.trim().len() == 15 && known.starts_with(name.trim()));
        if let Some((process, _, what)) = PROCESSES.iter().find(|(known, _, _)| same(known)) {
            found.push(finding(process, &format!("{what} runs as {process}")));
        }
    }
    found.dedup();
    found
}

/// Processes that install or remove kernels, or make images. The kernel truncates names to 15 characters
/// (TASK_COMM_LEN).
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

/// Returns the name of a running package manager or image tool among the processes.
pub fn package_manager<'a>(processes: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    processes.into_iter().map(str::trim).find(|name| PACKAGE_MANAGERS.contains(name))
}

/// Finds security software installed in a root.
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
    fn a_running_package_manager_is_detected_by_its_process() {
        assert_eq!(package_manager(["sshd", "unattended-upgr ", "sh"]), Some("unattended-upgr"));
        assert_eq!(package_manager(["aptd", "rpmbuild", "sh"]), None);
    }
}
