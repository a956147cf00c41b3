//! The client against small, real TLS servers that answer in all the ways that a network, a proxy or ONTAP
//! may.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a helper of a test fails like the test itself"
)]

mod answers;
mod authority;
mod bounds;
mod creation;
mod deletion;
mod endpoints;
mod identity;
mod jobs;
mod limits;
mod log;
mod proxy;
mod required;
mod secrets;
mod server;
mod services;
mod standing;
mod stop;
mod trust;

use std::time::Duration;

use ontap::{Auth, Client, Config, Secret, Timing, Trust};

use crate::authority::Authority;
use crate::server::Server;

/// Password of every client here. No error and no log line may contain it.
pub(crate) const PASSWORD: &str = "Sesam-öffne-dich-7";

/// An SVM as the server shows it.
pub(crate) fn svm(uuid: &str, name: &str, state: &str) -> String {
    format!(
        r#"{{"uuid":"{uuid}","name":"{name}","state":"{state}","subtype":"default","language":"c.utf_8",
            "ipspace":{{"name":"Default"}},"snapshot_policy":{{"name":"default"}}}}"#
    )
}

/// Returns the configuration of a client of this server, for a test to change.
pub(crate) fn config(server: &Server, authority: &Authority) -> Config {
    Config {
        endpoints: vec![server.url()],
        auth: Auth::Basic { username: "admin".to_owned(), password: Secret::new(PASSWORD) },
        trust: Trust::Ca { pem: authority.pem() },
        tls_server_name: None,
        request_timeout: Duration::from_secs(5),
        proxy: None,
    }
}

/// Waits that are too short to slow down a test.
pub(crate) const QUICK: Timing = Timing {
    shortest: Duration::from_millis(2),
    longest: Duration::from_millis(20),
    attempts: 4,
    job_timeout: Duration::from_secs(5),
};

/// Returns the client with short waits between attempts.
pub(crate) fn hasty(config: Config) -> Client {
    Client::new(config).unwrap().with_timing(QUICK)
}

/// Returns a client of this server.
pub(crate) fn client(server: &Server, authority: &Authority) -> Client {
    hasty(config(server, authority))
}
