//! What a server's certificate says of itself, and why it was refused.

use std::fmt;
use std::sync::Arc;

use ontap_core::server_text::{harmless, short};
use rustls::{CertificateError, Error, OtherError};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use sha2::{Digest, Sha256};
use x509_parser::certificate::{Validity, X509Certificate};
use x509_parser::prelude::{ASN1Time, FromDer};

/// A certificate that a server has shown.
#[derive(Debug)]
pub struct Shown {
    subject: String,
    issuer: String,
    common_names: Vec<String>,
    /// Whether it carries names in a subjectAltName, the only ones that count today.
    pub has_names: bool,
    validity: Validity,
}

impl Shown {
    pub fn read(certificate: &CertificateDer<'_>) -> Result<Self, Error> {
        let unreadable = || Error::InvalidCertificate(CertificateError::BadEncoding);
        let (_, parsed) = X509Certificate::from_der(certificate).map_err(|_| unreadable())?;
        let names = parsed.subject().iter_common_name();
        Ok(Self {
            subject: parsed.subject().to_string(),
            issuer: parsed.issuer().to_string(),
            common_names: names.filter_map(|name| Some(name.as_str().ok()?.to_owned())).collect(),
            has_names: parsed.subject_alternative_name().map_err(|_| unreadable())?.is_some(),
            validity: parsed.validity().clone(),
        })
    }

    pub fn digest(certificate: &CertificateDer<'_>) -> [u8; 32] {
        Sha256::digest(certificate).into()
    }

    pub fn has_common_name(&self, name: &ServerName<'_>) -> bool {
        self.common_names.iter().any(|common| common.eq_ignore_ascii_case(&name.to_str()))
    }

    pub fn check_dates(&self, now: UnixTime) -> Result<(), Error> {
        let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
        let now = ASN1Time::from_timestamp(seconds).map_err(|_| Error::FailedToGetCurrentTime)?;
        match &self.validity {
            validity if now < validity.not_before => Err(CertificateError::NotValidYet.into()),
            validity if now > validity.not_after => Err(CertificateError::Expired.into()),
            _ => Ok(()),
        }
    }
}

/// Why a certificate was refused, and which one it was.
#[derive(Debug)]
pub struct Refused {
    why: String,
    sha256: [u8; 32],
    shown: Option<Shown>,
}

impl Refused {
    /// The server's certificate is not the one with this SHA-256.
    pub fn pinned(certificate: &CertificateDer<'_>, pin: &[u8; 32]) -> Error {
        let why = format!("the certificate with SHA-256 {} is expected", Colons(pin));
        Self::new(certificate, why).into()
    }

    /// Adds to the reason which certificate was shown.
    pub fn because(certificate: &CertificateDer<'_>, why: Error) -> Error {
        match why {
            Error::InvalidCertificate(CertificateError::Other(_)) => why,
            why => Self::new(certificate, why.to_string()).into(),
        }
    }

    fn new(certificate: &CertificateDer<'_>, why: String) -> Self {
        Self { why, sha256: Shown::digest(certificate), shown: Shown::read(certificate).ok() }
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
        write!(f, "{}; the server showed a certificate", self.why)?;
        if let Some(shown) = &self.shown {
            let text = |text: &str| short(&harmless(text));
            write!(f, " of \"{}\", issued by \"{}\"", text(&shown.subject), text(&shown.issuer))?;
            write!(f, ", valid until {}", shown.validity.not_after)?;
        }
        write!(f, ", with SHA-256 {}", Colons(&self.sha256))
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
