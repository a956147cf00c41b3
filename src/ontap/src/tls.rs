//! Converts [`Auth`] and [`Trust`] to a TLS configuration of this client alone. Anything that cannot be
//! parsed is an error.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName};

use crate::verifier::{Accept, Listed, Verifier};
use crate::{Auth, Config, Trust};
use ontap_core::{Error, Result};

/// The TLS configuration of one client.
pub fn configuration(config: &Config) -> Result<ClientConfig> {
    let crypto = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = Arc::new(Verifier {
        accept: accept(&config.trust, &crypto)?,
        name: name(config)?,
        crypto: crypto.clone(),
    });
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

fn accept(trust: &Trust, crypto: &Arc<CryptoProvider>) -> Result<Accept> {
    Ok(match trust {
        Trust::System => Accept::System(Arc::new(
            rustls_platform_verifier::Verifier::new(crypto.clone())
                .map_err(|error| refused("the system's certificate authorities", &error))?,
        )),
        Trust::Ca { pem } => Accept::Listed(listed(pem, crypto)?),
        Trust::Pin { sha256 } => Accept::Pinned(pin(sha256)?),
        Trust::Insecure => Accept::Any,
    })
}

/// The name that the certificate must carry instead of the endpoint's host.
fn name(config: &Config) -> Result<Option<ServerName<'static>>> {
    let parse = |name: &String| {
        ServerName::try_from(name.clone()).map_err(|_| {
            let length = name.chars().count();
            Error::Config(format!(
                "The TLS server name of {length} characters is neither a DNS name nor an address."
            ))
        })
    };
    config.tls_server_name.as_ref().map(parse).transpose()
}

fn listed(pem: &str, crypto: &Arc<CryptoProvider>) -> Result<Listed> {
    let certificates = certificates("the certificate authority", pem)?;
    let mut roots = RootCertStore::empty();
    for certificate in &certificates {
        roots.add(certificate.clone()).map_err(|error| refused("the certificate authority", &error))?;
    }
    let roots = Arc::new(roots);
    let authorities = WebPkiServerVerifier::builder_with_provider(roots.clone(), crypto.clone())
        .build()
        .map_err(|error| refused("the certificate authority", &error))?;
    Ok(Listed { certificates, roots, authorities })
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
            let crypto = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
            assert!(matches!(listed(pem, &crypto), Err(Error::Config(_))), "{pem:?}");
        }
    }

    #[test]
    fn a_key_that_cannot_be_read_is_not_quoted() {
        let error = key("hunter22").unwrap_err();
        assert!(!error.to_string().contains("hunter22"));
    }
}
