//! [`Inspection`]: the findings on a system.

use std::fmt;

use kvm_drivers::Facts;
use kvm_drivers::root::{Files, Survey};
use kvm_drivers::verdict::{Verdict, Wanted, beyond_help};
use tfplugin_core::Diagnostics;

/// The findings on a system.
pub struct Inspection {
    /// The system, its configuration, and the chosen kernels.
    pub survey: Survey,
    /// The error if a requested kernel does not exist.
    pub absent: Option<Diagnostics>,
    /// The drivers that the system must have.
    pub wanted: Wanted,
    /// Whether its kernels have these drivers.
    pub verdict: Verdict,
    /// Facts that only a running machine reports; empty for an image.
    pub facts: Facts,
    /// The files that a survey reads.
    pub files: Box<dyn Files + Send + Sync>,
}

impl Inspection {
    /// Returns whether every kernel has its drivers and the next kernel will have them too.
    pub fn is_compliant(&self) -> bool {
        self.absent.is_none() && self.verdict.compliant() && self.is_configured()
    }

    /// Returns whether the configuration includes the drivers in the next initrd.
    pub fn is_configured(&self) -> bool {
        self.survey.configured.gives(&self.wanted.to_configure(&self.survey))
    }

    /// Returns the reasons why the system is not compliant, as whole sentences.
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

    /// Returns the problems that no new image can fix.
    pub fn beyond_help(&self) -> Vec<String> {
        beyond_help(&self.survey, &self.wanted)
    }

    /// Returns the size of an image in bytes; 0 if it cannot be determined.
    pub fn size(&self, path: &str) -> u64 {
        self.files.size(path).ok().flatten().unwrap_or_default()
    }

    /// Returns whether the path exists; `false` if that cannot be determined.
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
