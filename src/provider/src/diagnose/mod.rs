//! The one place where client errors become diagnostics: what could not be done, what the API said, what to
//! do next.

mod connection;
mod machine;
mod object;
mod ssh;

use tfplugin::{Cx, Diagnostics, Outcome, sentences};

use self::connection::{happened, refused_before, settings_to_check};
use crate::config::ProviderConfig;

pub use self::connection::of_cluster;
pub use self::machine::{of_machine, of_unusable};
pub use self::object::DuringOf;
pub use self::ssh::of_ssh;

// The environment variables that messages name.
const ENDPOINT: &str = ProviderConfig::ENDPOINT_VARIABLE;
const USERNAME: &str = ProviderConfig::USERNAME_VARIABLE;
const PASSWORD: &str = ProviderConfig::PASSWORD_VARIABLE;
const CA_FILE: &str = ProviderConfig::CA_FILE_VARIABLE;

/// Turns a client's error into diagnostics that say what the provider was doing, in the user's words.
pub trait During<T>: Sized {
    /// Adds what was being done: `action` completes "Could not …".
    fn during(self, action: impl Into<String>) -> Outcome<T> {
        self.during_with(action, &[])
    }

    /// Does the same and points to an attribute. Each pair of `fields` is a field or error code of the API
    /// and our attribute.
    fn during_with(self, action: impl Into<String>, fields: &[(&str, &str)]) -> Outcome<T>;
}

impl<T> During<T> for Result<T, ontap::Error> {
    fn during_with(self, action: impl Into<String>, fields: &[(&str, &str)]) -> Outcome<T> {
        self.map_err(|error| {
            if let Some(refused) = refused_before(&error) {
                return refused;
            }
            let happened = happened(&error).map(|what| format!(": {what}")).unwrap_or_default();
            let summary = format!("Could not {}{happened}", action.into());
            let detail = sentences(&error.to_string(), &ontap_next_step(&error));
            let code = error.code().map(|code| code.to_string());
            at_attribute(&[error.target(), code.as_deref()], fields, summary, detail)
        })
    }
}

impl<T> During<T> for Result<T, ec2::Error> {
    fn during_with(self, action: impl Into<String>, fields: &[(&str, &str)]) -> Outcome<T> {
        self.map_err(|error| {
            let detail = sentences(&error.to_string(), &ec2_next_step(&error));
            at_attribute(&[error.code.as_deref()], fields, format!("Could not {}", action.into()), detail)
        })
    }
}

/// Returns the error for a configuration that the ONTAP client refused.
pub fn of_configuration(error: &ontap::Error) -> Diagnostics {
    Diagnostics::error(
        "The connection to ONTAP cannot be set up",
        format!("{error} Nothing was sent to the cluster."),
    )
}

/// Adds a warning about an error of EC2 that does not stop the operation. `next` is the sentence that says
/// what to do.
pub fn warn<C>(cx: &Cx<C>, summary: &str, error: &ec2::Error, next: &str) {
    cx.warn(summary, format!("{error}. {next}"));
}

/// Returns the error, at the attribute of the first known field or code.
fn at_attribute(
    said: &[Option<&str>],
    fields: &[(&str, &str)],
    summary: String,
    detail: String,
) -> Diagnostics {
    let known = |said: &str| fields.iter().find(|(field, _)| *field == said);
    match said.iter().flatten().find_map(|said| known(said)) {
        Some((_, attribute)) => Diagnostics::error_at(*attribute, summary, detail),
        None => Diagnostics::error(summary, detail),
    }
}

fn ontap_next_step(error: &ontap::Error) -> String {
    settings_to_check(error).unwrap_or_else(|| ontap_step(error).to_owned())
}

fn ontap_step(error: &ontap::Error) -> &'static str {
    use ontap::Error;
    if error.is_permission_denied() && !error.is_ambiguous() {
        return "The account may not do this: give its role access to the path. The manual lists what the \
             provider needs.";
    }
    if error.is_route_table_failure() {
        return "The system's mediator could not write the route of the floating address into the route \
             tables, so nothing was changed. Give the IAM role of the mediator ec2:CreateRoute, \
             ec2:ReplaceRoute, ec2:DeleteRoute, ec2:DescribeRouteTables, ec2:DescribeNetworkInterfaces, \
             ec2:DescribeVpcs and ec2:DescribeSubnets, and check that no route table is full; then apply \
             again.";
    }
    match error {
        _ if error.is_ambiguous() => "It may have taken effect. The next plan looks; apply again.",
        _ if error.is_retryable() => "The cluster was too busy through all repeats. Apply again later.",
        Error::Timeout { .. } => {
            "Apply again, with a longer request_timeout or timeouts if the system is slow."
        }
        Error::Stopped { .. } => "Nothing more was begun. Run Terraform again.",
        Error::Api { status: 500.., .. } => {
            "The fault is the cluster's: look at its events (\"event log show\"), then run Terraform again."
        }
        Error::Api { .. } | Error::Job { .. } => "Correct what ONTAP names, then run Terraform again.",
        Error::Transport { .. } => "Run Terraform again.",
        Error::AnotherCluster { .. }
        | Error::NotSent { .. }
        | Error::Decode { .. }
        | Error::InDoubt { .. }
        | Error::Unread { .. }
        | Error::Config(_)
        | Error::Argument { .. } => "",
    }
}

