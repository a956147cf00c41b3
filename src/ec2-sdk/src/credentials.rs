//! [`UsedCredentials`]: records the credentials that were used, so that no error repeats them. A server can
//! send back what it received, and a program beside it may know the rest.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use ec2::Error;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The replacement for a secret.
const HIDDEN: &str = "(hidden)";

/// What a URL must percent-encode (RFC 3986). Some programs encode everything but letters and digits.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Shorter secrets are not removed, because that would mangle ordinary words.
const MIN_LENGTH: usize = 4;

/// The secret parts of all credentials that were used. They change while a process runs, because those of a
/// role expire.
#[derive(Clone, Default)]
pub struct UsedCredentials(Arc<Mutex<BTreeSet<String>>>);

impl std::fmt::Debug for UsedCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UsedCredentials").finish_non_exhaustive()
    }
}

impl UsedCredentials {
    /// Wraps a source so that its credentials are recorded from now on.
    pub fn recording(&self, source: SharedCredentialsProvider) -> SharedCredentialsProvider {
        SharedCredentialsProvider::new(Recording { source, used: self.clone() })
    }

    /// Removes the recorded secrets from the error.
    pub fn scrubbed(&self, error: Error) -> Error {
        let secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Error {
            message: scrub(&error.message, &secrets),
            code: error.code.map(|code| scrub(&code, &secrets)),
            request_id: error.request_id.map(|id| scrub(&id, &secrets)),
            ..error
        }
    }

    /// Removes the recorded secrets from the text.
    pub fn clean(&self, text: &str) -> String {
        scrub(text, &self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn record(&self, credentials: &Credentials) {
        let secrets = [Some(credentials.secret_access_key()), credentials.session_token()];
        let secrets = secrets.into_iter().flatten().filter(|secret| secret.len() >= MIN_LENGTH);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(secrets.map(str::to_owned));
    }
}

/// Removes the secrets from the text, in any spelling.
fn scrub(text: &str, secrets: &BTreeSet<String>) -> String {
    let mut spellings: Vec<_> = secrets.iter().flat_map(|secret| spellings(secret)).collect();
    spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
    spellings.iter().fold(text.to_owned(), |text, spelling| text.replace(spelling, HIDDEN))
}

/// Returns the forms in which an answer can contain a secret: verbatim, as in a URL or a form, in XML, in
/// JSON, and in hexadecimal.
fn spellings(secret: &str) -> BTreeSet<String> {
    let encoded = [RESERVED, NON_ALPHANUMERIC].map(|set| utf8_percent_encode(secret, set).to_string());
    let hex = hex::encode(secret);
    let in_xml = |reference: fn(u32) -> String| -> String {
        let spelled = |sign: char| {
            if sign.is_ascii_alphanumeric() { sign.to_string() } else { reference(u32::from(sign)) }
        };
        secret.chars().map(spelled).collect()
    };
    let references = [
        in_xml(|number| format!("&#{number};")),
        in_xml(|number| format!("&#x{number:x};")),
        in_xml(|number| format!("&#x{number:X};")),
    ];
    let lower = encoded.clone().map(|text| with_small_digits(&text));
    let others = [secret.to_owned(), secret.replace('/', "\\/"), hex.to_uppercase(), hex];
    encoded.into_iter().chain(lower).chain(references).chain(others).collect()
}

/// Writes `%2f` instead of `%2F`.
fn with_small_digits(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut text, part| {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        text.push('%');
        text.push_str(&digits.to_lowercase());
        text.push_str(rest);
        text
    })
}

struct Recording {
    source: SharedCredentialsProvider,
    used: UsedCredentials,
}

impl std::fmt::Debug for Recording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recording").finish_non_exhaustive()
    }
}

impl ProvideCredentials for Recording {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async move {
            let credentials = self.source.provide_credentials().await?;
            self.used.record(&credentials);
            Ok(credentials)
        })
    }

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        self.source.fallback_on_interrupt()
    }
}

#[cfg(test)]
mod tests {
    use ec2::ErrorKind;

    use super::*;

    /// In the form of AWS's own keys: base64 with all of its special characters.
    const KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const TOKEN: &str = "IQoJb3JpZ2luX2VjEJr//////////wEaCWV1LWNlbnRyYWwtMSJH+MEUCIQ==";

    fn used() -> UsedCredentials {
        let used = UsedCredentials::default();
        used.record(&Credentials::new("AKIAEXAMPLE", KEY, Some(TOKEN.to_owned()), None, "test"));
        used
    }

    #[test]
    fn a_secret_is_removed_in_each_spelling() {
        let used = used();
        for secret in [KEY, TOKEN] {
            let url = secret.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D");
            let spellings = [
                secret.to_owned(),
                url.clone(),
                url.replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d"),
                secret.replace('/', "\\/"),
                secret.replace('/', "&#x2F;").replace('+', "&#x2B;").replace('=', "&#x3D;"),
                secret.replace('/', "&#47;").replace('+', "&#43;").replace('=', "&#61;"),
                hex::encode(secret),
                hex::encode_upper(secret),
            ];
            for spelling in spellings {
                let said = format!("you sent {spelling}.");
                let error = Error::answered("DescribeVpcs", &*spelling, said, Some(spelling.clone()));
                let error = used.scrubbed(error);
                assert_eq!(error.message, "you sent (hidden).", "{spelling}");
                assert_eq!(
                    (error.code.as_deref(), error.request_id.as_deref()),
                    (Some(HIDDEN), Some(HIDDEN))
                );
            }
        }
    }

    #[test]
    fn other_text_is_not_changed() {
        let error = Error::local("DescribeVpcs", ErrorKind::Other, "AKIAEXAMPLE is not authorized: wJalr");
        assert_eq!(used().scrubbed(error.clone()), error);
    }
}
