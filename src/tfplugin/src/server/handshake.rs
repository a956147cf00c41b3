//! What host and plugin exchange before the first call: the cookie and the line on stdout.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// Variable by which the host identifies itself, and its value.
pub const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

/// Variable with the host's certificate, PEM. Absent when TLS is switched off.
pub const CLIENT_CERTIFICATE: &str = "PLUGIN_CLIENT_CERT";

/// Variable with the folder for the socket.
pub const SOCKET_FOLDER: &str = "PLUGIN_UNIX_SOCKET_DIR";

/// Variable of hosts that ask whether one connection can carry several streams; they expect an answer.
pub const MULTIPLEX: &str = "PLUGIN_MULTIPLEX_GRPC";

/// The message for a person who starts the plugin by hand.
pub const BY_HAND: &str = "\
This is a Terraform plugin. It is not meant to be run directly.
Terraform starts it when a configuration needs it.
";

/// Version of go-plugin's own protocol.
const CORE_VERSION: u8 = 1;

/// Version of Terraform's protocol. Only one version is supported, so the host's list of versions
/// (`PLUGIN_PROTOCOL_VERSIONS`) is ignored: a host that lacks this version reports it itself.
pub const PROTOCOL_VERSION: u8 = 6;

/// Whether the host has set the magic cookie.
pub fn is_host(variable: impl Fn(&str) -> Option<String>) -> bool {
    variable(COOKIE.0).as_deref() == Some(COOKIE.1)
}

/// The handshake line, which tells the host where to connect and which certificate to expect.
pub fn line(socket: &Path, certificate: Option<&[u8]>, multiplex_asked: bool) -> String {
    let certificate = certificate.map(|der| STANDARD_NO_PAD.encode(der)).unwrap_or_default();
    let multiplex = if multiplex_asked { "|false" } else { "" };
    let socket = socket.display();
    format!("{CORE_VERSION}|{PROTOCOL_VERSION}|unix|{socket}|grpc|{certificate}{multiplex}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_has_six_fields_and_an_unpadded_certificate() {
        let line = line(Path::new("/tmp/x/s"), Some(b"abcd"), false);
        assert_eq!(line, "1|6|unix|/tmp/x/s|grpc|YWJjZA\n");
    }

    #[test]
    fn without_tls_the_last_field_is_empty() {
        assert_eq!(line(Path::new("/tmp/x/s"), None, false), "1|6|unix|/tmp/x/s|grpc|\n");
    }

    #[test]
    fn multiplexing_is_declined() {
        assert!(line(Path::new("/tmp/x/s"), None, true).ends_with("|grpc||false\n"));
    }

    #[test]
    fn only_the_right_cookie_is_accepted() {
        assert!(is_host(|name| (name == COOKIE.0).then(|| COOKIE.1.to_owned())));
        assert!(!is_host(|name| (name == COOKIE.0).then(|| "other".to_owned())));
        assert!(!is_host(|_| None));
    }
}
