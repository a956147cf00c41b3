//! [`Inspection`]: what was seen of a system.

use std::fmt;

use kvm_drivers::Facts;
use kvm_drivers::root::{Files, Survey};
use kvm_drivers::verdict::{Verdict, Wanted, beyond_help};
use tfplugin_core::Diagnostics;

/// What was seen of a system.
pub struct Inspection {
    /// Its kernels, those that it is about, and its configuration.
    pub survey: Survey,
    /// What is said when a kernel that was asked for is not there.
    pub absent: Option<Diagnostics>,
    /// The drivers that it is to have.
    pub wanted: Wanted,
    /// Whether its kernels have them.
    pub verdict: Verdict,
    /// What a machine that runs says of itself; nothing of an image.
    pub facts: Facts,
    /// Its files, as far as a survey reads them.
    pub files: Box<dyn Files + Send + Sync>,
}

impl Inspection {
    /// Whether every kernel has its drivers, and the next one will have them too.
    pub fn is_compliant(&self) -> bool {
        self.absent.is_none() && self.verdict.compliant() && self.is_configured()
    }

    /// Whether the configuration gives the drivers to the next initrd.
    pub fn is_configured(&self) -> bool {
        self.survey.configured.gives(&self.wanted.to_configure(&self.survey))
    }

    /// What is wrong; whole sentences.
    pub fn reasons(&self) -> Vec<String> {
        let absent = self
            .absent
            .iter()
            .flat_map(Diagnostics::iter)
            .map(|absent| format!("{}. {}", absent.summary, absent.detail));
        let mut reasons: Vec<String> = absent.chain(self.verdict.reasons().cloned()).collect();
        if !self.is_configured() {
            let configured = &self.survey.configured.drivers;
            let wanted = self.wanted.to_configure(&self.survey);
            let missing = wanted.iter().filter(|driver| !configured.contains(driver));
            let names: Vec<String> = missing.map(ToString::to_string).collect();
            reasons.push(format!("The configuration does not give {} to the next kernel.", names.join(", ")));
        }
        reasons
    }

    /// What is wrong that no new image can mend.
    pub fn beyond_help(&self) -> Vec<String> {
        beyond_help(&self.survey, &self.wanted)
    }

    /// The size of an image in bytes.
    pub fn size(&self, path: &str) -> u64 {
        self.files.size(path).ok().flatten().unwrap_or_default()
    }

    /// Whether there is something at a path.
    pub fn has(&self, path: &str) -> bool {
        self.files.exists(path).unwrap_or_default()
    }
}

impl fmt::Debug for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inspection")
            .field("survey", &self.survey)
            .field("verdict", &self.verdict)
            .finish_non_exhaustive()
    }
}
