//! Why a plugin could not serve.

use std::io;
use std::path::PathBuf;

/// Why a plugin could not serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The socket could not be created.
    #[error("cannot listen on a socket in {}: {source}", folder.display())]
    Socket {
        /// The folder of the socket.
        folder: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The host's certificate cannot be read.
    #[error("cannot read the certificate that Terraform gave: {0}")]
    HostCertificate(#[from] rustls_pki_types::pem::Error),
    /// No certificate could be created.
    #[error("cannot make a certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// TLS could not be set up.
    #[error("cannot set up TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// Serving ended with an error.
    #[error("cannot serve: {0}")]
    Transport(#[from] tonic::transport::Error),
    /// The handshake line could not be written.
    #[error("cannot tell Terraform where to connect: {0}")]
    Announce(#[from] io::Error),
}
