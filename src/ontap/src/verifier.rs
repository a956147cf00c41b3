//! Ways to verify a server's certificate that rustls does not bring along. All of them verify the signature of the
//! handshake: who shows a certificate must hold its key.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use sha2::{Digest, Sha256};

/// Which certificate is accepted.
#[derive(Debug)]
pub enum Accept {
    /// The one of this SHA-256; names and dates do not matter.
    Pinned([u8; 32]),
    /// Any.
    Any,
    /// The one that another verifier accepts for this name, whatever the endpoint is called.
    Named(ServerName<'static>, Arc<dyn ServerCertVerifier>),
}

/// Verifies a server's certificate.
#[derive(Debug)]
pub struct Verifier {
    /// Which certificate is accepted.
    pub accept: Accept,
    /// Cryptography of this client, never that of the process.
    pub crypto: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match &self.accept {
            Accept::Pinned(pin) if Sha256::digest(certificate)[..] == pin[..] => {
                Ok(ServerCertVerified::assertion())
            }
            Accept::Pinned(_) => Err(CertificateError::ApplicationVerificationFailure.into()),
            Accept::Any => Ok(ServerCertVerified::assertion()),
            Accept::Named(name, verifier) => {
                verifier.verify_server_cert(certificate, intermediates, name, ocsp, now)
            }
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
