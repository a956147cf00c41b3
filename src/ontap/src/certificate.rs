//! Why a server's certificate was refused, and which one it was.

use std::fmt;
use std::sync::Arc;

use rustls::{CertificateError, Error, OtherError};
use rustls_pki_types::CertificateDer;
use sha2::{Digest, Sha256};

/// Returns the SHA-256 of a certificate.
pub fn sha256(certificate: &CertificateDer<'_>) -> [u8; 32] {
    Sha256::digest(certificate).into()
}

/// Why a certificate was refused.
#[derive(Debug)]
pub struct Refused {
    why: String,
    sha256: [u8; 32],
}

impl Refused {
    /// The server's certificate is not the one with this SHA-256.
    pub fn pinned(certificate: &CertificateDer<'_>, pin: &[u8; 32]) -> Error {
        let why = format!("the certificate with SHA-256 {} is expected", Colons(pin));
        Self { why, sha256: sha256(certificate) }.into()
    }

    /// Adds to the reason which certificate was shown.
    pub fn because(certificate: &CertificateDer<'_>, why: Error) -> Error {
        match why {
            Error::InvalidCertificate(CertificateError::Other(ref other)) if other.0.is::<Self>() => why,
            why => Self { why: why.to_string(), sha256: sha256(certificate) }.into(),
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        CertificateError::Other(OtherError(Arc::new(refused))).into()
    }
}

impl std::error::Error for Refused {}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; the server showed the certificate with SHA-256 {}", self.why, Colons(&self.sha256))
    }
}

/// Shows bytes in the way of `openssl x509 -fingerprint`.
struct Colons<'a>(&'a [u8]);

impl fmt::Display for Colons<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(index, byte)| {
            let colon = if index == 0 { "" } else { ":" };
            write!(f, "{colon}{byte:02X}")
        })
    }
}
