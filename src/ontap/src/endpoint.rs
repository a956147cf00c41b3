//! The addresses of the cluster, and which of them answered last.

use std::sync::atomic::{AtomicUsize, Ordering};

use url::Url;

use ontap_core::{Error, Result};

/// Addresses of the same cluster. The first that answers is used until it fails.
pub struct Endpoints {
    all: Vec<Url>,
    current: AtomicUsize,
}

impl Endpoints {
    /// Parses `https://host[:port]` or just a host.
    pub fn new(texts: &[String]) -> Result<Self> {
        let all: Vec<Url> = texts.iter().map(|text| endpoint(text)).collect::<Result<_>>()?;
        if all.is_empty() {
            Err(Error::Config("No endpoint is given.".to_owned()))
        } else {
            Ok(Self { all, current: AtomicUsize::new(0) })
        }
    }

    /// The number of endpoints.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// All endpoints with their numbers, the current one first.
    pub fn in_turn(&self) -> impl Iterator<Item = (usize, &Url)> {
        let first = self.current.load(Ordering::Relaxed);
        self.all.iter().enumerate().cycle().skip(first).take(self.all.len())
    }

    /// Remembers which endpoint answered.
    pub fn answered(&self, number: usize) {
        self.current.store(number, Ordering::Relaxed);
    }

    /// Remembers which endpoint failed; the next one is tried next.
    pub fn failed(&self, number: usize) {
        self.current.store((number + 1) % self.all.len(), Ordering::Relaxed);
    }
}

fn endpoint(text: &str) -> Result<Url> {
    let refused = |why: &str| Error::Config(format!("The endpoint {} cannot be used: {why}.", named(text)));
    let full = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let mut url = Url::parse(&full).map_err(|error| refused(&error.to_string()))?;
    if url.scheme() != "https" {
        return Err(refused("ONTAP is reached by https only"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("credentials do not belong there"));
    }
    if !matches!(url.path(), "/" | "/api" | "/api/") || url.query().is_some() || url.fragment().is_some() {
        return Err(refused("only host and port are expected"));
    }
    url.set_path("/");
    Ok(url)
}

/// Formats an endpoint for messages: scheme, host and port only. Any other part does not belong there and may
/// be a secret, and so may a text that is not an address at all.
pub fn named(text: &str) -> String {
    let full = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&full).ok();
    let shown = url.as_ref().and_then(|url| Some((url.scheme(), url.host_str()?, url.port())));
    match shown {
        Some((scheme, host, Some(port))) => format!("\"{scheme}://{host}:{port}\""),
        Some((scheme, host, None)) => format!("\"{scheme}://{host}\""),
        None => format!("of {} characters", text.chars().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_alone_means_https() {
        let cases = [
            ("10.0.0.10", "https://10.0.0.10/"),
            ("https://cvo.example.com:8443", "https://cvo.example.com:8443/"),
            ("https://cvo.example.com/api", "https://cvo.example.com/"),
            ("https://[fd00::10]/", "https://[fd00::10]/"),
        ];
        for (text, expected) in cases {
            assert_eq!(endpoint(text).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn only_a_host_and_port_are_accepted_as_an_endpoint() {
        for text in [
            "",
            "http://10.0.0.10",
            "https://admin:hunter22@10.0.0.10",
            "admin:hunter22@10.0.0.10:x",
            "https://10.0.0.10/hunter22",
            "https://h?a=hunter22",
            "https://h:8443#hunter22",
            "-----BEGIN PRIVATE KEY-----\nhunter22\n-----END PRIVATE KEY-----\n",
            "hunter22 and more",
        ] {
            let error = endpoint(text).unwrap_err();
            assert!(!error.to_string().contains("hunter22"), "{error}");
            assert!(!error.to_string().contains('\n'), "{error}");
        }
        assert!(endpoint("https://h:8443/x").unwrap_err().to_string().contains("https://h:8443"));
        assert!(Endpoints::new(&[]).is_err());
    }

    #[test]
    fn the_endpoint_after_a_failed_one_is_tried_next() {
        let endpoints = Endpoints::new(&["a".to_owned(), "b".to_owned(), "c".to_owned()]).unwrap();
        let order = || endpoints.in_turn().map(|(number, _)| number).collect::<Vec<_>>();
        assert_eq!(order(), [0, 1, 2]);
        endpoints.answered(1);
        assert_eq!(order(), [1, 2, 0]);
        endpoints.failed(2);
        assert_eq!(order(), [0, 1, 2]);
    }
}
