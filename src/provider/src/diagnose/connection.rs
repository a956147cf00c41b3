//! Failures of the connection to ONTAP: what happened, as a title says it, and which settings to check.

use ontap::{Error, TransportFailure};
use tfplugin::{Diagnostics, Outcome, sentences};

use super::{CA_FILE, ENDPOINT, PASSWORD, USERNAME, ontap_next_step};

const LOGIN_REFUSED: &str = "ONTAP refused the login";

/// Returns the outcome of the first request to the cluster, whose error is titled by what happened.
pub fn of_cluster<T>(outcome: ontap::Result<T>) -> Outcome<T> {
    outcome.map_err(|error| {
        let title = happened_first(&error).unwrap_or_else(|| "the cluster could not be read".to_owned());
        let step = if error.is_unknown_user() { login_to_check() } else { ontap_next_step(&error) };
        let told = || Diagnostics::error(capitalized(&title), sentences(&error.to_string(), &step));
        refused_before(&error).unwrap_or_else(told)
    })
}

/// Returns the short error of an object for which nothing was sent, because an earlier failure counts for it, too.
pub fn refused_before(error: &Error) -> Option<Diagnostics> {
    let Error::NotSent { first, had_worked, .. } = error.latest() else { return None };
    let happened = happened_first(first).unwrap_or_else(|| "an earlier request failed".to_owned());
    let why = if first.status().is_some_and(|status| matches!(status, 401 | 403)) {
        " More refused logins could lock the account."
    } else {
        ""
    };
    let told = if *had_worked {
        // What an object meets in the middle is not always told: a look that only warns says nothing.
        let step = ontap_next_step(first);
        sentences(&format!("An earlier request of this run ended so: {first}"), &step)
    } else {
        format!(
            "Another error of this run, \"{}\", says what to do; it counts for all objects of this provider.",
            capitalized(&happened)
        )
    };
    Some(Diagnostics::error(
        format!("Not tried, because {happened}"),
        format!("Nothing was sent to ONTAP for this object. {told}{why}"),
    ))
}

/// Returns what happened to a request that ONTAP did not answer as it should, as a clause without an end.
pub fn happened(error: &Error) -> Option<String> {
    let status = error.status().unwrap_or_default();
    let text = match error.latest() {
        latest if latest.is_unauthorized() => LOGIN_REFUSED,
        Error::Transport { failure, .. } => match failure {
            TransportFailure::Untrusted => "the cluster's certificate is not trusted",
            TransportFailure::Tls => "the TLS handshake with the cluster failed",
            TransportFailure::Connect => "the cluster cannot be reached",
            TransportFailure::Lost => "the connection to the cluster was lost",
        },
        latest if latest.is_unanswered() => "the cluster did not answer",
        Error::AnotherCluster { .. } => "another cluster answered",
        latest if latest.is_retryable() => return Some(format!("the cluster is too busy (status {status})")),
        Error::Decode { status: 502..=504, .. } => {
            return Some(format!("the cluster is not available (status {status})"));
        }
        Error::Decode { .. } => {
            return Some(format!("something other than ONTAP answered (status {status})"));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// Returns what happened to a request before any login was accepted.
fn happened_first(error: &Error) -> Option<String> {
    if error.is_unknown_user() { Some(LOGIN_REFUSED.to_owned()) } else { happened(error) }
}

fn capitalized(clause: &str) -> String {
    let mut letters = clause.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn login_to_check() -> String {
    format!(
        "Check username and password ({USERNAME}, {PASSWORD}), the token or the client certificate, and that \
         the account may use the \"http\" application."
    )
}

/// Returns what to check in the provider block, if its settings may be the cause.
pub fn settings_to_check(error: &Error) -> Option<String> {
    if error.is_unauthorized() && !error.is_ambiguous() {
        return Some(login_to_check());
    }
    Some(match error {
        Error::Transport { failure: TransportFailure::Connect, .. } => format!(
            "Check endpoint ({ENDPOINT}), the security group of the node's interface and that the system is \
             running."
        ),
        Error::Transport { failure: TransportFailure::Untrusted | TransportFailure::Tls, .. } => format!(
            "Check ca_file ({CA_FILE}) and tls_server_name. A certificate whose SHA-256 you have compared \
             with the cluster's own, from a place that you trust, is trusted by certificate_sha256, whatever \
             it is named and whoever issued it."
        ),
        Error::AnotherCluster { .. } => format!(
            "Correct endpoint ({ENDPOINT}) and fallback_endpoints: all of them must be addresses of the same \
             cluster."
        ),
        Error::Decode { .. } if error.is_ambiguous() => format!(
            "It may have taken effect, or something else than ONTAP may have answered: check endpoint \
             ({ENDPOINT}), proxies and load balancers, and apply again. The next plan looks."
        ),
        Error::Decode { .. } if !error.is_permission_denied() => format!(
            "Something else than ONTAP may have answered: check endpoint ({ENDPOINT}), proxies and load \
             balancers."
        ),
        _ => return None,
    })
}
