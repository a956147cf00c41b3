//! [`Look`]: the inspection of an image that is mounted on this machine. None of its programs is run.

use std::io::{self, Read as _};

use kvm_drivers::Facts;
use kvm_drivers::image::{self, ImageError, Limits};
use kvm_drivers::listing::Listing;
use kvm_drivers::root::{Files, SurveyError, survey};
use kvm_drivers::verdict::judge;
use provider_core::initrds::{ChosenKernels, DriverRequest, Inspection, Lists, choose};
use tfplugin::{CancellationToken, Diagnostics, Outcome, Text};

use super::mounted::Mounted;
use super::polled::Polled;

/// Size in bytes above which an initrd counts as broken. The initrds of distributions have a few hundred
/// megabytes at most.
const LARGEST: u64 = 2 << 30;

/// An inspection of a mounted image.
pub struct Look {
    pub image: Mounted,
    pub request: DriverRequest,
    pub stop: CancellationToken,
}

impl Look {
    /// Runs the inspection, which takes seconds of processor time.
    pub fn run(self) -> Outcome<Inspection> {
        let files = Polled { files: &self.image.folder, stop: &self.stop };
        let mut survey = survey(&files).map_err(|error| self.not_surveyed(&error))?;
        let images = survey.kernels.iter().filter_map(|kernel| kernel.image.as_ref().ok());
        self.image.refuse_shared(images.map(|image| image.path.as_str()))?;
        let ChosenKernels { kernels, absent } =
            choose(survey.kernels, &self.request.chosen, None, "The image");
        survey.kernels = kernels;
        let wanted = self.request.wanted(&survey);
        let mut forbidden = None;
        let mut read = |path: &str| {
            self.listing(path).map_err(|error| {
                if is_forbidden(&error) {
                    forbidden = Some(path.to_owned());
                }
                error.to_string()
            })
        };
        let mut lists = Lists::of(&survey);
        let verdict = judge(&survey, &wanted, |_, path| lists.get(path, || read(path)));
        if self.stop.is_cancelled() {
            return Err(self.stopped());
        }
        match forbidden {
            Some(path) => Err(self.forbidden(&path)),
            None => {
                let (facts, files) = (Facts::default(), Box::new(self.image.folder));
                Ok(Inspection { survey, absent, wanted, verdict, facts, files })
            }
        }
    }

    fn listing(&self, path: &str) -> Result<Listing, ImageError> {
        let folder = &self.image.folder;
        if folder.size(path)?.is_some_and(|size| size > LARGEST) {
            return Err(ImageError::TooLarge(format!("{LARGEST} bytes")));
        }
        // The limit also covers a file that grows while it is read.
        let reader = folder.open_file(path)?.take(LARGEST);
        image::listing(reader, Limits::default(), &|| self.stop.is_cancelled())
    }

    fn name(&self) -> String {
        self.image.root.text()
    }

    fn not_surveyed(&self, error: &SurveyError) -> Diagnostics {
        if self.stop.is_cancelled() {
            return self.stopped();
        }
        let summary = format!("{:?} cannot be looked at", self.name());
        let next = match error {
            SurveyError::NoKernel => "",
            SurveyError::Read(_) => " Terraform must be allowed to read the whole image.",
        };
        let detail = sentence(&error.to_string());
        Diagnostics::error_at("image_root", summary, format!("{detail}{next}"))
    }

    /// An unreadable image must be an error: it says nothing about its drivers.
    fn forbidden(&self, path: &str) -> Diagnostics {
        Diagnostics::error_at(
            "image_root",
            format!("{path} of the image may not be read"),
            format!(
                "Many distributions leave their initrds to root. Run Terraform as a user who may read \
                 everything below {:?}, or let it read this file.",
                self.name()
            ),
        )
    }

    fn stopped(&self) -> Diagnostics {
        Diagnostics::error_at(
            "image_root",
            format!("{:?} was not read to its end", self.name()),
            "It was interrupted, or took too long. Run Terraform again.",
        )
    }
}

fn is_forbidden(error: &ImageError) -> bool {
    matches!(error, ImageError::Read(error) if error.kind() == io::ErrorKind::PermissionDenied)
}

/// Capitalizes the text, and ends it with a period unless it ends in a period or a question mark.
fn sentence(text: &str) -> String {
    let capital: String =
        text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1)).collect();
    if capital.ends_with(['.', '?']) { capital } else { format!("{capital}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_image_is_distinguished_from_a_broken_one() {
        let error = |kind: io::ErrorKind| ImageError::Read(kind.into());
        assert!(is_forbidden(&error(io::ErrorKind::PermissionDenied)));
        assert!(!is_forbidden(&error(io::ErrorKind::UnexpectedEof)) && !is_forbidden(&ImageError::Empty));
    }
}
