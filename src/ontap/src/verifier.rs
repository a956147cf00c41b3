//! The verifier of the cluster's certificate. Whatever is trusted, the server must hold the key of the
//! certificate that it shows: the signature of the handshake is always verified.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::certificate::{Refused, sha256};

/// Which certificate is accepted.
#[derive(Debug)]
pub enum Accept {
    /// The certificate with this SHA-256; names and dates are not checked.
    Pinned([u8; 32]),
    /// Any certificate.
    Any,
    /// One that this verifier of the operating system accepts.
    System(Arc<dyn ServerCertVerifier>),
    /// One that is signed by an authority of this list, or is itself in the list.
    Listed(Listed),
}

/// Certificates that a person has listed as trusted.
#[derive(Debug)]
pub struct Listed {
    /// All of them.
    pub certificates: Vec<CertificateDer<'static>>,
    /// The same, as authorities.
    pub roots: Arc<RootCertStore>,
    /// Accepts what they have signed.
    pub authorities: Arc<dyn ServerCertVerifier>,
}

/// Verifies a server's certificate.
#[derive(Debug)]
pub struct Verifier {
    /// Which certificate is accepted.
    pub accept: Accept,
    /// The name that it must carry, if it is not the endpoint's host.
    pub name: Option<ServerName<'static>>,
    /// Cryptography of this client, not the process default.
    pub crypto: Arc<CryptoProvider>,
}

impl Verifier {
    fn check(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<(), Error> {
        let name = self.name.as_ref().unwrap_or(host);
        let verified = |verifier: &dyn ServerCertVerifier| {
            verifier.verify_server_cert(certificate, intermediates, name, ocsp, now).map(|_| ())
        };
        match &self.accept {
            Accept::Any => Ok(()),
            Accept::Pinned(pin) if sha256(certificate) == *pin => Ok(()),
            Accept::Pinned(pin) => Err(Refused::pinned(certificate, pin)),
            Accept::System(verifier) => verified(&**verifier),
            Accept::Listed(listed) if listed.certificates.iter().any(|one| one == certificate) => {
                self.of_itself(listed, certificate, name, now)
            }
            Accept::Listed(listed) => verified(&*listed.authorities),
        }
    }

    /// Checks the dates and the names of a certificate that is in the list itself. That of ONTAP's factory is
    /// its own authority, which no server's certificate may be, and carries no name (no subjectAltName).
    fn of_itself(
        &self,
        listed: &Listed,
        certificate: &CertificateDer<'_>,
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Error> {
        let parsed = ParsedCertificate::try_from(certificate)?;
        let algorithms = self.crypto.signature_verification_algorithms.all;
        match verify_server_cert_signed_by_trust_anchor(&parsed, &listed.roots, &[], now, algorithms) {
            Err(why) if is_about_dates(&why) => return Err(why),
            _ => {}
        }
        match verify_server_name(&parsed, name) {
            Err(why) if !has_no_names(&why) || self.name.is_some() => Err(why),
            _ => Ok(()),
        }
    }
}

fn is_about_dates(why: &Error) -> bool {
    use CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
    matches!(
        why,
        Error::InvalidCertificate(Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. })
    )
}

fn has_no_names(why: &Error) -> bool {
    matches!(why, Error::InvalidCertificate(CertificateError::NotValidForNameContext { presented, .. })
        if presented.is_empty())
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.check(certificate, intermediates, host, ocsp, now) {
            Ok(()) => Ok(ServerCertVerified::assertion()),
            Err(why) => Err(Refused::because(certificate, why)),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.crypto.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.crypto.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.crypto.signature_verification_algorithms.supported_schemes()
    }
}
