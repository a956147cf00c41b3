//! The verifier of the cluster's certificate. Whatever is trusted, the server must hold the key of the
//! certificate that it shows: the signature of the handshake is always verified.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::client::verify_server_name;
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::certificate::{Refused, Shown};

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
            Accept::Pinned(pin) if Shown::digest(certificate) == *pin => Ok(()),
            Accept::Pinned(pin) => Err(Refused::pinned(certificate, pin)),
            Accept::System(verifier) => verified(&**verifier),
            Accept::Listed(listed) if listed.certificates.iter().any(|one| one == certificate) => {
                self.of_itself(certificate, name, now)
            }
            Accept::Listed(listed) => verified(&*listed.authorities).or_else(|why| {
                if !self.has_only_its_common_name(&why, certificate) {
                    return Err(why);
                }
                let algorithms = self.crypto.signature_verification_algorithms.all;
                let parsed = ParsedCertificate::try_from(certificate)?;
                verify_server_cert_signed_by_trust_anchor(&parsed, &listed.roots, intermediates, now, algorithms)
            }),
        }
    }

    /// Checks a certificate that is in the list itself. That of ONTAP's factory is its own authority and carries
    /// no name (no subjectAltName), so there is none to compare unless one was asked for.
    fn of_itself(
        &self,
        certificate: &CertificateDer<'_>,
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Error> {
        let shown = Shown::read(certificate)?;
        shown.check_dates(now)?;
        if shown.has_names {
            return verify_server_name(&ParsedCertificate::try_from(certificate)?, name);
        }
        match &self.name {
            Some(name) if !shown.has_common_name(name) => Err(CertificateError::NotValidForName.into()),
            _ => Ok(()),
        }
    }

    /// Whether nothing but the place of the name is wrong: it was asked for by name, and the certificate has it
    /// as its common name, from the time before there was a subjectAltName.
    fn has_only_its_common_name(&self, why: &Error, certificate: &CertificateDer<'_>) -> bool {
        use CertificateError::{NotValidForName, NotValidForNameContext};
        let is_name =
            matches!(why, Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. }));
        let Some(name) = self.name.as_ref().filter(|_| is_name) else { return false };
        Shown::read(certificate).is_ok_and(|shown| !shown.has_names && shown.has_common_name(name))
    }
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
