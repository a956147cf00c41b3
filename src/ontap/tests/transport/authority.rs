//! A separate certificate authority for each test.

use std::ops::Range;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    date_time_ymd,
};
use rustls::server::WebPkiClientVerifier;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate authority.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate with its key.
pub(crate) struct Identity {
    /// The certificate, DER.
    pub(crate) certificate: CertificateDer<'static>,
    /// The certificate, PEM.
    pub(crate) certificate_pem: String,
    key: KeyPair,
}

impl Identity {
    /// Combines the key with the certificate of another identity.
    pub(crate) fn showing(self, other: &Self) -> Self {
        Self { certificate: other.certificate.clone(), ..self }
    }

    /// The key, PEM.
    pub(crate) fn key_pem(&self) -> String {
        self.key.serialize_pem()
    }
}

/// A certificate like that of ONTAP's factory: its own authority, and without a subjectAltName.
pub(crate) fn factory(name: &str, valid: Range<i32>) -> Identity {
    let mut params = common_name(name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.not_before = date_time_ymd(valid.start, 1, 1);
    params.not_after = date_time_ymd(valid.end, 1, 1);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    Identity { certificate: certificate.der().clone(), certificate_pem: certificate.pem(), key }
}

fn common_name(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

impl Authority {
    /// Creates an authority, which nobody trusts yet.
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Returns the authority's certificate, PEM.
    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// Issues a certificate for this name or address.
    pub(crate) fn issue(&self, name: &str) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate =
            CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &self.0).unwrap();
        Identity { certificate: certificate.der().clone(), certificate_pem: certificate.pem(), key }
    }

    /// Issues a certificate of the old kind, whose only name is its common name.
    pub(crate) fn issue_common_name(&self, name: &str) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = common_name(name).signed_by(&key, &self.0).unwrap();
        Identity { certificate: certificate.der().clone(), certificate_pem: certificate.pem(), key }
    }

    /// Returns the TLS configuration of a server with this identity. It optionally requires a client
    /// certificate of this authority.
    pub(crate) fn server_config(&self, identity: &Identity, clients: Option<&Self>) -> Arc<ServerConfig> {
        let crypto = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(crypto.clone());
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let builder = match clients {
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.0.der().clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), crypto.clone());
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
            None => builder.with_no_client_auth(),
        };
        // The key need not be that of the certificate: a thief has only the certificate.
        let key = PrivateKeyDer::try_from(identity.key.serialize_der()).unwrap();
        let key = crypto.key_provider.load_private_key(key).unwrap();
        let shown = CertifiedKey::new(vec![identity.certificate.clone()], key);
        Arc::new(builder.with_cert_resolver(Arc::new(SingleCertAndKey::from(shown))))
    }
}