fn ec2_next_step(error: &ec2::Error) -> String {
    let step = ec2_step(&error.kind);
    if error.is_ambiguous() {
        format!("{step} The change may have taken effect all the same: the next plan looks.")
            .trim()
            .to_owned()
    } else {
        step.to_owned()
    }
}

fn ec2_step(kind: &ec2::ErrorKind) -> &'static str {
    use ec2::ErrorKind;
    match kind {
        ErrorKind::Unauthorized => "Give the credentials this permission: the manual lists the IAM actions.",
        ErrorKind::CredentialsRefused => {
            "Set aws.profile or aws.assume_role_arn, or the environment variables of the AWS SDK."
        }
        // The error itself says where was looked and what to set.
        ErrorKind::NoCredentials | ErrorKind::NoRegion => "",
        ErrorKind::Throttled => {
            "The request budget of the account was used up by others too. Apply again later, or with a \
             smaller -parallelism."
        }
        ErrorKind::Unreachable | ErrorKind::Timeout | ErrorKind::Lost | ErrorKind::Unavailable => {
            "Check aws.region, aws.endpoint and the way to EC2, then apply again: a repeat is harmless."
        }
        ErrorKind::BadAnswer => {
            "Something else than EC2 may have answered: check aws.region, aws.endpoint, proxies and load \
             balancers."
        }
        ErrorKind::NotFound => "Check the id, aws.region and the account of the credentials.",
        ErrorKind::LimitExceeded => "Release an unused address, or use an instance type with more addresses.",
        ErrorKind::Unsettled => "The change may have taken effect. The next plan looks; run Terraform again.",
        ErrorKind::Stopped => "Run Terraform again.",
        _ => "Correct what EC2 names, then run Terraform again.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_points_to_the_attribute_of_the_field_that_ontap_names() {
        let error = ontap::Error::Api {
            method: ontap::Method::Post,
            path: "/api/network/ip/interfaces".to_owned(),
            status: 400,
            code: Some(53_281_065),
            message: "Service policy does not exist".to_owned(),
            target: Some("service_policy.name".to_owned()),
        };
        let failed: Result<(), _> = Err(error);
        let diagnostics =
            failed.during_with("create LIF nas", &[("service_policy.name", "service_policy")]).unwrap_err();
        let only = diagnostics.iter().next().unwrap();
        assert_eq!(only.summary, "Could not create LIF nas");
        assert_eq!(only.path, Some("service_policy".into()));
        assert!(only.detail.contains("53281065"), "{}", only.detail);
    }

    #[test]
    fn a_proxy_page_in_answer_to_a_write_is_not_a_refusal() {
        for status in [200, 401, 403, 404] {
            let (method, path) = (ontap::Method::Post, "/api/svm/svms".to_owned());
            let error = ontap::Error::Decode { method, path, status, received: "HTML".to_owned() };
            assert!(ontap_next_step(&error).starts_with("It may have taken effect"), "{status}");
        }
    }

    #[test]
    fn a_missing_region_says_once_what_to_set() {
        let said = "No AWS Region is known. Set aws.region or AWS_REGION.";
        let failed: Result<(), _> = Err(ec2::Error::local("DescribeVpcs", ec2::ErrorKind::NoRegion, said));
        let diagnostics = failed.during("list the VPCs").unwrap_err();
        let only = diagnostics.iter().next().unwrap();
        assert_eq!(only.detail.matches("Set aws.region").count(), 1, "{}", only.detail);
    }

    #[test]
    fn only_a_write_to_ec2_is_said_to_have_maybe_taken_effect() {
        use ec2::ErrorKind::{BadAnswer, Lost, NotFound, Stopped, Timeout, Unauthorized};
        let step_of = |operation, kind, uncertain| {
            let error = ec2::Error::local(operation, kind, "").after_an_uncertain_attempt(uncertain);
            ec2_next_step(&error)
        };
        for (kind, uncertain) in [(BadAnswer, false), (Stopped, true)] {
            let step = step_of("AssignPrivateIpAddresses", kind, uncertain);
            assert!(step.contains("may have taken effect"), "{step}");
        }
        for kind in [BadAnswer, Stopped, Lost, Timeout, NotFound, Unauthorized] {
            let step = step_of("DescribeNetworkInterfaces", kind.clone(), true);
            assert!(!step.is_empty() && !step.contains("taken effect"), "{kind:?}: {step}");
        }
        let refused_at_last = step_of("UnassignPrivateIpAddresses", NotFound, true);
        assert!(refused_at_last.starts_with("Check the id"), "{refused_at_last}");
        assert!(refused_at_last.contains("may have taken effect"), "{refused_at_last}");
    }
}
