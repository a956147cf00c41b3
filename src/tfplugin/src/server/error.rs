//! Why a plugin could not serve.

use std::io;
use std::path::PathBuf;

/// Why a plugin could not serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The socket could not be made.
    #[error("cannot listen on a socket in {}: {source}", folder.display())]
    Socket {
        /// Where it was to be.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The host's certificate cannot be read.
    #[error("cannot read the certificate that Terraform gave: {0}")]
    HostCertificate(#[from] rustls_pki_types::pem::Error),
    /// No certificate could be made.
    #[error("cannot make a certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// TLS could not be set up.
    #[error("cannot set up TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// Serving came to an end.
    #[error("cannot serve: {0}")]
    Transport(#[from] tonic::transport::Error),
    /// The host could not be told where to connect.
    #[error("cannot tell Terraform where to connect: {0}")]
    Announce(#[from] io::Error),
}
