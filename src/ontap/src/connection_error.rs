//! Classifies reqwest's errors: how far the request got, and why it failed.

use std::error::Error as StdError;
use std::io;

use rustls::{AlertDescription as Alert, CertificateError};

use ontap_core::TransportFailure;

/// Returns how far the request got.
pub fn classify(error: &reqwest::Error) -> TransportFailure {
    let tls = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>());
    match tls {
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
            if error.is_connect() =>
        {
            TransportFailure::Untrusted
        }
        Some(_) if error.is_connect() => TransportFailure::Tls,
        // With TLS 1.3 a server refuses a client's certificate after the handshake, before it reads the
        // request.
        Some(rustls::Error::AlertReceived(alert)) if refuses_certificate(*alert) => TransportFailure::Tls,
        _ if error.is_connect() => TransportFailure::Connect,
        _ => TransportFailure::Lost,
    }
}

/// The innermost cause in its own words. The outer ones contain the URL or repeat the inner ones.
pub fn reason(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| "unknown".to_owned(), in_its_words)
}

/// rustls shows the reason of a verifier of ours as a Rust value.
fn in_its_words(cause: Cause<'_>) -> String {
    match cause.downcast_ref() {
        Some(rustls::Error::InvalidCertificate(CertificateError::Other(ours))) => ours.to_string(),
        _ => cause.to_string(),
    }
}

fn refuses_certificate(alert: Alert) -> bool {
    matches!(
        alert,
        Alert::AccessDenied
            | Alert::BadCertificate
            | Alert::CertificateExpired
            | Alert::CertificateRequired
            | Alert::CertificateRevoked
            | Alert::CertificateUnknown
            | Alert::HandshakeFailure
            | Alert::UnknownCA
            | Alert::UnsupportedCertificate
    )
}

type Cause<'a> = &'a (dyn StdError + 'static);

/// The causes, outermost first.
fn causes(error: Cause<'_>) -> impl Iterator<Item = Cause<'_>> {
    std::iter::successors(error.source(), |error| inner(*error))
}

/// An I/O error does not return what it wraps from `source`, so it is unwrapped separately.
fn inner(error: Cause<'_>) -> Option<Cause<'_>> {
    match error.downcast_ref::<io::Error>() {
        Some(wrapper) => wrapper.get_ref().map(|inner| inner as Cause<'_>),
        None => error.source(),
    }
}
