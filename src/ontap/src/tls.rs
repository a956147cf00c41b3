//! Converts [`Auth`] and [`Trust`] to a TLS configuration of this client alone. Anything that cannot be
//! parsed is an error.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName};

use crate::verifier::{Accept, Verifier};
use crate::{Auth, Config, Trust};
use ontap_core::{Error, Result};

/// The TLS configuration of one client.
pub fn configuration(config: &Config) -> Result<ClientConfig> {
    let crypto = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = named(config, verifier(&config.trust, &crypto)?, &crypto)?;
    let builder = ClientConfig::builder_with_provider(crypto)
        .with_safe_default_protocol_versions()
        .map_err(|error| refused("TLS", &error))?
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    match &config.auth {
        Auth::Certificate { cert_pem, key_pem } => builder
            .with_client_auth_cert(certificates("the client certificate", cert_pem)?, key(key_pem.expose())?)
            .map_err(|error| refused("the client certificate with its key", &error)),
        Auth::Basic { .. } | Auth::Bearer { .. } => Ok(builder.with_no_client_auth()),
    }
}

fn verifier(trust: &Trust, crypto: &Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>> {
    let own = |accept| Arc::new(Verifier { accept, crypto: crypto.clone() });
    Ok(match trust {
        Trust::System => Arc::new(
            rustls_platform_verifier::Verifier::new(crypto.clone())
                .map_err(|error| refused("the system's certificate authorities", &error))?,
        ),
        Trust::Ca { pem } => {
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots(pem)?), crypto.clone())
                .build()
                .map_err(|error| refused("the certificate authority", &error))?
        }
        Trust::Pin { sha256 } => own(Accept::Pinned(pin(sha256)?)),
        Trust::Insecure => own(Accept::Any),
    })
}

/// Verifies the certificate against the configured name instead of the endpoint's host.
fn named(
    config: &Config,
    verifier: Arc<dyn ServerCertVerifier>,
    crypto: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>> {
    let Some(name) = &config.tls_server_name else { return Ok(verifier) };
    let server = ServerName::try_from(name.clone()).map_err(|_| {
        let length = name.chars().count();
        Error::Config(format!(
            "The TLS server name of {length} characters is neither a DNS name nor an address."
        ))
    })?;
    Ok(Arc::new(Verifier { accept: Accept::Named(server, verifier), crypto: crypto.clone() }))
}

fn roots(pem: &str) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates("the certificate authority", pem)? {
        roots.add(certificate).map_err(|error| refused("the certificate authority", &error))?;
    }
    Ok(roots)
}

fn certificates(what: &str, pem: &str) -> Result<Vec<CertificateDer<'static>>> {
    let all: std::result::Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let all = all.map_err(|error| refused(what, &error))?;
    if all.is_empty() {
        return Err(Error::Config(format!("There is no certificate in {what}: PEM text is expected.")));
    }
    Ok(all)
}

/// The parser's message may quote the text and is left out.
fn key(pem: &str) -> Result<PrivateKeyDer<'static>> {
    PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| {
        Error::Config("The private key cannot be read: unencrypted PEM text is expected.".to_owned())
    })
}

fn pin(text: &str) -> Result<[u8; 32]> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b':' | b' ')).collect();
    let nibble = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some(nibble(high)? << 4 | nibble(low)?),
        _ => None,
    });
    let bytes: Option<Vec<u8>> = bytes.collect();
    bytes.and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
        Error::Config(format!(
            "The certificate pin of {} characters is no SHA-256: 64 hexadecimal digits are expected.",
            text.chars().count()
        ))
    })
}

fn refused(what: &str, error: &dyn std::error::Error) -> Error {
    Error::Config(format!("{what} cannot be used: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_read_with_and_without_colons() {
        let plain = "ab".repeat(32);
        let colons = ["AB"; 32].join(":");
        assert_eq!(pin(&plain).unwrap(), [0xab; 32]);
        assert_eq!(pin(&colons).unwrap(), [0xab; 32]);
        for bad in ["", "ab", "zz", &plain[1..], &format!("{plain}ab"), "é"] {
            assert!(matches!(pin(bad), Err(Error::Config(_))), "{bad}");
        }
        assert!(!pin("hunter22").unwrap_err().to_string().contains("hunter22"), "it may be a secret");
    }

    #[test]
    fn an_authority_that_cannot_be_read_is_an_error() {
        for pem in ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert!(matches!(roots(pem), Err(Error::Config(_))), "{pem:?}");
        }
    }

    #[test]
    fn a_key_that_cannot_be_read_is_not_quoted() {
        let error = key("hunter22").unwrap_err();
        assert!(!error.to_string().contains("hunter22"));
    }
}
