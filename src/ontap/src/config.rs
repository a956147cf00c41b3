//! The address of the cluster, the credentials, and the certificate to trust.

use std::fmt;
use std::time::Duration;

use crate::{Secret, endpoint};

/// The configuration of a client.
#[derive(Clone)]
pub struct Config {
    /// Addresses of the same cluster, tried in this order: `https://host[:port]`, or just the host.
    pub endpoints: Vec<String>,
    /// The credentials.
    pub auth: Auth,
    /// The certificate to trust.
    pub trust: Trust,
    /// Name that the certificate must carry, if it is not the host of the endpoint.
    pub tls_server_name: Option<String>,
    /// How long one request may take, from connecting to the last byte of the answer.
    pub request_timeout: Duration,
    /// The proxy on the way to the cluster; if there is none, no proxy is used, whatever the environment says.
    pub proxy: Option<Proxy>,
}

/// A proxy on the way to the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Its address, `http://[user:password@]host[:port]`.
    pub url: Secret,
    /// Hosts that are reached without it, in the form of the variable `NO_PROXY`: names, which stand for the
    /// names below them too, addresses and ranges, with commas between them.
    pub except: String,
}

impl fmt::Debug for Config {
    /// Shows endpoints by host and port only: anything else in them is refused later, and may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts: Vec<_> = self.endpoints.iter().map(|text| endpoint::named(text)).collect();
        f.debug_struct("Config")
            .field("endpoints", &hosts)
            .field("auth", &self.auth)
            .field("trust", &self.trust)
            .field("tls_server_name", &self.tls_server_name)
            .field("request_timeout", &self.request_timeout)
            .field("proxy", &self.proxy)
            .finish()
    }
}

/// The credentials. ONTAP accepts one method at a time.
#[derive(Debug, Clone)]
pub enum Auth {
    /// HTTP Basic authentication.
    Basic {
        /// Account on the cluster.
        username: String,
        /// Its password.
        password: Secret,
    },
    /// Client certificate whose common name is the account (login method `cert`).
    Certificate {
        /// Certificate chain, PEM.
        cert_pem: String,
        /// Private key, PEM.
        key_pem: Secret,
    },
    /// OAuth 2.0 bearer token (ONTAP 9.14.1 and later).
    Bearer {
        /// The token, as sent.
        token: Secret,
    },
}

/// Which certificate is trusted. It applies to this client's connections and to nothing else in the process.
#[derive(Debug, Clone)]
pub enum Trust {
    /// The certificate authorities of the operating system.
    System,
    /// These certificate authorities and no others.
    Ca {
        /// One or more certificates, PEM.
        pem: String,
    },
    /// Exactly this certificate, self-signed or not; its names and dates are not checked.
    Pin {
        /// SHA-256 of the certificate's DER form, 64 hexadecimal digits, with or without colons.
        sha256: String,
    },
    /// Any certificate. A man in the middle can read the credentials.
    Insecure,
}
