//! Log lines in the form that Terraform reads from a plugin's stderr.
//!
//! Only the provider's own crates are logged, and only their own events: HTTP and TLS libraries log headers
//! and bodies, and with them secrets.

mod layer;
mod line;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry};

use layer::LogLines;

/// Sends log lines of `crates` and of this crate to stderr, at the level that the user set.
pub fn start(crates: &[&'static str], name: &str, variable: impl Fn(&str) -> Option<String>) {
    let level = level(name, variable);
    let own = env!("CARGO_CRATE_NAME");
    let wanted = crates.iter().copied().chain([own]).map(|target| (target, level));
    let lines = LogLines::new(std::io::stderr).with_filter(Targets::new().with_targets(wanted));
    // A second call, in a process that serves twice, keeps the settings of the first.
    drop(Registry::default().with(lines).try_init());
}

/// The first variable that is set decides.
fn level(name: &str, variable: impl Fn(&str) -> Option<String>) -> LevelFilter {
    let own = format!("TF_LOG_PROVIDER_{}", name.to_uppercase().replace('-', "_"));
    let asked = [own.as_str(), "TF_LOG_PROVIDER", "TF_LOG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()));
    match asked.map(|level| level.to_uppercase()).as_deref() {
        None | Some("OFF") => LevelFilter::OFF,
        Some("ERROR") => LevelFilter::ERROR,
        Some("WARN") => LevelFilter::WARN,
        Some("INFO") => LevelFilter::INFO,
        Some("DEBUG") => LevelFilter::DEBUG,
        // `TRACE`, `JSON` and any other value: Terraform too logs everything then.
        Some(_) => LevelFilter::TRACE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(set: &[(&str, &str)]) -> LevelFilter {
        level("my-cloud", |name| {
            set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_most_specific_variable_takes_precedence() {
        assert_eq!(with(&[]), LevelFilter::OFF);
        assert_eq!(with(&[("TF_LOG", "debug")]), LevelFilter::DEBUG);
        assert_eq!(with(&[("TF_LOG", "TRACE"), ("TF_LOG_PROVIDER", "WARN")]), LevelFilter::WARN);
        assert_eq!(
            with(&[("TF_LOG_PROVIDER", "TRACE"), ("TF_LOG_PROVIDER_MY_CLOUD", "ERROR")]),
            LevelFilter::ERROR
        );
        assert_eq!(with(&[("TF_LOG", "JSON")]), LevelFilter::TRACE);
        assert_eq!(with(&[("TF_LOG", "TRACE"), ("TF_LOG_PROVIDER", "off")]), LevelFilter::OFF);
    }
}
