//! Certificate verifiers that rustls does not provide. All of them verify the signature of the handshake: the
//! server must hold the key of the certificate it presents.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use sha2::{Digest, Sha256};

/// Which certificate is accepted.
#[derive(Debug)]
pub enum Accept {
    /// The certificate with this SHA-256; names and dates are not checked.
    Pinned([u8; 32]),
    /// Any certificate.
    Any,
    /// A certificate that another verifier accepts for this name, regardless of the endpoint's host.
    Named(ServerName<'static>, Arc<dyn ServerCertVerifier>),
}

/// Verifies a server's certificate.
#[derive(Debug)]
pub struct Verifier {
    /// Which certificate is accepted.
    pub accept: Accept,
    /// Cryptography of this client, not the process default.
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
